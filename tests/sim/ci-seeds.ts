/**
 * What every range of CI's seeds has in common: fixed seeds, so that a red run is red again on any machine, on all cores; the
 * first that fails is told whole, shrunk and with its replay. Nights run other seeds each day (`npm run sim:night`).
 */
import { availableParallelism } from 'node:os';
import { beforeAll, expect } from 'vitest';
import { must } from '#domain/assert.ts';
import { writeReport } from './report.ts';
import { runSeeds, type SeedsSummary } from './run-seeds.ts';
import type { SeedRange } from './seed-pool.ts';

/** A hang is told by virtual time (I12); this is for machines that do other things besides. */
const WITHIN_MS = 1_800_000;

/** Runs them before the tests of the file; to be asked in these. */
export function runCiSeeds(range: SeedRange): () => SeedsSummary {
  let summary: SeedsSummary | undefined;
  beforeAll(async () => {
    let told = false;
    summary = await runSeeds({
      ...range,
      jobs: availableParallelism(),
      onFailure: async (failed) => {
        if (told) return;
        told = true;
        console.log((await writeReport(failed)).join('\n'));
      },
    });
  }, WITHIN_MS);
  return () => must(summary, 'the sum of the seeds');
}

/** Every seed ran and kept every promise, those that ran twice ran alike; and something happened in them. */
export function expectKept(summary: SeedsSummary, { count }: SeedRange): void {
  expect(summary.failedSeeds).toEqual([]);
  expect(summary.seeds).toBe(count);
  expect(summary.ranTwice).toBeGreaterThanOrEqual(count / 100);
  expect(summary.opsCommitted).toBeGreaterThan(count * 20);
}
