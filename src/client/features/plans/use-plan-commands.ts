/** What one does to the plans of a group. Each says what came of it; what can be taken back offers so. */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine } from '#client/session/session-context.ts';
import { useUndoable } from '#client/session/use-undoable.ts';
import type { PlanView } from '#client/store/plan-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { useToast } from '#client/ui/toast.tsx';
import { fitTitle } from '#domain/plans/fit-title.ts';
import { positionAtEnd } from '#domain/plans/position.ts';
import type { PlaceInFolder } from './order-list.tsx';
import { buildTemplate, TEMPLATE_ICONS, type Template } from './plan-templates.ts';
import { usePlanWriter, type WriteError } from './use-plan-writer.ts';

export interface PlanCommands {
  /** About to be put away, and shown as put away. */
  readonly archivingIds: ReadonlySet<string>;
  /** Opens it; false: it was not saved, and that was said. */
  readonly create: (input: {
    readonly template: Template;
    readonly title: string;
    readonly folder: string;
  }) => Promise<boolean>;
  readonly rename: (plan: PlanView, input: { title: string; icon: string | null }) => Promise<boolean>;
  readonly move: (plan: PlanView, folder: string) => Promise<boolean>;
  readonly place: PlaceInFolder;
  readonly archive: (plan: PlanView) => void;
  readonly restore: (plan: PlanView) => Promise<void>;
  readonly duplicate: (plan: PlanView) => Promise<void>;
}

export function usePlanCommands({ groupId }: GroupView, plans: readonly PlanView[]): PlanCommands {
  const { t } = useTranslation('plans');
  const { t: templates } = useTranslation('planTemplates');
  const engine = useEngine();
  const writer = usePlanWriter();
  const toast = useToast();
  const fail = useFailureToast();
  const [, navigate] = useLocation();
  const { pendingIds, begin } = useUndoable(toast);
  const home = `/g/${groupId}/planos`;

  const say = useCallback(
    async (intents: readonly Intent[]): Promise<boolean> => {
      const saved = await engine.commit(intents);
      if (!saved.ok) fail(`commit.${saved.error}`);
      return saved.ok;
    },
    [engine, fail],
  );

  return useMemo(() => {
    const titleOf = (plan: PlanView): string => plan.title || t('untitled');
    const endOf = (folder: string): string =>
      positionAtEnd(plans.filter((plan) => plan.folder === folder && plan.archivedAt === null));
    const tell = (error: WriteError): void => {
      if (error === 'not-here') fail('plan.away');
      else fail(`commit.${error}`);
    };
    const about = (plan: PlanView) => ({ groupId, body: { planId: plan.id, title: plan.title } });
    return {
      archivingIds: pendingIds,
      create: async ({ template, title, folder }) => {
        const { blocks } = buildTemplate(template, title, templates);
        const icon = TEMPLATE_ICONS[template];
        const made = await writer.create({ groupId, title, folder, position: endOf(folder), icon, blocks });
        if (made.ok) navigate(`${home}/${made.planId}`, { state: { from: home } });
        else tell(made.error);
        return made.ok;
      },
      rename: (plan, { title, icon }) =>
        say([{ type: 'plan.renamed', groupId, body: { planId: plan.id, title, icon } }]),
      move: async (plan, folder) => {
        const body = { planId: plan.id, folder, position: endOf(folder) };
        const isSaved = await say([{ type: 'plan.moved', groupId, body }]);
        const name = titleOf(plan);
        if (isSaved)
          toast.show({ text: folder ? t('move.done', { name, folder }) : t('move.doneNone', { name }) });
        return isSaved;
      },
      place: (folder, moves) =>
        say(
          moves.map(({ id, position }) => ({
            type: 'plan.moved',
            groupId,
            body: { planId: id, folder, position },
          })),
        ),
      archive: (plan) =>
        begin(plan.id, t('archive.done', { name: titleOf(plan) }), async () => {
          await say([{ type: 'plan.archived', ...about(plan) }]);
        }),
      restore: async (plan) => {
        if (!(await say([{ type: 'plan.restored', ...about(plan) }]))) return;
        toast.show({ text: t('archive.restored', { name: titleOf(plan) }) });
      },
      duplicate: async (plan) => {
        const present = await writer.read({ groupId, planId: plan.id }, plan.title);
        if (!present) return tell('not-here');
        const title = fitTitle(t('duplicate.name', { name: titleOf(plan) }));
        const { folder, icon } = plan;
        const made = await writer.create({
          groupId,
          title,
          folder,
          position: endOf(folder),
          icon,
          blocks: present.blocks,
        });
        if (made.ok) toast.show({ text: t('duplicate.done', { name: title }) });
        else tell(made.error);
      },
    };
  }, [groupId, plans, t, templates, writer, toast, fail, navigate, pendingIds, begin, home, say]);
}
