/** `/fila`: what needs the person, then what waits, in the order it will go out. */
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { PartBoundary } from '#client/boundaries/part-boundary.tsx';
import { RowBoundary } from '#client/boundaries/row-boundary.tsx';
import { useErrorWords } from '#client/errors/error-words.ts';
import { LateSupportLine } from '#client/errors/late-support-line.tsx';
import { useEngineStatus, useObserved } from '#client/session/session-context.ts';
import type { TrayEntry } from '#client/store/tables.ts';
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
  const isClosed = useEngineStatus().storage === 'closed';
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
                <li key={entry.opId}>
                  <RowBoundary what="row" text={() => entry.op.body.text} resetKeys={[entry]}>
                    <TrayCard entry={entry} />
                  </RowBoundary>
                </li>
              ))}
            </ul>
            <TrayHelp tray={tray} />
          </section>
        )}
        {waiting > 0 && (
          <section aria-labelledby="queue-title">
            <h2 id="queue-title" className="py-2 text-s font-semibold text-muted">
              {t('queueCount', { queued: waiting })}
            </h2>
            <LinkState />
            {sections.map((section) => (
              <PartBoundary key={section.groupId} place="list" resetKeys={[section]}>
                <QueueList section={section} />
              </PartBoundary>
            ))}
          </section>
        )}
        {!isClosed && (
          <Link
            href="/fila/arquivo"
            state={{ from: '/fila' }}
            className="target inline-flex items-center font-semibold text-brand"
          >
            {t('byFile')}
          </Link>
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

/** Whom to ask about what was refused, with the codes of all of it. */
function TrayHelp({ tray }: { readonly tray: readonly TrayEntry[] }) {
  const words = useErrorWords();
  const codes = new Set(tray.map(({ kind }) => words(`rejected.${kind}`).code));
  return (
    <div className="mt-3">
      <LateSupportLine code={[...codes].join(' ')} />
    </div>
  );
}
