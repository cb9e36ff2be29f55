/**
 * The seeds of CI in which people rule: roles, removals, handing over, deletions, names and claims under every fault.
 * I8 is what they are about: nobody hears of a group outside the versions in which they were in it.
 */
import { availableParallelism } from 'node:os';
import { beforeAll, expect, test } from 'vitest';
import { writeReport } from './report.ts';
import { runSeeds, type SeedsSummary } from './run-seeds.ts';

const FROM = 5_000_001n;
const COUNT = 2_000;

let summary: SeedsSummary;

beforeAll(async () => {
  let told = false;
  summary = await runSeeds({
    from: FROM,
    count: COUNT,
    suites: ['people'],
    jobs: availableParallelism(),
    onFailure: async (failed) => {
      if (told) return;
      told = true;
      console.log((await writeReport(failed)).join('\n'));
    },
  });
}, 840_000);

test('fault 67, 68, 70: whoever comes, goes, is removed or loses a role, in whichever storm, hears what is theirs and nothing else', () => {
  expect(summary.failedSeeds).toEqual([]);
  expect(summary.seeds).toBe(COUNT);
  expect(summary.ranTwice).toBeGreaterThanOrEqual(COUNT / 100);
  expect(summary.opsCommitted).toBeGreaterThan(COUNT * 20);
});

/** 0.947 of them; `npm run sim -- --suite people` lists the others, most of them of names taken back. */
test('over them most faults met every ruling, and every phase of its life', () => {
  const { met, possible } = summary.coverage.pairs;
  expect(met / possible).toBeGreaterThan(0.93);
});
