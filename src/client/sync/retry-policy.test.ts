/** The table itself, and what of it a person is told while they wait. */
import { describe, expect, it, test } from 'vitest';
import { StoreError } from '#client/platform/device-store.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { PHOTOS_SENT_V } from '#domain/chat/message-ops.ts';
import { WAIT_KINDS } from '#protocol/kinds.ts';
import { TIMES } from '#protocol/limits.ts';
import { EngineWorld, type Tap } from '#tests/support/engine-world.ts';
import { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { createPhotoShelf } from './photo-shelf.ts';
import { isCountedDown, pauseMs, RETRIES } from './retry-policy.ts';

/** Always the longest pause. */
const LATEST = { fraction: () => 1, bytes: (count: number) => new Uint8Array(count) };
const SOONEST = { ...LATEST, fraction: () => 0 };

describe('the table', () => {
  it('doubles the pause up to half a minute, and never answers a server in the same breath', () => {
    const pauses = [1, 2, 3, 8, 80].map((attempt) => pauseMs('unreachable', { attempt, random: LATEST }));
    expect(pauses).toEqual([500, 1_000, 2_000, TIMES.backoffMaxMs, TIMES.backoffMaxMs]);
    expect(pauseMs('unreachable', { attempt: 9, random: SOONEST })).toBe(0);
    for (const kind of WAIT_KINDS) expect(pauseMs(kind, { attempt: 9, random: SOONEST })).toBe(250);
  });

  it('does what the server says before anything of its own', () => {
    for (const kind of WAIT_KINDS) {
      expect(pauseMs(kind, { attempt: 1, random: LATEST, retryAfterMs: 7_777 })).toBe(7_777);
    }
  });

  it('counts down what time ends, and nothing that somebody has to do', () => {
    const counted = WAIT_KINDS.filter(isCountedDown);
    expect(counted).toEqual(['epoch', 'busy', 'unknown-group', 'healing']);
    expect(isCountedDown('unreachable')).toBe(true);
    expect(isCountedDown('rejected')).toBe(false);
  });

  it('says of every wait kind whom it holds up', () => {
    expect(WAIT_KINDS.map((kind) => `${kind}: ${RETRIES[kind].holds}`)).toEqual([
      'epoch: connection',
      'auth: asker',
      'busy: asker',
      'unsupported: asker',
      'unknown-group: lane',
      'healing: lane',
      'approval: lane',
    ]);
  });
});

async function anaOnline() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await world.pass(1_000);
  return { world, ana, groupId };
}

const holdsPushes =
  (wait: string, retryAfterMs?: number): Tap =>
  (_, { name, request }) => {
    if (name !== 'push') return undefined;
    const { epoch, groupId, firstSeq } = request as { epoch: string; groupId: string; firstSeq: number };
    return { epoch, groupId, firstSeq, verdicts: [], head: 0, stop: { wait, retryAfterMs } };
  };

describe('what a person is told', () => {
  test('without a server: when it is tried again, and “try now” tries', async () => {
    const { world, ana, groupId } = await anaOnline();
    world.goDown();
    await world.pass(40_000);
    const { connection } = ana.engine.status();
    if (connection.name !== 'offline') throw new Error(connection.name);
    expect(connection.cause).toBe('unreachable');
    expect(Number(connection.retryAt) - world.clock.now()).toBeLessThanOrEqual(TIMES.backoffMaxMs);
    await ana.send(groupId, 'oi');
    world.goUp();
    ana.engine.tryNow();
    await world.pass();
    expect(ana.engine.status()).toMatchObject({ connection: { name: 'online' }, queued: 0 });
  });

  test('a busy server: its own time to come again', async () => {
    const world = new EngineWorld();
    world.tap = (_, { name }) => (name === 'hello' ? { wait: 'busy', retryAfterMs: 20_000 } : undefined);
    const ana = world.device('ana');
    await ana.createGroup();
    await world.pass();
    const since = world.clock.now();
    expect(ana.engine.status().connection).toEqual({
      name: 'waiting',
      kind: 'busy',
      retryAt: since + 20_000,
    });
    world.tap = () => undefined;
    await world.pass(19_000);
    expect(ana.engine.status().connection.name).toBe('waiting');
    ana.engine.tryNow();
    await world.pass();
    expect(ana.engine.status().connection.name).toBe('online');
  });

  test('a lane the server holds: “try now” asks for it again, over the connection there is', async () => {
    const { world, ana, groupId } = await anaOnline();
    world.tap = holdsPushes('healing', 25_000);
    await ana.send(groupId, 'espera');
    await world.pass();
    expect(ana.engine.status()).toMatchObject({
      connection: { name: 'online' },
      held: 'healing',
      heldUntil: world.clock.now() + 25_000,
    });
    world.tap = () => undefined;
    const asked = world.asked.length;
    ana.engine.tryNow();
    await world.pass();
    expect(world.asked.slice(asked).map(({ name }) => name)).toContain('push');
    expect(world.asked.slice(asked).map(({ name }) => name)).not.toContain('hello');
    expect(ana.engine.status()).toMatchObject({ held: null, heldUntil: null, queued: 0 });
  });

  test('what waits for somebody’s word is not counted down', async () => {
    const { world, ana, groupId } = await anaOnline();
    world.tap = holdsPushes('unsupported');
    await ana.send(groupId, 'de depois');
    await world.pass();
    expect(ana.engine.status()).toMatchObject({ held: 'unsupported', heldUntil: null });
  });

  test('a disk that fails the connection is not told as a missing network', async () => {
    let isBroken = false;
    const database = new MemoryDeviceDatabase();
    const connect = database.connect.bind(database);
    database.connect = () =>
      connect({
        beforeRun: async () => {},
        beforeCommit: async () => {
          if (isBroken) throw new StoreError('full');
        },
        afterCommit: async () => {},
      });
    const world = new EngineWorld();
    const ana = world.device('ana', undefined, { database });
    const bia = world.device('bia');
    const { groupId } = await ana.createGroup();
    await world.pass(1_000);
    await bia.join({ groupId, secret: ana.rows('memberships')[0]?.inviteSecret ?? '' });
    await world.pass(1_000);
    isBroken = true;
    await bia.send(groupId, 'não cabe');
    await world.pass(100);
    expect(ana.engine.status()).toMatchObject({
      connection: { name: 'offline', cause: 'device', retryAt: expect.any(Number) },
      storage: 'full',
    });
    isBroken = false;
    ana.engine.tryNow();
    await world.pass(5_000);
    expect(ana.texts(groupId).at(-1)).toBe('não cabe');
  });

  test('a photo that does not get through: when, and “try now”', async () => {
    const { world, ana, groupId } = await anaOnline();
    world.blobs.trouble = () => ({ kind: 'wait', retryAfterMs: 30_000 });
    const blobId = ana.engine.newId();
    const attachment: Attachment = { blobId, mime: 'image/webp', bytes: 90, width: 4, height: 3 };
    const shelf = createPhotoShelf({ store: ana.store, blobs: world.blobs, clock: world.clock });
    const [whole, thumb] = [new Uint8Array(90).fill(7), new Uint8Array(10)];
    await shelf.keep({ groupId, attachment, whole, thumb });
    const body = { messageId: ana.engine.newId(), text: 'foto', photos: [attachment] };
    await ana.engine.commit([{ type: 'message.sent', v: PHOTOS_SENT_V, groupId, body }]);
    await world.pass();
    expect(ana.engine.status().photosUntil).toBe(world.clock.now() + 30_000);
    world.blobs.trouble = () => undefined;
    ana.engine.tryNow();
    await world.pass();
    expect(ana.engine.status().photosUntil).toBeNull();
    expect(await world.log(groupId)).toEqual(['group.created', 'foto']);
  });
});
