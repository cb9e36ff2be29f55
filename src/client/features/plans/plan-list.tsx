/** The plans folder by folder: what each is called, who changed it last and when, and whether that is news here. */
import Archive from 'lucide-react/icons/archive';
import Copy from 'lucide-react/icons/copy';
import EllipsisVertical from 'lucide-react/icons/ellipsis-vertical';
import FileDown from 'lucide-react/icons/file-down';
import FolderInput from 'lucide-react/icons/folder-input';
import History from 'lucide-react/icons/history';
import PencilLine from 'lucide-react/icons/pencil-line';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useFormats } from '#client/i18n/use-formats.ts';
import { memberNames } from '#client/session/member-names.ts';
import type { PlanLooks } from '#client/session/plan-looks.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { PlanView } from '#client/store/plan-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { MenuButton } from '#client/ui/menu.tsx';
import { StatusMark } from '#client/ui/status-mark.tsx';
import type { PlanFolder } from './list-folders.ts';
import { isNews } from './plan-news.ts';
import type { PlanCommands } from './use-plan-commands.ts';

export interface PlanListProps {
  readonly group: GroupView;
  readonly folders: readonly PlanFolder[];
  readonly looks: PlanLooks | null;
  readonly mayWrite: boolean;
  readonly commands: PlanCommands;
  readonly onRename: (planId: string) => void;
  readonly onMove: (planId: string) => void;
}

export function PlanList({ folders, ...rest }: PlanListProps) {
  const { t } = useTranslation('plans');
  const isOneShelf = folders.length === 1 && folders[0]?.name === '';
  return folders.map(({ name, plans }) => {
    const label = name === '' ? t('list.noFolder') : name;
    return (
      <section key={name} aria-label={t('list.folder', { name: label, count: plans.length })}>
        {!isOneShelf && (
          <h2 className="px-4 pt-4 pb-1 text-s font-bold text-muted">
            <bdi>{label}</bdi>
          </h2>
        )}
        <ul className="divide-y divide-line">
          {plans.map((plan) => (
            <li key={plan.id} className="flex items-center gap-1 ps-4 pe-1">
              <PlanRow plan={plan} {...rest} />
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

function PlanRow({
  plan,
  group,
  looks,
  mayWrite,
  commands,
  onRename,
  onMove,
}: { readonly plan: PlanView } & Omit<PlanListProps, 'folders'>) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const now = useEngine().correctedNow();
  const [, navigate] = useLocation();
  const { nameOf } = memberNames(group, () => t('list.you'));
  const home = `/g/${group.groupId}/planos`;
  const title = plan.title || t('untitled');
  const isNew = isNews(plan, looks, group.myMemberId);
  return (
    <>
      <Link
        href={`${home}/${plan.id}`}
        state={{ from: home }}
        className="flex min-h-16 min-w-0 flex-1 items-center gap-3 py-2"
      >
        <Avatar picture={plan.icon ?? '📄'} name={title} size="m" />
        <span className="min-w-0 flex-1">
          <bdi className={`block truncate ${isNew ? 'font-bold' : 'font-semibold'}`}>{title}</bdi>
          <span className="block truncate text-s text-muted">
            <bdi>{nameOf(plan.editedBy)}</bdi> · {formats.recent(plan.editedAt, now)}
          </span>
        </span>
        {plan.isPending && <StatusMark status="waiting" label={t('status.waiting')} />}
        {isNew && (
          <span className="size-3 shrink-0 rounded-full bg-brand">
            <span className="sr-only">{t('list.unread')}</span>
          </span>
        )}
      </Link>
      <MenuButton
        label={t('list.more', { name: title })}
        icon={<EllipsisVertical aria-hidden="true" size={20} />}
        items={[
          {
            label: t('row.versions'),
            icon: <History aria-hidden="true" size={20} />,
            run: () => navigate(`${home}/${plan.id}/versoes`, { state: { from: home } }),
          },
          {
            label: t('row.export'),
            icon: <FileDown aria-hidden="true" size={20} />,
            run: () => navigate(`/g/${plan.groupId}/exportar?planos=${plan.id}`),
          },
          ...(mayWrite
            ? [
                {
                  label: t('row.rename'),
                  icon: <PencilLine aria-hidden="true" size={20} />,
                  run: () => onRename(plan.id),
                },
                {
                  label: t('row.move'),
                  icon: <FolderInput aria-hidden="true" size={20} />,
                  run: () => onMove(plan.id),
                },
                {
                  label: t('row.duplicate'),
                  icon: <Copy aria-hidden="true" size={20} />,
                  run: () => void commands.duplicate(plan),
                },
                {
                  label: t('row.archive'),
                  icon: <Archive aria-hidden="true" size={20} />,
                  run: () => commands.archive(plan),
                },
              ]
            : []),
        ]}
      />
    </>
  );
}
