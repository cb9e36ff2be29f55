/** One seed run, and what is worth keeping of it as plain values: reports travel between threads. */
import { runSeed } from './run-seed.ts';
import { SUITES, type Suite } from './suites.ts';
import type { Invariant } from './violation.ts';

export interface SeedReport {
  readonly seed: bigint;
  readonly suite: Suite;
  readonly broke: { readonly invariant: Invariant; readonly detail: string } | null;
  /** Two runs of it gave one history; null: it ran once. */
  readonly alike: boolean | null;
  readonly opsCommitted: number;
  readonly opsPromised: number;
  readonly faultsInjected: number;
  readonly virtualMs: number;
  /** `fault type phase` and how often: see strikes.ts. */
  readonly met: readonly (readonly [string, number])[];
  /** Ways back that were taken, and how often: see recoveries.ts. */
  readonly recoveries: readonly (readonly [string, number])[];
}

export async function reportSeed(seed: bigint, suite: Suite, times: 'once' | 'twice'): Promise<SeedReport> {
  const options = { seed, suite: SUITES[suite] };
  const result = await runSeed(options);
  const again = times === 'twice' ? await runSeed(options) : undefined;
  const [violation] = result.violations;
  const { opsCommitted, opsPromised, faultsInjected, virtualMs, strikes, recoveries } = result;
  return {
    seed,
    suite,
    broke: violation ? { invariant: violation.invariant, detail: violation.detail } : null,
    alike: again ? again.historyHash === result.historyHash : null,
    opsCommitted,
    opsPromised,
    faultsInjected,
    virtualMs,
    met: [...strikes.met],
    recoveries: [...recoveries.met],
  };
}
