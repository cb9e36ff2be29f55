/** How long each step of the server's database takes, where it fails, and where the process dies. */
import { LogStoreError } from '#server/sync/log-store.ts';
import type { CommitFate, LogPace } from '#tests/support/memory-log-store.ts';
import type { Prng } from './prng.ts';
import type { Process, Scheduler } from './scheduler.ts';
import type { Strike } from './strikes.ts';

export interface ServerHabits {
  readonly parallelCommits: number;
  /** Chance per step of taking up to seconds. */
  slowRate: number;
  /** Chance per step of the database being away. */
  unavailableRate: number;
  /** Chance per commit that its outcome stays unknown. */
  unknownRate: number;
  /** Chance per commit that the process dies just before or just after it. */
  crashRate: number;
  /** It compacts the texts of plans now and then. */
  compactsTexts: boolean;
}

export const STEADY_SERVER: ServerHabits = {
  parallelCommits: 1,
  slowRate: 0,
  unavailableRate: 0,
  unknownRate: 0,
  crashRate: 0,
  compactsTexts: false,
};

export interface ServerPaceOptions {
  readonly scheduler: Scheduler;
  readonly process: Process;
  readonly dice: Prng;
  readonly habits: ServerHabits;
  readonly strike: Strike;
  readonly crash: (when: string) => void;
}

export function openServerPace(options: ServerPaceOptions): LogPace {
  const { scheduler, process, dice, habits, strike, crash } = options;
  const take = (ms: number): Promise<void> => {
    const isSlow = dice.chance(habits.slowRate);
    if (isSlow) strike('database-slow');
    const slow = isSlow ? dice.between(100, 6_000) : 0;
    return scheduler.pause(ms + slow, process);
  };
  const never = (): Promise<never> => new Promise(() => {});
  return {
    after: (ms, run) => scheduler.after(ms, run, process),
    async step(point) {
      if (point === 'committed') {
        if (dice.chance(habits.crashRate / 2)) {
          strike('commit-crash');
          crash('after a commit, before its acks');
          return never();
        }
        return take(0.05);
      }
      // Most reads of a view come from one round trip; some let others in between.
      if (point === 'view' && !dice.chance(0.2)) return;
      await take(dice.between(0.05, 1));
      if (!dice.chance(habits.unavailableRate)) return;
      strike('database-away');
      throw new LogStoreError('unavailable');
    },
    async commit(): Promise<CommitFate> {
      await take(dice.between(0.3, 4));
      if (dice.chance(habits.crashRate / 2)) {
        strike('commit-crash');
        crash('before a commit');
        return never();
      }
      if (!dice.chance(habits.unknownRate)) return 'commit';
      strike('commit-unknown');
      return dice.chance(0.5) ? 'commit-unknown' : 'roll-back-unknown';
    },
  };
}
