import { expect, test } from 'vitest';
import { OneAtATime } from './one-at-a-time.ts';

test('attempts for one key start when the one before has settled, however it did; other keys do not wait', async () => {
  const turns = new OneAtATime();
  const told: string[] = [];
  const ends: (() => void)[] = [];
  const attempt =
    (name: string, fails = false) =>
    () => {
      told.push(name);
      return new Promise<string>((resolve, reject) => {
        ends.push(() => (fails ? reject(new Error(name)) : resolve(name)));
      });
    };
  const first = turns.run('ana', attempt('first', true));
  const second = turns.run('ana', attempt('second'));
  const other = turns.run('bia', attempt('other'));
  await expect.poll(() => told).toEqual(['first', 'other']);
  for (const end of ends.splice(0)) end();
  await expect(first).rejects.toThrow('first');
  await expect.poll(() => told).toEqual(['first', 'other', 'second']);
  for (const end of ends.splice(0)) end();
  expect([await second, await other]).toEqual(['second', 'other']);
});
