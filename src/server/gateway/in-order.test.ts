import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

test('a quick call does not overtake a slow one, nor what follows it', async () => {
  const resolvers: ((value: number) => void)[] = [];
  const isSlow = [true, false, true, false];
  let calls = 0;
  const next = inOrder(() => {
    const number = calls++;
    if (!isSlow[number]) return Promise.resolve(number);
    return new Promise<number>((resolve) => resolvers.push(resolve));
  });
  const order: number[] = [];
  const all = Promise.all(isSlow.map(async () => order.push(await next())));
  await new Promise(setImmediate);
  expect(order).toEqual([]);
  resolvers[0]?.(0);
  await new Promise(setImmediate);
  expect(order).toEqual([0, 1]);
  resolvers[1]?.(2);
  await all;
  expect(order).toEqual([0, 1, 2, 3]);
});

test('a failure fails its own call alone', async () => {
  let calls = 0;
  const next = inOrder(async () => {
    calls += 1;
    if (calls === 1) throw new Error('away');
    return calls;
  });
  const [first, second] = await Promise.allSettled([next(), next()]);
  expect([first?.status, second]).toEqual(['rejected', { status: 'fulfilled', value: 2 }]);
});
