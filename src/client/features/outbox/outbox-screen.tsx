/** `/fila`: what needs the person, then what waits, in the order it will go out. */
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useObserved } from '#client/session/session-context.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { groupQueue } from './group-queue.ts';
import { LinkState } from './link-state.tsx';
import { QueueList } from './queue-list.tsx';
import { TrayCard } from './tray-card.tsx';

export default function OutboxScreen({ connection }: { readonly connection: ReactNode }) {
  const { t } = useTranslation('outbox');
  const queue = useObserved((reader) => reader.observeQueue(), []);
  const tray = useObserved((reader) => reader.observeTray(), []);
  const sections = useMemo(() => groupQueue(queue ?? []), [queue]);
  if (queue === undefined || tray === undefined) return null;
  const waiting = sections.reduce((count, { entries }) => count + entries.length, 0);
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('title')} />
      {connection}
      <div className="px-safe min-h-0 flex-1 overflow-y-auto pb-8">
        {tray.length > 0 && (
          <section aria-labelledby="tray-title" className="mb-6">
            <h2 id="tray-title" className="py-2 text-s font-semibold text-bad">
              {t('tray.title')}
            </h2>
            <ul className="flex flex-col gap-3">
              {tray.map((entry) => (
                <TrayCard key={entry.opId} entry={entry} />
              ))}
            </ul>
          </section>
        )}
        {waiting > 0 && (
          <section aria-labelledby="queue-title">
            <h2 id="queue-title" className="py-2 text-s font-semibold text-muted">
              {t('queueCount', { queued: waiting })}
            </h2>
            <LinkState />
            {sections.map((section) => (
              <QueueList key={section.groupId} section={section} />
            ))}
          </section>
        )}
        {waiting === 0 && tray.length === 0 && (
          <EmptyState picture="✅" title={t('empty.title')}>
            {t('empty.text')}
          </EmptyState>
        )}
      </div>
    </div>
  );
}
