/** How long the device's disk takes, where it refuses, and where the page dies: between any two of its steps. */
import { StoreError } from '#client/platform/device-store.ts';
import type { Pace } from '#tests/support/memory-device-store.ts';
import type { Prng } from './prng.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { Strike } from './strikes.ts';

export interface DiskHabits {
  /** Chance per write that the page dies before it is durable, or after, before it is told. */
  crashRate: number;
  /** Chance per transaction of losing the connection to the database. */
  lostRate: number;
  /** Chance per write of there being no space. */
  fullRate: number;
  /** Chance per write of losing the connection while it commits: it happened or not. */
  unknownRate: number;
  /** Chance per transaction of taking seconds. */
  stallRate: number;
}

export const GOOD_DISK: DiskHabits = { crashRate: 0, lostRate: 0, fullRate: 0, unknownRate: 0, stallRate: 0 };

export function openDevicePace(options: {
  readonly scheduler: Scheduler;
  readonly process: Process;
  readonly dice: Prng;
  readonly habits: DiskHabits;
  readonly strike: Strike;
  readonly crash: (when: string) => void;
}): Pace {
  const { scheduler, process, dice, habits, strike, crash } = options;
  const maybeForget = (): void => {
    if (habits.unknownRate === 0 || !dice.chance(habits.unknownRate / 2)) return;
    strike('disk-unknown');
    throw new StoreError('unknown');
  };
  const never = (): Promise<never> => new Promise(() => {});
  return {
    async beforeRun() {
      const stalls = dice.chance(habits.stallRate);
      if (stalls) strike('disk-stall');
      const stall = stalls ? dice.between(1_000, 10_000) : 0;
      await scheduler.pause(dice.between(0.02, 0.3) + stall, process);
      if (!dice.chance(habits.lostRate)) return;
      strike('disk-lost');
      throw new StoreError('lost');
    },
    async beforeCommit() {
      // Not the page's event: a browser does not freeze a page in the middle of a transaction.
      await scheduler.pause(dice.between(0.1, 1));
      if (!process.alive) return never();
      if (dice.chance(habits.crashRate / 2)) {
        strike('write-crash');
        crash('before a write is durable');
        return never();
      }
      if (dice.chance(habits.fullRate)) {
        strike('disk-full');
        throw new StoreError('full');
      }
      maybeForget();
    },
    async afterCommit() {
      if (dice.chance(habits.crashRate / 2)) {
        strike('write-crash');
        crash('after a write, before it knows');
        return never();
      }
      await scheduler.pause(0.05, process);
      maybeForget();
    },
  };
}
