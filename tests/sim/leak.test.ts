/** A seed that was run is gone: nights run a million of them in one process. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { runSeed } from './run-seed.ts';
import { SUITES } from './suites.ts';

const SEEDS = 12;

test('nothing of a world is held when its seed is done', async () => {
  const worlds: WeakRef<object>[] = [];
  for (let i = 0; i < SEEDS; i++) {
    const { rest } = await runSeed({ seed: 13_000_001n + BigInt(i), suite: SUITES.plans });
    worlds.push(new WeakRef(rest.checker));
  }
  await collectGarbage();
  const held = worlds.filter((world) => world.deref() !== undefined).length;
  // Of the last one IndexedDB's globals know.
  expect(held).toBeLessThanOrEqual(1);
});

async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) {
    // What a WeakRef gave out, or was made of, in this task lives until its end.
    await new Promise((resolve) => setTimeout(resolve, 0));
    collect();
  }
}
