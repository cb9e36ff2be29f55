/** What was searched for on this device: a tap asks it again, and all of it can be forgotten. */
import Clock from 'lucide-react/icons/clock-3';
import { useTranslation } from 'react-i18next';
import type { RecentSearch } from '#client/session/search-door.ts';
import type { GroupSummary } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';

export interface RecentListProps {
  readonly recent: readonly RecentSearch[];
  readonly groups: readonly GroupSummary[];
  readonly onAsk: (search: RecentSearch) => void;
  readonly onForget: () => void;
}

export function RecentList({ recent, groups, onAsk, onForget }: RecentListProps) {
  const { t } = useTranslation('search');
  return (
    <section aria-labelledby="recent-title">
      <div className="px-safe flex items-center gap-2 pt-2">
        <h2 id="recent-title" className="min-w-0 flex-1 text-s font-semibold text-muted">
          {t('recent')}
        </h2>
        <Button variant="text" onClick={onForget}>
          {t('forgetRecent')}
        </Button>
      </div>
      <ul className="divide-y divide-line">
        {recent.map((search) => {
          const group = groups.find(({ groupId }) => groupId === search.groupId)?.name;
          return (
            <li key={`${search.text} ${search.groupId}`}>
              <button
                type="button"
                onClick={() => onAsk(search)}
                className="px-safe target flex w-full items-center gap-3 py-2 text-start active:opacity-75"
              >
                <Clock aria-hidden="true" size={18} className="shrink-0 text-muted" />
                <span className="min-w-0 flex-1 truncate">
                  <bdi>{search.text}</bdi>
                  {group !== undefined && (
                    <span className="text-muted">
                      {' '}
                      <bdi>{t('recentIn', { group })}</bdi>
                    </span>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
