/**
 * Makes a failing run small: plan steps are left out in ever smaller runs (delta debugging) as long as the same
 * promise still breaks. Every decision of a run is keyed by its own step or message, so the others stay alike.
 */
import { type RunOptions, type RunResult, runSeed } from './run-seed.ts';

const RUNS_MAX = 250;

export interface Shrunk {
  readonly result: RunResult;
  readonly runs: number;
}

/** The smallest failing run found, with its history. `failed` has broken at least one promise. */
export async function shrink(options: RunOptions, failed: RunResult): Promise<Shrunk> {
  const invariant = failed.violations[0]?.invariant;
  let kept = failed.plan.map(({ id }) => id);
  const all = [...kept];
  let best = failed;
  let runs = 0;

  const tryOnly = async (ids: readonly number[]): Promise<boolean> => {
    if (runs >= RUNS_MAX) return false;
    runs += 1;
    const keep = new Set(ids);
    const without = new Set(all.filter((id) => !keep.has(id)));
    const result = await runSeed({ ...options, without, keepHistory: true });
    if (result.violations[0]?.invariant !== invariant) return false;
    kept = [...ids];
    best = result;
    return true;
  };

  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length && runs < RUNS_MAX; ) {
      const rest = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (rest.length === 0 || !(await tryOnly(rest))) start += size;
    }
  }
  if (best === failed) {
    best = await runSeed({ ...options, keepHistory: true });
    runs += 1;
  }
  return { result: best, runs };
}
