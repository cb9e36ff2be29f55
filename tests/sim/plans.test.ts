/**
 * The seeds of CI in which people write in plans together: at once and apart, in several tabs, on copied profiles, over a server that
 * is set back, beside devices and servers that know no plans. Every word that was saved is there once, in the order of who typed it,
 * unless somebody took it away; and the text is the same everywhere.
 */
import { expect, test } from 'vitest';
import { expectKept, runCiSeeds } from './ci-seeds.ts';

const RANGE = { from: 13_000_001n, count: 2_000, suites: ['plans'] } as const;
const summary = runCiSeeds(RANGE);

test('whatever is typed into a plan, by whomever and in whichever storm, stands in it once, and everywhere alike', () => {
  expectKept(summary(), RANGE);
});

test('over them most faults met every op of plans', () => {
  const { met, possible } = summary().coverage.pairs;
  expect(met / possible).toBeGreaterThan(0.95);
});
