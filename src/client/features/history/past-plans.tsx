/** The plans there were at a moment. Each opens among its own versions, where it is read, compared with now and brought back. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useObserved } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import type { Moment } from './list-moments.ts';

export interface PastPlansProps {
  readonly group: GroupView;
  readonly moment: Moment;
}

export function PastPlans({ group: { groupId }, moment }: PastPlansProps) {
  const { t } = useTranslation('history');
  const { t: words } = useTranslation('plans');
  const view = useObserved((reader) => reader.observePlans(groupId), [groupId]);
  if (!view) return <SkeletonRows count={4} label={t('loading')} />;
  const plans = view.plans.filter(({ version }) => version <= moment.version);
  if (plans.length === 0) return <p className="px-4 py-3 text-muted">{t('noPlans')}</p>;
  return (
    <>
      <p className="px-4 py-2 text-s text-pretty text-muted">{t('plansAbout')}</p>
      <ul aria-label={t('view.plans')} className="divide-y divide-line border-y border-line">
        {plans.map(({ id, title, icon }) => (
          <li key={id}>
            <Link
              href={`/g/${groupId}/planos/${id}/versoes?em=${moment.version}`}
              state={{ at: moment.at }}
              className="flex min-h-14 items-center gap-3 px-4 py-2 font-semibold"
            >
              <span aria-hidden="true">{icon ?? '📄'}</span>
              <bdi className="min-w-0 truncate">{title || words('untitled')}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
