/** One run from its seed: the same seed is the same history, whatever the machine and the day. */

import type { Rest } from './final-check.ts';
import type { HistoryLine } from './history.ts';
import type { Step } from './plan.ts';
import type { Recoveries } from './recoveries.ts';
import type { Sabotage } from './sabotage.ts';
import type { Strikes } from './strikes.ts';
import type { Fault, Swarm } from './swarm.ts';
import type { Violation } from './violation.ts';
import { World } from './world.ts';

export interface RunOptions {
  readonly seed: bigint;
  /** Keeps the history's lines. */
  readonly keepHistory?: boolean;
  /** Ids of plan steps to leave out: shrinking. */
  readonly without?: ReadonlySet<number>;
  /** Faults whose habits are left out: shrinking. */
  readonly muted?: ReadonlySet<Fault>;
  readonly sabotage?: Sabotage | undefined;
  /** The faults this run may draw from; absent: the usual ones. */
  readonly suite?: readonly Fault[] | undefined;
}

export interface RunResult {
  readonly seed: bigint;
  readonly violations: readonly Violation[];
  readonly swarm: Swarm;
  /** The steps that ran. */
  readonly plan: readonly Step[];
  readonly historyHash: string;
  readonly history: readonly HistoryLine[];
  readonly opsCommitted: number;
  readonly opsPromised: number;
  readonly faultsInjected: number;
  /** What each of them met. */
  readonly strikes: Strikes;
  readonly recoveries: Recoveries;
  readonly virtualMs: number;
  readonly events: number;
  /** What the checker saw, for the report. */
  readonly rest: Rest;
}

export async function runSeed(options: RunOptions): Promise<RunResult> {
  const world = new World(options);
  const onRejection = (reason: unknown): void => world.checker.noteFault('a promise nobody awaited', reason);
  process.on('unhandledRejection', onRejection);
  try {
    return await world.run();
  } catch (error) {
    world.checker.fail('I12', `the run itself broke: ${describeError(error)}`);
    return world.result();
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
}
