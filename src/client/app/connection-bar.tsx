/**
 * "Sem conexão · 3 na fila", "Enviando…", then "Tudo em dia", which fades: a line of its own below a screen's header,
 * so that it never covers what one reads. The status region is always there, so that what it says is heard.
 */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useEngineStatus } from '#client/session/session-context.ts';
import { StatusLine } from '#client/ui/status-line.tsx';
import { type ConnectionWords, describeConnection, patienceMs } from './connection-words.ts';

/** Long enough to be read, short enough not to be in the way. */
const DONE_SHOWN_MS = 2_000;

export function ConnectionBar() {
  const { t } = useTranslation();
  const [location] = useLocation();
  const shown = useShownWords(describeConnection(useEngineStatus()));
  return (
    <div role="status" aria-label={t('connection.label')}>
      {shown === 'done' && <StatusLine tone="good">{t('connection.done')}</StatusLine>}
      {shown !== 'done' && shown !== undefined && (
        <Link
          href={shown.key === 'connection.waiting.auth' ? '/entrar/conta' : '/fila'}
          state={{ from: location }}
          className="block"
        >
          <StatusLine tone={shown.tone}>
            {t(shown.key, { queued: 'queued' in shown ? shown.queued : 0 })}
          </StatusLine>
        </Link>
      )}
    </div>
  );
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
