/** The seeds of CI: networks, crashes, disks, clocks, tabs, profiles that are copied or come back older, a server that does. */
import { expect, test } from 'vitest';
import { expectKept, runCiSeeds } from './ci-seeds.ts';
import { listSuites, type Suite } from './suites.ts';

/** Each of them has a range and a test of its own. */
const ELSEWHERE: readonly Suite[] = ['people', 'ledger', 'restore', 'plans'];

const RANGE = {
  from: 1n,
  count: 5_100,
  suites: listSuites().filter((suite) => !ELSEWHERE.includes(suite)),
};
const { from, count } = RANGE;
const summary = runCiSeeds(RANGE);

test(`seeds ${from} to ${from + BigInt(count - 1)} keep every promise, and those that ran twice ran alike`, () => {
  expectKept(summary(), RANGE);
  // A run in which nothing goes wrong proves nothing.
  expect(summary().faultsInjected).toBeGreaterThan(count * 10);
});

test('over them every fault met every type of op and every phase of its life that it can meet', () => {
  const { neverMet, triples } = summary().coverage;
  expect(neverMet).toEqual([]);
  expect(triples.met).toBeGreaterThan(triples.possible * 0.8);
});
