/** One shard of the storm as a test: every seed keeps every promise, and seeds that ran twice ran alike. */
import { expect } from 'vitest';
import { printFailure } from './report.ts';
import { runSeeds } from './run-seeds.ts';
import { SUITES, type Suite } from './suites.ts';

/** Prints the shrunk story of the first failure. */
export async function expectStorm(options: { from: bigint; count: number; suite: Suite }): Promise<void> {
  let told = false;
  const summary = await runSeeds({
    ...options,
    onFailure: async (result) => {
      if (told) return;
      told = true;
      await printFailure({ seed: result.seed, suite: SUITES[options.suite] }, result);
    },
  });
  expect(summary.failedSeeds).toEqual([]);
  // A run in which nothing happens proves nothing.
  expect(summary.opsCommitted).toBeGreaterThan(options.count * 10);
  expect(summary.ranTwice).toBeGreaterThanOrEqual(Math.floor(options.count / 100));
}
