/**
 * "Sem conexão · 3 na fila", "Enviando…", then "Tudo em dia", which fades: a line of its own below a screen's header,
 * so that it never covers what one reads. The status region is always there, so that what it says is heard; when it is
 * tried again stands beside it, and is not.
 */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { RetryNote } from '#client/errors/retry-note.tsx';
import { useEngineStatus } from '#client/session/session-context.ts';
import { retryMomentOf } from '#client/session/use-retry.ts';
import type { EngineStatus } from '#client/sync/engine-types.ts';
import { StatusLine } from '#client/ui/status-line.tsx';
import { type ConnectionWords, describeConnection, patienceMs } from './connection-words.ts';

/** Long enough to be read, short enough not to be in the way. */
const DONE_SHOWN_MS = 2_000;

export function ConnectionBar() {
  const { t } = useTranslation();
  const [location] = useLocation();
  const status = useEngineStatus();
  const shown = useShownWords(describeConnection(useSteady(status)));
  const moment = retryMomentOf(status);
  const isWaiting = shown !== undefined && shown !== 'done' && shown.tone !== 'good';
  return (
    <StatusLine
      tone={shown === undefined ? undefined : shown === 'done' ? 'good' : shown.tone}
      label={t('connection.label')}
      aside={
        isWaiting && shown.key !== 'connection.connecting' && moment !== null && <RetryNote moment={moment} />
      }
    >
      {shown === 'done' && t('connection.done')}
      {shown !== 'done' && shown !== undefined && (
        <Link
          href={shown.key.endsWith('.auth') ? '/entrar/conta' : '/fila'}
          state={{ from: location }}
          className="block min-h-6 content-center"
        >
          {t(shown.key, { queued: 'queued' in shown ? shown.queued : 0 })}
        </Link>
      )}
    </StatusLine>
  );
}

/** The next try is no news to who knows that there is no connection: until it comes to something, what was so is told. */
function useSteady(status: EngineStatus): EngineStatus {
  const { connection } = status;
  const [before, setBefore] = useState(connection);
  if (connection.name !== 'connecting' && connection !== before) setBefore(connection);
  const isRetry =
    connection.name === 'connecting' && (before.name === 'offline' || before.name === 'waiting');
  return isRetry ? { ...status, connection: before } : status;
}

/** Waits out what passes quickly, and says "done" for a moment after something was worth saying. */
function useShownWords(words: ConnectionWords | undefined): ConnectionWords | 'done' | undefined {
  const [shown, setShown] = useState<ConnectionWords | 'done'>();
  const spoke = useRef(false);
  const key = words && JSON.stringify(words);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says all there is of `words`.
  useEffect(() => {
    if (words) {
      const timer = setTimeout(
        () => {
          spoke.current = true;
          setShown(words);
        },
        // Once something is said, the next word replaces it at once.
        spoke.current ? 0 : patienceMs(words),
      );
      return () => clearTimeout(timer);
    }
    if (!spoke.current) return;
    spoke.current = false;
    setShown('done');
  }, [key]);
  // By itself: words that pass too quickly to be said must not keep it on the screen.
  useEffect(() => {
    if (shown !== 'done') return;
    const timer = setTimeout(() => setShown(undefined), DONE_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return shown;
}
