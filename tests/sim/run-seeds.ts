/** Many seeds, one after the other; one in a hundred runs twice and must have the same history. */
import { Coverage } from './coverage.ts';
import { type RunResult, runSeed } from './run-seed.ts';
import { SUITES, type Suite } from './suites.ts';

export interface SeedsSummary {
  readonly seeds: number;
  readonly violations: number;
  readonly failedSeeds: readonly string[];
  readonly opsCommitted: number;
  readonly opsPromised: number;
  readonly faultsInjected: number;
  readonly ranTwice: number;
  readonly virtualHours: number;
  readonly seedsPerSecond: number;
  /** Pairs of fault and op type that met, of those that could. */
  readonly coverage: { readonly met: number; readonly pairs: number };
}

export interface SeedsOptions {
  readonly count: number;
  readonly from: bigint;
  readonly suite?: Suite;
  readonly onFailure?: (result: RunResult) => Promise<void>;
  readonly onProgress?: (line: string) => void;
  readonly onCoverage?: (coverage: Coverage) => void;
}

const TWICE_EVERY = 100;
const PROGRESS_EVERY_MS = 5_000;

export async function runSeeds({
  count,
  from,
  suite: suiteName = 'storm',
  onFailure,
  onProgress,
  onCoverage,
}: SeedsOptions): Promise<SeedsSummary> {
  const suite = SUITES[suiteName];
  const startedAt = performance.now();
  const sums = { opsCommitted: 0, opsPromised: 0, faultsInjected: 0, virtualMs: 0, ranTwice: 0 };
  const failedSeeds: string[] = [];
  const coverage = new Coverage();
  let reportedAt = startedAt;
  for (let i = 0; i < count; i++) {
    const seed = from + BigInt(i);
    const result = await runSeed({ seed, suite });
    sums.opsCommitted += result.opsCommitted;
    sums.opsPromised += result.opsPromised;
    sums.faultsInjected += result.faultsInjected;
    sums.virtualMs += result.virtualMs;
    coverage.add(result.swarm.faults, result.rest.checker.opsByType);
    if (result.violations.length > 0) {
      failedSeeds.push(String(seed));
      await onFailure?.(result);
    } else if (i % TWICE_EVERY === 0) {
      sums.ranTwice += 1;
      const again = await runSeed({ seed, suite });
      if (again.historyHash !== result.historyHash) {
        failedSeeds.push(`${seed} (two runs, two histories)`);
        onProgress?.(`seed ${seed}: two runs, two histories`);
      }
    }
    if (performance.now() - reportedAt > PROGRESS_EVERY_MS) {
      reportedAt = performance.now();
      onProgress?.(`${i + 1} seeds, ${failedSeeds.length} failed, ${rate(i + 1, startedAt)} seeds/s`);
    }
  }
  onCoverage?.(coverage);
  const { virtualMs, ...counted } = sums;
  return {
    seeds: count,
    violations: failedSeeds.length,
    failedSeeds: failedSeeds.slice(0, 20),
    ...counted,
    virtualHours: Math.round(virtualMs / 36_000) / 100,
    seedsPerSecond: rate(count, startedAt),
    coverage: coverage.count(),
  };
}

const rate = (count: number, startedAt: number): number =>
  Math.round((count / (performance.now() - startedAt)) * 10_000) / 10;
