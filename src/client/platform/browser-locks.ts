import type { Locks } from './locks.ts';

/** Web Locks; without them no lock is ever granted, and the lease in the database decides alone. */
export function createBrowserLocks(locks: LockManager | undefined = globalThis.navigator?.locks): Locks {
  return {
    acquire: (name, signal) =>
      new Promise((resolve, reject) => {
        if (!locks) {
          signal.addEventListener('abort', () => reject(signal.reason));
          return;
        }
        locks
          .request(name, { signal }, () => {
            return new Promise<void>((release) => resolve({ release }));
          })
          .catch(reject);
      }),
  };
}
