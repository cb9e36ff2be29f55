/** Each sabotage, seed after seed, until a promise is seen broken. */
import { runSeed } from './run-seed.ts';
import { SABOTAGES, type Sabotage } from './sabotage.ts';
import { SUITES } from './suites.ts';
import type { Invariant } from './violation.ts';

export interface SabotageResult {
  readonly sabotage: string;
  readonly caught: boolean;
  /** Seeds run until it was caught; all that were allowed when it was not. */
  readonly seeds: number;
  readonly invariant: Invariant | null;
  readonly detail: string;
}

export const SABOTAGE_SEEDS_MAX = 500;

export async function runSabotage(sabotage: Sabotage, from = 1n): Promise<SabotageResult> {
  const suite = SUITES[sabotage.suite ?? 'storm'];
  for (let seeds = 1; seeds <= SABOTAGE_SEEDS_MAX; seeds++) {
    const { violations } = await runSeed({ seed: from + BigInt(seeds - 1), suite, sabotage });
    const [violation] = violations;
    if (!violation) continue;
    const { invariant, detail } = violation;
    return { sabotage: sabotage.name, caught: true, seeds, invariant, detail: detail.slice(0, 120) };
  }
  return { sabotage: sabotage.name, caught: false, seeds: SABOTAGE_SEEDS_MAX, invariant: null, detail: '' };
}

/** All of them, or those whose name contains `only`. */
export async function runSabotages(
  only: string | undefined,
  onResult: (result: SabotageResult) => void,
): Promise<SabotageResult[]> {
  const results: SabotageResult[] = [];
  for (const sabotage of SABOTAGES) {
    if (only !== undefined && !sabotage.name.includes(only)) continue;
    const result = await runSabotage(sabotage);
    results.push(result);
    onResult(result);
  }
  return results;
}
