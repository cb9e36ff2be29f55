/**
 * The seeds of CI: fixed ones, so that a red run is red again on any machine. Nights run other seeds each day
 * (`npm run sim:night`). Both cores work on them, threads of our own, while another of the runner's does the rest.
 */
import { availableParallelism } from 'node:os';
import { beforeAll, expect, test } from 'vitest';
import { writeReport } from './report.ts';
import { runSeeds, type SeedsSummary } from './run-seeds.ts';
import { listSuites } from './suites.ts';

const FROM = 1n;
const COUNT = 5_100;

let summary: SeedsSummary;

beforeAll(async () => {
  let told = false;
  summary = await runSeeds({
    from: FROM,
    count: COUNT,
    // The fifth is about people and has a test of its own.
    suites: listSuites().filter((suite) => suite !== 'people'),
    jobs: availableParallelism(),
    onFailure: async (failed) => {
      if (told) return;
      told = true;
      console.log((await writeReport(failed)).join('\n'));
    },
  });
}, 840_000);

test(`seeds ${FROM} to ${FROM + BigInt(COUNT - 1)} keep every promise, and those that ran twice ran alike`, () => {
  expect(summary.failedSeeds).toEqual([]);
  expect(summary.seeds).toBe(COUNT);
  expect(summary.ranTwice).toBeGreaterThanOrEqual(COUNT / 100);
  // A run in which nothing happens proves nothing.
  expect(summary.opsCommitted).toBeGreaterThan(COUNT * 20);
  expect(summary.faultsInjected).toBeGreaterThan(COUNT * 10);
});

test('over them every fault met every type of op and every phase of its life that it can meet', () => {
  expect(summary.coverage.neverMet).toEqual([]);
  expect(summary.coverage.triples.met).toBeGreaterThan(summary.coverage.triples.possible * 0.8);
});
