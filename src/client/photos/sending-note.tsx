/** Under one's own photos that did not get through although there is a connection: that they wait, and until when. */
import { useErrorWords } from '#client/errors/error-words.ts';
import { RetryNote } from '#client/errors/retry-note.tsx';
import { useEngineStatus } from '#client/session/session-context.ts';

export function SendingNote() {
  const words = useErrorWords();
  const { connection, photosUntil } = useEngineStatus();
  // Without a connection that is the reason, and the bar says it.
  if (connection.name !== 'online' || photosUntil === null) return null;
  return (
    <div className="mt-1 text-s">
      <p>{words('photo.waiting').cause}</p>
      <RetryNote moment={photosUntil} />
    </div>
  );
}
