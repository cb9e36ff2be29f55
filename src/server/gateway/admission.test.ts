import { expect, test } from 'vitest';
import { Admission } from './admission.ts';

test('fault 82: as many as there are places come in at once; the others are told when to ask, spread out', () => {
  const fractions = [0, 0.5, 0.999];
  const admission = new Admission(2, () => fractions.shift() ?? 0);
  expect([admission.enter(), admission.enter()]).toEqual([0, 0]);
  expect([admission.enter(), admission.enter(), admission.enter()]).toEqual([250, 875, 1_499]);
  admission.leave();
  expect(admission.enter()).toBe(0);
  expect(admission.enter()).toBeGreaterThan(0);
});
