/**
 * The leader's store: every write first reads the lease in its own transaction and gives up when another has
 * taken it. A leader that was frozen and thaws can therefore write nothing, whatever it believes.
 */
import type { DeviceStore } from '#client/platform/device-store.ts';

/** Another tab or the worker leads now; whatever was being written was not. */
export class FenceLostError extends Error {
  override readonly name = 'FenceLostError';
}

export function createFencedStore(store: DeviceStore, fence: number): DeviceStore {
  return {
    read: (tables, run) => store.read(tables, run),
    write: (tables, run) =>
      store.write([...new Set([...tables, 'meta' as const])], async (tx) => {
        const lease = await tx.get('meta', 'lease');
        if (lease?.name !== 'lease' || lease.value.fence !== fence) throw new FenceLostError();
        return run(tx);
      }),
  };
}
