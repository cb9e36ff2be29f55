/**
 * Makes the entries of recurrences when their day has come: as the app opens, as it is looked at again, and once an hour while it
 * stays open. One tab does it, the one that talks to the server; that two devices do it is nothing (`due-expenses.ts`).
 */
import type { Reader } from '#client/store/read-types.ts';
import type { Engine } from '#client/sync/engine-types.ts';

/** Long after the first screen, before anybody has looked at the accounts. */
const FIRST_LOOK_MS = 3_000;
const NEXT_LOOK_MS = 3_600_000;

export function watchDueExpenses({
  engine,
  reader,
}: {
  readonly engine: Engine;
  readonly reader: Reader;
}): () => void {
  let isOver = false;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isOver || isLooking || !engine.status().leader) return;
    isLooking = true;
    try {
      const { doChores } = await import('./leader-chores.ts');
      await doChores(engine, reader);
    } catch {
      // The storage or the code is away: the next look finds the same ones.
    } finally {
      isLooking = false;
    }
  };
  const lookIfSeen = (): void => {
    if (document.visibilityState === 'visible') void look();
  };
  const first = setTimeout(() => void look(), FIRST_LOOK_MS);
  const hourly = setInterval(() => void look(), NEXT_LOOK_MS);
  document.addEventListener('visibilitychange', lookIfSeen);
  return () => {
    isOver = true;
    clearTimeout(first);
    clearInterval(hourly);
    document.removeEventListener('visibilitychange', lookIfSeen);
  };
}
