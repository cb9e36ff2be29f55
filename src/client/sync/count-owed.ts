import type { DeviceStore } from '#client/platform/device-store.ts';

/** Ops without a verdict, and ops that need the person. */
export function countOwed(store: DeviceStore): Promise<{ queued: number; tray: number }> {
  return store.read(['outbox', 'tray'], async (tx) => {
    const entries = await tx.list('outbox');
    return {
      queued: entries.filter(({ version }) => version === null).length,
      tray: await tx.count('tray'),
    };
  });
}
