/**
 * One leader among the tabs and the worker of a device.
 *
 *   Web Lock     quick: a closed tab's lock is free at once. But a frozen tab keeps it.
 *   lease        in the database: {holder, fence, beat}. A beat unchanged for LEASE_MS of the observer's own
 *                monotonic clock means the holder does not run; whoever sees that takes it with a higher fence.
 *
 * Every sync write checks the fence in its own transaction (fenced-store.ts), so that an old leader that thaws
 * can do no harm. The lease is taken at once when nobody holds it, or when its holder held the lock that is now
 * ours: then it is gone for certain.
 */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Locks } from '#client/platform/locks.ts';
import { createAlarm } from './alarm.ts';
import { getMeta, putMeta } from './device-meta.ts';

const LOCK_NAME = 'racha-leader';
export const BEAT_MS = 2_000;
/** Three beats and a half: a busy main thread is late, a frozen one silent. */
export const LEASE_MS = 7_000;

export interface LeaderPorts {
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly locks: Locks;
}

export interface Lead {
  readonly fence: number;
  /** Says that the holder lives; false when another has taken the lease. */
  beat(): Promise<boolean>;
  /** Lets others in at once. */
  release(): Promise<void>;
}

/** Resolves when this holder leads; undefined when `signal` fired first. Rejects with StoreError. */
export async function campaign(
  ports: LeaderPorts,
  holder: string,
  signal: AbortSignal,
): Promise<Lead | undefined> {
  const { clock, locks } = ports;
  const alarm = createAlarm(clock, signal);
  const lock: { held: { release(): void } | undefined; over: boolean } = { held: undefined, over: false };
  // The lock request is withdrawn when the lease was won without it.
  const withdrawal = new AbortController();
  signal.addEventListener('abort', () => withdrawal.abort());
  locks.acquire(LOCK_NAME, withdrawal.signal).then(
    (held) => {
      if (lock.over) held.release();
      else lock.held = held;
      alarm.ring();
    },
    () => {},
  );
  let seen: { mark: string; since: number } | undefined;
  try {
    while (!signal.aborted) {
      const now = clock.monotonicMs();
      const observed = await tryLease(ports.store, holder, {
        locked: lock.held !== undefined,
        expiredMark: seen && now - seen.since >= LEASE_MS ? seen.mark : undefined,
      });
      if ('fence' in observed) return leadWith(ports, holder, observed.fence, lock);
      if (observed.mark !== seen?.mark) seen = { mark: observed.mark, since: now };
      await alarm.wait(BEAT_MS / 2);
    }
    return undefined;
  } finally {
    lock.over = true;
    withdrawal.abort();
    if (signal.aborted) lock.held?.release();
  }
}

async function tryLease(
  store: DeviceStore,
  holder: string,
  claim: { locked: boolean; expiredMark: string | undefined },
): Promise<{ fence: number } | { mark: string }> {
  const isOpen = (lease: { holder: string; fence: number; beat: number; locked: boolean } | undefined) =>
    !lease || lease.holder === '' || (claim.locked && lease.locked) || markOf(lease) === claim.expiredMark;
  const lease = await store.read(['meta'], (tx) => getMeta(tx, 'lease'));
  if (lease && !isOpen(lease)) return { mark: markOf(lease) };
  return store.write(['meta'], async (tx) => {
    const present = await getMeta(tx, 'lease');
    if (present && !isOpen(present)) return { mark: markOf(present) };
    const fence = (present?.fence ?? 0) + 1;
    await putMeta(tx, 'lease', { holder, fence, beat: 0, locked: claim.locked });
    return { fence };
  });
}

function leadWith(
  { store }: LeaderPorts,
  holder: string,
  fence: number,
  lock: { held: { release(): void } | undefined },
): Lead {
  const update = (change: { holder: string; fence: number }) =>
    store.write(['meta'], async (tx) => {
      const lease = await getMeta(tx, 'lease');
      if (lease?.fence !== fence) return false;
      const locked = lock.held !== undefined;
      await putMeta(tx, 'lease', { ...change, beat: lease.beat + 1, locked });
      return true;
    });
  return {
    fence,
    beat: () => update({ holder, fence }),
    async release() {
      try {
        // A higher fence: whatever this leader still has on its way writes nothing any more.
        await update({ holder: '', fence: fence + 1 });
      } finally {
        lock.held?.release();
      }
    },
  };
}

function markOf(lease: { holder: string; fence: number; beat: number }): string {
  return `${lease.fence} ${lease.beat}`;
}
