/** What one group waits to send. */
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RowBoundary } from '#client/boundaries/row-boundary.tsx';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngine, useEngineStatus } from '#client/session/session-context.ts';
import type { QueuedView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { IconButton } from '#client/ui/icon-button.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { describeOp, isCancellable } from './describe-op.ts';
import type { QueueSection } from './group-queue.ts';

/** A thousand queued messages are one count and a page, not a thousand rows. */
const PAGE = 50;

export function QueueList({ section }: { readonly section: QueueSection }) {
  const { t } = useTranslation('outbox');
  const { connection } = useEngineStatus();
  const [shown, setShown] = useState(PAGE);
  const hidden = section.entries.length - shown;
  return (
    <section aria-label={section.groupName} className="pb-4">
      <h3 className="py-1 font-semibold">{section.groupName}</h3>
      {/* Without a connection that is the reason, and it is said above. */}
      {section.waiting && connection.name === 'online' && <HeldNote kind={section.waiting} />}
      <ul className="divide-y divide-line">
        {section.entries.slice(0, shown).map((view) => (
          <li key={view.entry.opId}>
            <RowBoundary what="row" text={() => view.entry.op.body.text} resetKeys={[view]}>
              <QueueRow view={view} />
            </RowBoundary>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Button variant="text" onClick={() => setShown(shown + PAGE)}>
          {t('more', { count: hidden })}
        </Button>
      )}
    </section>
  );
}

function HeldNote({ kind }: { readonly kind: NonNullable<QueueSection['waiting']> }) {
  // Of a group it is the server that is old; of a whole connection it would be the app.
  const { whole } = useErrorWords()(kind === 'unsupported' ? 'update.server-older' : `wait.${kind}`);
  return <p className="pb-1 text-s text-wait text-pretty">{whole}</p>;
}

function QueueRow({ view }: { readonly view: QueuedView }) {
  const { t, i18n } = useTranslation('outbox');
  const { op, seq } = view.entry;
  const formats = useFormats();
  const engine = useEngine();
  const toast = useToast();
  const { key, values } = describeOp(op, i18n.language);
  const what = t(`what.${key}`, values);

  const cancel = async (): Promise<void> => {
    const cancelled = await engine.cancelQueued(op.opId);
    if (!cancelled) return toast.show({ text: t('tooLate') });
    const { taken, unquoted } = cancelled;
    const said = [t('cancelled')];
    if (taken.length > 1) said.push(t('cancelledWithChanges'));
    if (unquoted.length > 0) said.push(t('cancelledQuote', { count: unquoted.length }));
    toast.show({
      text: said.join(' '),
      action: { label: t('tray.undo'), run: () => void engine.restoreQueued(cancelled) },
    });
  };

  return (
    <div className="flex min-h-12 items-center gap-2 py-1">
      <bdi className="min-w-0 flex-1 truncate">{what}</bdi>
      <span className="shrink-0 text-xs text-muted tabular">
        {seq === null ? formats.ago(op.at, engine.correctedNow()) : t('onItsWay')}
      </span>
      {seq === null && isCancellable(op) && (
        <IconButton
          label={t('cancelOf', { what })}
          icon={<X aria-hidden="true" size={18} />}
          onClick={cancel}
        />
      )}
    </div>
  );
}
