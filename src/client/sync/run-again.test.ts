import { expect, test } from 'vitest';
import { runAgain } from './run-again.ts';

test('calls while it runs make one more run, not one each', async () => {
  let runs = 0;
  let letGo: () => void = () => {};
  const again = runAgain(
    () => {
      runs++;
      return new Promise((resolve) => {
        letGo = resolve;
      });
    },
    () => expect.unreachable(),
  );
  const first = again();
  void again();
  void again();
  expect(runs).toBe(1);
  letGo();
  await expect.poll(() => runs).toBe(2);
  letGo();
  await first;
  expect(runs).toBe(2);
});

test('a failure is told, and the next call runs again', async () => {
  const faults: unknown[] = [];
  let runs = 0;
  const again = runAgain(
    async () => {
      runs++;
      if (runs === 1) throw new Error('away');
    },
    (error) => faults.push(error),
  );
  await again();
  await again();
  expect(runs).toBe(2);
  expect(faults).toHaveLength(1);
});
