/**
 * How the device's storage does, seen from the writes that pass: shown, never acted upon.
 *
 *   failing   the last write of some kind was refused, and none of that kind has succeeded since
 *   slow      a write has been on its way for SLOW_MS
 *
 * By kind (the tables it touches), because a disk with no room for a page of messages still takes a heartbeat.
 */
import type { Clock } from '#client/platform/clock.ts';
import { type DeviceStore, type DeviceTable, StoreError } from '#client/platform/device-store.ts';
import type { StorageState } from './engine-types.ts';

/** A strict commit takes milliseconds; a phone that is busy swapping takes a second or two. */
export const SLOW_MS = 3_000;

export function watchStore(
  store: DeviceStore,
  clock: Clock,
  onState: (state: StorageState) => void,
): DeviceStore {
  const troubles = new Map<string, StorageState>();
  const pending = new Set<{ readonly since: number }>();
  let isLooking = false;
  let told: StorageState = 'ok';

  const tell = (): void => {
    const states = new Set(troubles.values());
    const worst = (['closed', 'full', 'failing'] as const).find((state) => states.has(state));
    const state = worst ?? (hasSlow() ? 'slow' : 'ok');
    if (state === told) return;
    told = state;
    onState(state);
  };
  const hasSlow = (): boolean => {
    const now = clock.monotonicMs();
    return [...pending].some(({ since }) => now - since >= SLOW_MS);
  };
  // One timer for all: most writes are over long before it looks.
  const lookLater = (): void => {
    if (isLooking) return;
    isLooking = true;
    clock.after(SLOW_MS, () => {
      isLooking = false;
      if (pending.size === 0) return;
      tell();
      lookLater();
    });
  };

  async function write<R>(tables: readonly DeviceTable[], run: Parameters<DeviceStore['write']>[1]) {
    const kind = tables.join();
    const one = { since: clock.monotonicMs() };
    pending.add(one);
    lookLater();
    try {
      const result = (await store.write(tables, run)) as R;
      troubles.delete(kind);
      return result;
    } catch (error) {
      // What the caller threw says nothing of the storage.
      if (error instanceof StoreError) troubles.set(kind, STATES[error.kind]);
      throw error;
    } finally {
      pending.delete(one);
      tell();
    }
  }

  return { read: (tables, run) => store.read(tables, run), write };
}

const STATES: Readonly<Record<StoreError['kind'], StorageState>> = {
  full: 'full',
  closed: 'closed',
  lost: 'failing',
  unknown: 'failing',
  failed: 'failing',
};
