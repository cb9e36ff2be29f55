import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { beginNight } from './night.ts';
import { runSeeds } from './run-seeds.ts';

test('what seeds show does not depend on how many threads ran them', async () => {
  const range = { from: 300n, count: 24, suites: ['storm', 'identity'] as const };
  const { seedsPerSecond: _one, ...alone } = await runSeeds({ ...range, jobs: 1 });
  const dones: number[] = [];
  const { seedsPerSecond: _two, ...together } = await runSeeds({
    ...range,
    jobs: 2,
    onDone: (count) => dones.push(count),
  });
  expect(together).toEqual(alone);
  expect(alone.seeds).toBe(24);
  expect(alone.opsCommitted).toBeGreaterThan(24 * 10);
  // What is done is always the beginning of the range, and grows.
  expect(dones).toEqual([...dones].sort((a, b) => a - b));
  expect(dones.at(-1)).toBe(24);
});

test('when time is over no seed is begun', async () => {
  const summary = await runSeeds({ from: 1n, count: 1_000, suites: ['storm'], jobs: 1, minutes: 0 });
  expect(summary.seeds).toBeLessThan(1_000);
  expect(summary.violations).toBe(0);
});

test('a night goes on where it stopped; another day has other seeds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'racha-night-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const where = pathToFileURL(`${folder}/`);
  const today = new Date('2026-11-21T23:00:00Z');
  const first = beginNight({ suites: ['storm'], today, folder: where });
  expect(first).toMatchObject({ begin: 0, range: { from: 202611210000000n, count: 1_000_000 } });
  first.note.done(4_000);
  const second = beginNight({ suites: ['storm'], today, folder: where });
  expect(second.begin).toBe(4_000);
  second.note.done(500);
  expect(beginNight({ suites: ['storm'], today, folder: where }).begin).toBe(4_500);
  expect(beginNight({ suites: ['identity'], today, folder: where }).begin).toBe(0);
  const tomorrow = new Date('2026-11-22T01:00:00Z');
  expect(beginNight({ suites: ['storm'], today: tomorrow, folder: where })).toMatchObject({
    begin: 0,
    range: { from: 202611220000000n },
  });
});
