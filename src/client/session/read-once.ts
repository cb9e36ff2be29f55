/** What an observed read says now. */
import type { Observed } from '#client/store/read-types.ts';

/** Rejects as the read does. */
export function readOnce<T>(observed: Observed<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = observed.subscribe((value) => {
      resolve(value);
      queueMicrotask(() => end());
    }, reject);
  });
}
