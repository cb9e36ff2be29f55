/** Dexie's live queries as the Observed of read-types.ts: runs again when anything it read has changed, in any tab. */
import { liveQuery } from 'dexie';
import type { Observed } from './read-types.ts';

export function observe<T>(query: () => Promise<T>): Observed<T> {
  return {
    subscribe(next, failed = () => {}) {
      const subscription = liveQuery(query).subscribe({ next, error: failed });
      return () => subscription.unsubscribe();
    },
  };
}
