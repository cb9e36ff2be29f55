/** Turns what pushes values (an `Observed`, the engine's listeners) into what React reads between them. */
import type { Observed } from '#client/store/read-types.ts';

export interface ExternalStore<T> {
  subscribe(listener: () => void): () => void;
  getSnapshot(): T;
}

export type Seen<T> =
  | { readonly state: 'reading' }
  | { readonly state: 'here'; readonly value: T }
  | { readonly state: 'failed'; readonly error: unknown };

const READING = { state: 'reading' } as const;

/** The last value stays after the last listener left, so that a screen shown again starts where it was. */
export function storeOfObserved<T>(observed: Observed<T>): ExternalStore<Seen<T>> {
  let seen: Seen<T> = READING;
  return {
    subscribe: (listener) =>
      observed.subscribe(
        (value) => {
          seen = { state: 'here', value };
          listener();
        },
        (error) => {
          seen = { state: 'failed', error };
          listener();
        },
      ),
    getSnapshot: () => seen,
  };
}

/** `read` may make a new object each time; the snapshot changes only when the source says so. */
export function storeOfRead<T>(
  subscribe: (listener: () => void) => () => void,
  read: () => T,
): ExternalStore<T> {
  let snapshot = read();
  return {
    subscribe: (listener) => {
      const end = subscribe(() => {
        snapshot = read();
        listener();
      });
      // What changed between the first render and this subscription.
      snapshot = read();
      return end;
    },
    getSnapshot: () => snapshot,
  };
}
