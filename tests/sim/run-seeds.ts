/** Many seeds and their sum. The sum does not depend on how many threads made it, but for its seconds. */
import { Coverage, type CoverageSummary } from './coverage.ts';
import { runPool, type SeedRange } from './seed-pool.ts';
import type { SeedReport } from './seed-report.ts';
import { SUITES } from './suites.ts';
import type { Fault } from './swarm.ts';

export interface SeedsSummary {
  readonly seeds: number;
  readonly violations: number;
  /** `seed suite invariant`, the first twenty in order. */
  readonly failedSeeds: readonly string[];
  readonly opsCommitted: number;
  readonly opsPromised: number;
  readonly faultsInjected: number;
  readonly ranTwice: number;
  readonly virtualHours: number;
  readonly coverage: CoverageSummary;
  /** Ways back from a loss, by name: in how many seeds. */
  readonly recoveries: Readonly<Record<string, number>>;
  readonly seedsPerSecond: number;
}

export interface SeedsOptions extends SeedRange {
  /** Threads; 1: this one. */
  readonly jobs: number;
  /** No new seeds after so many minutes. */
  readonly minutes?: number;
  /** Once for each failed seed; the next one waits for it. */
  readonly onFailure?: (failed: SeedReport) => Promise<void>;
  readonly onProgress?: (line: string) => void;
  /** The first so many seeds of the range are done. */
  readonly onDone?: (count: number) => void;
  readonly onCoverage?: (lines: Iterable<string>) => void;
}

const PROGRESS_EVERY_MS = 5_000;
const FAILED_SHOWN = 20;

export async function runSeeds(options: SeedsOptions): Promise<SeedsSummary> {
  const { jobs, minutes = Number.POSITIVE_INFINITY, onFailure, onProgress, onCoverage } = options;
  const { onDone = () => undefined } = options;
  const { from, count, suites } = options;
  // Only what a thread may be sent.
  const range: SeedRange = { from, count, suites };
  const startedAt = performance.now();
  const elapsedMs = (): number => performance.now() - startedAt;
  const coverage = new Coverage();
  const recoveries = new Map<string, number>();
  const failed: SeedReport[] = [];
  const sums = { opsCommitted: 0, opsPromised: 0, faultsInjected: 0, virtualMs: 0, ranTwice: 0 };
  let done = 0;
  let reportedAt = 0;
  let telling: Promise<void> = Promise.resolve();

  const onReport = (report: SeedReport): Promise<void> | undefined => {
    done += 1;
    sums.opsCommitted += report.opsCommitted;
    sums.opsPromised += report.opsPromised;
    sums.faultsInjected += report.faultsInjected;
    sums.virtualMs += report.virtualMs;
    if (report.alike !== null) sums.ranTwice += 1;
    coverage.add(report.met);
    for (const [path] of report.recoveries) recoveries.set(path, (recoveries.get(path) ?? 0) + 1);
    const isFailed = report.broke !== null || report.alike === false;
    if (isFailed) {
      failed.push(report);
      onProgress?.(`${describeFailed(report)}: ${report.broke?.detail.slice(0, 200) ?? ''}`);
      telling = telling.then(() => onFailure?.(report));
    }
    if (elapsedMs() - reportedAt >= PROGRESS_EVERY_MS) {
      reportedAt = elapsedMs();
      onProgress?.(`${done} seeds, ${failed.length} failed, ${perSecond(done, elapsedMs())} seeds/s`);
    }
    return isFailed ? telling : undefined;
  };

  const isOver = (): boolean => elapsedMs() > minutes * 60_000;
  const seeds = await runPool(range, { jobs, isOver, onReport, onDone });
  const seconds = elapsedMs();
  await telling;
  const faults = faultsOf(range);
  onCoverage?.(coverage.table(faults));
  const { virtualMs, ...counted } = sums;
  return {
    seeds,
    violations: failed.length,
    failedSeeds: failed.sort(bySeed).slice(0, FAILED_SHOWN).map(describeFailed),
    ...counted,
    virtualHours: Math.round(virtualMs / 36_000) / 100,
    coverage: coverage.summarise(faults),
    recoveries: Object.fromEntries([...recoveries].sort()),
    seedsPerSecond: perSecond(seeds, seconds),
  };
}

const faultsOf = ({ suites }: SeedRange): ReadonlySet<Fault> =>
  new Set(suites.flatMap((suite) => SUITES[suite]));

const bySeed = (a: SeedReport, b: SeedReport): number => (a.seed < b.seed ? -1 : 1);

function describeFailed({ seed, suite, broke }: SeedReport): string {
  return `${seed} ${suite} ${broke?.invariant ?? 'two runs, two histories'}`;
}

const perSecond = (count: number, ms: number): number => Math.round((count / ms) * 10_000) / 10;
