import { expect, test } from 'vitest';
import { FOUND_SEEDS } from './found-seeds.ts';
import { runSeed } from './run-seed.ts';
import { SUITES } from './suites.ts';

test.each(FOUND_SEEDS)('seed $seed ($suite): $bug', async ({ seed, suite }) => {
  const { violations } = await runSeed({ seed, suite: SUITES[suite] });
  expect(violations).toEqual([]);
});
