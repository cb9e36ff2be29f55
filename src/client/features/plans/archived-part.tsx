/** The plans that were put away, folded until they are looked for; any of them can come back. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFormats } from '#client/i18n/use-formats.ts';
import { memberNames } from '#client/session/member-names.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { PlanView } from '#client/store/plan-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import type { PlanCommands } from './use-plan-commands.ts';

export interface ArchivedPartProps {
  readonly group: GroupView;
  readonly plans: readonly PlanView[];
  readonly mayWrite: boolean;
  readonly commands: PlanCommands;
}

export function ArchivedPart({ group, plans, mayWrite, commands }: ArchivedPartProps) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  const now = useEngine().correctedNow();
  const { nameOf } = memberNames(group, () => t('list.you'));
  const home = `/g/${group.groupId}/planos`;
  return (
    <details className="mt-4 border-t border-line">
      <summary className="target flex cursor-pointer items-center px-4 text-s font-bold text-muted">
        {t('archive.title', { count: plans.length })}
      </summary>
      <ul aria-label={t('archive.title', { count: plans.length })} className="divide-y divide-line">
        {plans.map((plan) => {
          const title = plan.title || t('untitled');
          return (
            <li key={plan.id} className="flex items-center gap-3 px-4 py-2">
              <Link
                href={`${home}/${plan.id}`}
                state={{ from: home }}
                className="flex min-h-12 min-w-0 flex-1 flex-col justify-center"
              >
                <bdi className="block truncate font-semibold">{title}</bdi>
                <span className="block truncate text-s text-muted">
                  {t('archive.by', {
                    name: nameOf(plan.archivedBy ?? ''),
                    when: formats.recent(plan.archivedAt ?? now, now),
                  })}
                </span>
              </Link>
              {mayWrite && (
                <Button
                  variant="quiet"
                  aria-label={t('archive.restoreOf', { name: title })}
                  onClick={() => void commands.restore(plan)}
                >
                  {t('archive.restore')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
