/**
 * Dexie's live queries as the Observed of read-types.ts: runs again when anything it read has changed, in any
 * tab. A connection that the browser took away is not the end: the query is asked again until it answers, and
 * what was shown stays. While somebody writes in a text, whose every op changes what most queries read, they run
 * again once a second.
 */
import { liveQuery, type Subscription } from 'dexie';
import { isWriting } from '#client/platform/writing.ts';
import type { Observed } from './read-types.ts';
import { kindOf } from './storage-errors.ts';

/** Between two askings of a database that is away; the last one is repeated. */
const PAUSES_MS = [100, 500, 2_000];
const WRITING_PAUSE_MS = 1_000;

export function observe<T>(query: () => Promise<T>): Observed<T> {
  return {
    subscribe(next, failed = () => {}) {
      let subscription: Subscription | undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let failures = 0;
      let ended = false;
      const listen = (): void => {
        let isShown = false;
        subscription = liveQuery(() =>
          isShown && isWriting() ? Promise.reject(SOMEBODY_WRITES) : query().catch(rethrowHeard),
        ).subscribe({
          next: (value) => {
            failures = 0;
            isShown = true;
            next(value);
          },
          error: (error: unknown) => {
            if (error instanceof CodeMissingError) {
              subscription?.unsubscribe();
              error.load().then(() => !ended && listen(), failed);
              return;
            }
            if (!(error instanceof NotNowError)) return failed(error);
            // Dexie would go on with it at the next change, beside the one that follows.
            subscription?.unsubscribe();
            timer = setTimeout(
              listen,
              error === SOMEBODY_WRITES
                ? WRITING_PAUSE_MS
                : PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)],
            );
          },
        });
      };
      listen();
      return () => {
        ended = true;
        clearTimeout(timer);
        subscription?.unsubscribe();
      };
    },
  };
}

/** `observe` of a query that has to be fetched first: within a live query nothing may be awaited but the database. */
export function observeLater<T>(load: () => Promise<() => Promise<T>>): Observed<T> {
  return {
    subscribe(next, failed = () => {}) {
      let stop: (() => void) | undefined;
      let ended = false;
      load().then((query) => {
        if (!ended) stop = observe(query).subscribe(next, failed);
      }, failed);
      return () => {
        ended = true;
        stop?.();
      };
    },
  };
}

/** Thrown by a query that needs code which is not here yet: it is asked again when `load` has resolved. */
export class CodeMissingError extends Error {
  override readonly name = 'CodeMissingError';
  readonly load: () => Promise<void>;
  constructor(load: () => Promise<void>) {
    super('a query came before its code');
    this.load = load;
  }
}

/** The query is asked again, after a pause. */
class NotNowError extends Error {
  override readonly name = 'NotNowError';
}

const SOMEBODY_WRITES = new NotNowError();

/** Dexie keeps two names to itself and waits for a change that may never come: they get one it passes on. */
function rethrowHeard(error: unknown): never {
  throw kindOf(error) === 'lost' ? new NotNowError('the database went away', { cause: error }) : error;
}
