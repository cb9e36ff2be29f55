/**
 * Makes a failing run small: first the habits of links, disks and servers that it does not need, then steps of its
 * plan, in ever smaller pieces (delta debugging), as long as the same promise still breaks. Every decision of a run
 * is keyed by its own step or message, so what is left stays what it was.
 */
import { type RunOptions, type RunResult, runSeed } from './run-seed.ts';
import type { Fault } from './swarm.ts';

const RUNS_MAX = 250;

export interface Shrunk {
  /** With its history. */
  readonly result: RunResult;
  readonly runs: number;
}

/** The smallest failing run found. `failed` has broken at least one promise. */
export async function shrink(options: RunOptions, failed: RunResult): Promise<Shrunk> {
  const invariant = failed.violations[0]?.invariant;
  const all = failed.plan.map(({ id }) => id);
  let kept: readonly number[] = all;
  let muted: ReadonlySet<Fault> = new Set();
  let best: RunResult | undefined;
  let runs = 0;

  const stillBreaks = async (ids: readonly number[], quiet: ReadonlySet<Fault>): Promise<boolean> => {
    if (runs >= RUNS_MAX) return false;
    runs += 1;
    const keep = new Set(ids);
    const without = new Set(all.filter((id) => !keep.has(id)));
    const result = await runSeed({ ...options, without, muted: quiet, keepHistory: true });
    if (result.violations[0]?.invariant !== invariant) return false;
    kept = ids;
    muted = quiet;
    best = result;
    return true;
  };

  for (const fault of failed.swarm.faults) await stillBreaks(kept, new Set([...muted, fault]));
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length && runs < RUNS_MAX; ) {
      const rest = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (rest.length === 0 || !(await stillBreaks(rest, muted))) start += size;
    }
  }
  return { result: best ?? (await runSeed({ ...options, keepHistory: true })), runs };
}
