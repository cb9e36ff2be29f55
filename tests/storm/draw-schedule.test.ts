/** The forty schedules of a test run leave nothing out, and a seed says all. */
import { expect, test } from 'vitest';
import { DISTURBANCES } from './disturbances.ts';
import { drawSchedule, TEST_RUN } from './draw-schedule.ts';
import { TOPOLOGIES } from './storm-world.ts';

const forty = Array.from({ length: TEST_RUN.count }, (_, i) => drawSchedule(TEST_RUN.from + i));

test('every topology is in a fifth of them at least, and every disturbance happens in two', () => {
  for (const topology of TOPOLOGIES) {
    expect(forty.filter((schedule) => schedule.topology === topology).length).toBeGreaterThanOrEqual(8);
  }
  for (const name of DISTURBANCES) {
    const of = forty.filter(({ disturbances }) => disturbances.includes(name));
    expect(of.length, name).toBeGreaterThanOrEqual(2);
  }
  expect(forty.some(({ disturbances }) => disturbances.every((name) => name === 'nothing'))).toBe(true);
  expect(forty.some(({ isHalfOpen }) => isHalfOpen)).toBe(true);
});

test('the same seed is the same schedule', () => {
  expect(forty.map(({ seed }) => drawSchedule(seed))).toEqual(forty);
});
