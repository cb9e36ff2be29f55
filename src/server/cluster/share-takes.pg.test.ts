/** Limits over nodes, through a real Redis: shared while it is there, each node's own while it is not. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Redis, startRedis } from '#tests/support/redis.ts';
import { SharedBuckets } from '../gateway/shared-buckets.ts';
import { openRedisBus, type RedisBus } from './redis-bus.ts';
import { type OpenTakeSharing, shareTakes } from './share-takes.ts';

const LIMITS = { burst: 10, perSecond: 1 / 3_600 };
let redis: Redis;
let buses: RedisBus[];
let sharings: OpenTakeSharing[];
let nodes: SharedBuckets[];
const log = { info: () => undefined, warn: () => undefined };

beforeAll(async () => {
  redis = await startRedis();
  buses = [1, 2].map(() => openRedisBus(redis.url, log));
  sharings = buses.map((bus, i) => shareTakes(bus, `node-${i}`));
  nodes = sharings.map((sharing) => new SharedBuckets('codes', LIMITS, () => performance.now(), sharing));
}, 60_000);
afterAll(async () => {
  for (const sharing of sharings) sharing.stop();
  for (const bus of buses) await bus.close();
  await redis[Symbol.asyncDispose]();
});

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries > 500) throw new Error('it did not come to be');
    await wait(20);
  }
}

const [here, there] = [() => nodes[0] as SharedBuckets, () => nodes[1] as SharedBuckets];

test('what one node granted is gone on the other', async () => {
  // Until both have subscribed, lines are lost: that is allowed, and here waited out.
  await until(() => {
    here().spend('probe');
    return there().look('probe', 10) > 0;
  });
  for (let i = 0; i < 10; i++) expect(here().take('ana@example.com')).toBe(0);
  await until(() => there().look('ana@example.com') > 0);
  expect(there().take('ana@example.com')).toBeGreaterThan(0);
  expect(there().take('bia@example.com')).toBe(0);
});

test('with Redis away each node counts for itself, and shares again when it is back', async () => {
  await redis.kill();
  for (let i = 0; i < 10; i++) expect(here().take('caio')).toBe(0);
  expect(here().take('caio')).toBeGreaterThan(0);
  expect(there().take('caio')).toBe(0);
  await redis.start();
  await until(() => {
    here().spend('back');
    return there().look('back', 10) > 0;
  });
});

test('lines that nobody of us wrote do nothing', async () => {
  const bus = buses[0] as RedisBus;
  for (const line of [
    '',
    '{',
    '[]',
    '{"from":"x","takes":[["codes","k",-5]]}',
    '{"from":"x","takes":[["__proto__","k",1]]}',
  ]) {
    bus.publish('racha:takes', line);
  }
  // On one channel lines keep their order: once this is heard, those were.
  await until(() => {
    here().spend('after');
    return there().look('after', 10) > 0;
  });
  expect(there().take('diego')).toBe(0);
});
