/** Why it waits, how long yet, and "try now". */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/i18n/error-words.ts';
import { useEngine, useEngineStatus } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';

export function LinkState() {
  const { t } = useTranslation('outbox');
  const errorWords = useErrorWords();
  const engine = useEngine();
  const { connection, held } = useEngineStatus();
  const seconds = useSecondsUntil(connection.name === 'offline' ? connection.retryAt : null);
  if (connection.name === 'waiting') {
    const { text, next, code } = errorWords('wait', connection.kind);
    return (
      <p className="pb-2 text-s text-wait text-pretty">
        {text} {next} ({t('tray.code', { code })})
      </p>
    );
  }
  // The groups that wait say why.
  if (connection.name === 'online' && held !== null) return null;
  if (connection.name !== 'offline') {
    return <p className="pb-2 text-s text-muted">{t(`connection.${connection.name}`)}</p>;
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 pb-2">
      {connection.cause === 'intercepted' && (
        <p className="basis-full text-s text-wait text-pretty">{t('connection.portal')}</p>
      )}
      <p className="text-s text-wait text-pretty">
        {seconds === null ? t('connection.offline') : t('connection.retryIn', { seconds })}
      </p>
      <Button variant="text" onClick={() => engine.wake()}>
        {t('connection.tryNow')}
      </Button>
    </div>
  );
}

/** Whole seconds left until `at` (epoch ms, device clock); null when there is no such moment or it has passed. */
function useSecondsUntil(at: number | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (at === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [at]);
  if (at === null || at <= now) return null;
  return Math.ceil((at - now) / 1000);
}
