/** Why it waits. How long yet, and "try now", stand in the bar above. */
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useEngineStatus } from '#client/session/session-context.ts';

export function LinkState() {
  const { t } = useTranslation('outbox');
  const { connection, held } = useEngineStatus();
  const why = useWhy();
  if (connection.name === 'connecting')
    return <p className="pb-2 text-s text-muted">{t('connection.connecting')}</p>;
  // The groups that wait say why.
  if (connection.name === 'online' && held === null) {
    return <p className="pb-2 text-s text-muted">{t('connection.online')}</p>;
  }
  return why !== undefined && <p className="pb-2 text-s text-wait text-pretty">{why}</p>;
}

/** Undefined: nothing is in the way. */
function useWhy(): string | undefined {
  const errorWords = useErrorWords();
  const { connection, storage } = useEngineStatus();
  // Not the server has it wait, but this app.
  if (storage === 'closed') return errorWords('update.read-only').whole;
  if (connection.name === 'waiting') return errorWords(`wait.${connection.kind}`).whole;
  if (connection.name !== 'offline') return undefined;
  const { cause } = connection;
  return errorWords(cause === 'device' ? 'storage.failed' : `transport.${cause}`).whole;
}
