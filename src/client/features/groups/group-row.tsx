/** One group in the list: picture, name, the last thing said, when, how many unread. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupSummary } from '#client/store/read-types.ts';
import { Avatar } from '#client/ui/avatar.tsx';
import { Badge } from '#client/ui/badge.tsx';
import { StatusMark } from '#client/ui/status-mark.tsx';
import { useLastLine } from './use-last-line.ts';

export const GroupRow = memo(function GroupRow({
  group,
  open,
}: {
  readonly group: GroupSummary;
  readonly open: boolean;
}) {
  const { t } = useTranslation('groups');
  const formats = useFormats();
  const engine = useEngine();
  const [location] = useLocation();
  const { last, unread } = group;
  const line = useLastLine(group);
  return (
    <Link
      href={`/g/${group.groupId}`}
      state={{ from: location }}
      aria-current={open ? 'page' : undefined}
      className={`flex items-center gap-3 px-4 py-3 active:opacity-75 ${open ? 'bg-own/60' : ''}`}
    >
      <Avatar picture={group.picture} name={group.name} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-semibold">{group.name}</span>
          {last && (
            <time dateTime={new Date(last.at).toISOString()} className="shrink-0 text-xs text-muted tabular">
              {formats.recent(last.at, engine.correctedNow())}
            </time>
          )}
        </span>
        <span className="flex items-center gap-1 text-s text-muted">
          {last?.status && <StatusMark status={last.status} label={t(`status.${last.status}`)} />}
          <bdi className={`min-w-0 flex-1 truncate ${unread > 0 ? 'font-semibold text-ink' : ''}`}>
            {line}
          </bdi>
          <Badge count={unread} label={t('unread', { count: unread })} />
        </span>
      </span>
    </Link>
  );
});
