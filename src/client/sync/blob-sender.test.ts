import { expect, test } from 'vitest';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { PHOTOS_SENT_V } from '#domain/chat/message-ops.ts';
import { type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { createPhotoShelf } from './photo-shelf.ts';

const shelfOf = ({ store, world }: EngineDevice) =>
  createPhotoShelf({ store, blobs: world.blobs, clock: world.clock });

/** As the composer does: the photo on disk first, then the op that names it. */
async function sendPhoto(device: EngineDevice, groupId: string, text = '', bytes = 3_500) {
  const blobId = device.engine.newId();
  const attachment: Attachment = { blobId, mime: 'image/webp', bytes, width: 4, height: 3 };
  const [whole, thumb] = [new Uint8Array(bytes).fill(7), new Uint8Array(10)];
  expect(await shelfOf(device).keep({ groupId, attachment, whole, thumb })).toEqual({ ok: true });
  const messageId = device.engine.newId();
  const body = { messageId, text, photos: [attachment] };
  const result = await device.engine.commit([{ type: 'message.sent', v: PHOTOS_SENT_V, groupId, body }]);
  if (!result.ok) throw new Error(result.error);
  return { blobId, messageId, opId: result.opIds[0] ?? '' };
}

async function anaOnline() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await world.pass(1_000);
  return { world, ana, groupId };
}

test('the photo is at the server before the op that names it, and is then a copy', async () => {
  const { world, ana, groupId } = await anaOnline();
  let wasThere = false;
  world.tap = (_, { name, request }) => {
    if (name === 'push' && JSON.stringify(request).includes('"photos"'))
      wasThere = world.blobs.stored.size === 1;
    return undefined;
  };
  const { blobId } = await sendPhoto(ana, groupId, 'a praia');
  await world.pass(1_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'a praia']);
  expect([wasThere, world.blobs.isAt(groupId, blobId)]).toEqual([true, true]);
  expect(ana.rows('blobs')).toMatchObject([{ blobId, sent: 3_500 }]);
  expect(ana.rows('blobs')[0]).not.toHaveProperty('owed');
  expect(ana.rows('outbox')).toEqual([]);
});

test('texts go past a photo that waits; what builds on it waits with it', async () => {
  const { world, ana, groupId } = await anaOnline();
  world.blobs.trouble = () => ({ kind: 'unreachable' });
  const { messageId } = await sendPhoto(ana, groupId, 'foto');
  await ana.send(groupId, 'texto');
  await ana.engine.commit([
    {
      type: 'message.sent',
      groupId,
      body: { messageId: ana.engine.newId(), text: 'resposta', replyTo: messageId },
    },
    { type: 'reaction.added', groupId, body: { messageId, emoji: '❤️' } },
  ]);
  await world.pass(5_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'texto']);
  expect(ana.engine.status()).toMatchObject({ queued: 3, tray: 0 });
  world.blobs.trouble = () => undefined;
  await world.pass(60_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'texto', 'foto', 'resposta', 'reaction.added']);
  expect(ana.engine.status()).toMatchObject({ queued: 0, tray: 0 });
  expect(ana.texts(groupId)).toEqual(['group-created', 'texto', 'foto', 'resposta']);
});

test('a group made offline comes to be before its first photo', async () => {
  const world = new EngineWorld();
  world.goDown();
  const ana = world.device('ana');
  const { groupId } = await ana.createGroup();
  await sendPhoto(ana, groupId, 'foto');
  let isAskedEarly = false;
  world.blobs.trouble = () => {
    isAskedEarly ||= !world.database.image.groups.has(groupId);
    return undefined;
  };
  await world.pass(5_000);
  world.goUp();
  await world.pass(60_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'foto']);
  expect(isAskedEarly).toBe(false);
});

test('killed in the middle of it, the next run goes on where it was', async () => {
  const { world, ana, groupId } = await anaOnline();
  world.blobs.trouble = (_, sent) => (sent >= 2_000 ? { kind: 'unreachable' } : undefined);
  await sendPhoto(ana, groupId, 'foto');
  await world.pass(1_000);
  expect(ana.rows('blobs')).toMatchObject([{ owed: 1, sent: 2_000 }]);
  await ana.engine[Symbol.asyncDispose]();
  const asked: number[] = [];
  world.blobs.trouble = (_, sent) => {
    asked.push(sent);
    return undefined;
  };
  const again = world.device('ana again', ana);
  await world.pass(60_000);
  expect(asked[0]).toBe(2_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'foto']);
  expect(again.engine.status()).toMatchObject({ queued: 0, tray: 0 });
});

test('what the server does not take lies in the tray, whole, and can be tried again', async () => {
  const { world, ana, groupId } = await anaOnline();
  world.blobs.trouble = () => ({ kind: 'refused', refusal: 'photo-quota' });
  const { opId, blobId } = await sendPhoto(ana, groupId, 'foto');
  await world.pass(1_000);
  expect(ana.rows('tray')).toMatchObject([{ opId, kind: 'photo-quota' }]);
  expect(ana.engine.status()).toMatchObject({ queued: 0, tray: 1 });
  await shelfOf(ana).tidy();
  expect(ana.rows('blobParts')).toHaveLength(2);
  world.blobs.trouble = () => undefined;
  await ana.engine.retryFromTray(opId);
  await world.pass(5_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'foto']);
  expect(world.blobs.isAt(groupId, blobId)).toBe(true);
});

test('a photo that is lost here is said, not waited for', async () => {
  const { world, ana, groupId } = await anaOnline();
  world.blobs.trouble = () => ({ kind: 'unreachable' });
  const { blobId } = await sendPhoto(ana, groupId, 'foto');
  await world.pass(1_000);
  await ana.store.write(['blobParts'], (tx) => tx.remove('blobParts', [[groupId, blobId, 'whole']]));
  await world.pass(60_000);
  expect(ana.rows('tray')).toMatchObject([{ kind: 'photo-missing' }]);
  // Tried again, the words go, and name no photo that nobody will ever see.
  world.blobs.trouble = () => undefined;
  expect(await ana.engine.retryFromTray(ana.rows('tray')[0]?.opId ?? '')).toMatchObject({ ok: true });
  await world.pass(5_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'foto']);
  expect(ana.rows('messages').find(({ text }) => text === 'foto')).not.toHaveProperty('photos');
  expect(ana.rows('tray')).toEqual([]);
});

test('a lost photo that stood alone stays in the tray: there is nothing to send', async () => {
  const { world, ana, groupId } = await anaOnline();
  world.blobs.trouble = () => ({ kind: 'unreachable' });
  const { blobId, opId } = await sendPhoto(ana, groupId);
  await ana.store.write(['blobParts'], (tx) => tx.remove('blobParts', [[groupId, blobId, 'whole']]));
  await world.pass(60_000);
  expect(await ana.engine.retryFromTray(opId)).toEqual({ ok: false, error: 'invalid' });
  expect(ana.rows('tray')).toMatchObject([{ opId, kind: 'photo-missing' }]);
});

test('taken back before it went, nothing of it is sent; put back, it goes', async () => {
  const { world, ana, groupId } = await anaOnline();
  world.blobs.trouble = () => ({ kind: 'unreachable' });
  const { opId } = await sendPhoto(ana, groupId, 'foto');
  await world.pass(1_000);
  const cancelled = await ana.engine.cancelQueued(opId);
  if (!cancelled) throw new Error('it had no number');
  world.blobs.trouble = () => undefined;
  await world.pass(60_000);
  expect([await world.log(groupId), world.blobs.stored.size]).toEqual([['group.created'], 0]);
  await ana.engine.restoreQueued(cancelled);
  await world.pass(60_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'foto']);
});

test('one group that must wait holds no other up', async () => {
  const { world, ana, groupId } = await anaOnline();
  const other = await ana.createGroup();
  await world.pass(1_000);
  world.blobs.trouble = (key) =>
    key.startsWith(groupId) ? { kind: 'wait', retryAfterMs: 30_000 } : undefined;
  await sendPhoto(ana, groupId, 'espera');
  await sendPhoto(ana, other.groupId, 'vai');
  await world.pass(2_000);
  expect(await world.log(other.groupId)).toEqual(['group.created', 'vai']);
  expect(await world.log(groupId)).toEqual(['group.created']);
  world.blobs.trouble = () => undefined;
  await world.pass(40_000);
  expect(await world.log(groupId)).toEqual(['group.created', 'espera']);
});

test('a photo server out of reach is asked at its pace while the connection stands, and the status says when', async () => {
  const { world, ana, groupId } = await anaOnline();
  let asked = 0;
  world.blobs.trouble = () => {
    asked += 1;
    return { kind: 'unreachable' };
  };
  await sendPhoto(ana, groupId, 'foto');
  await world.pass(600_000);
  expect(ana.engine.status()).toMatchObject({ connection: { name: 'online' }, queued: 1 });
  expect(ana.engine.status().photosUntil).not.toBeNull();
  // Some 5 while the pauses grow, then one in 15 s on the average.
  expect(asked).toBeGreaterThan(10);
  expect(asked).toBeLessThan(120);
});

test('deleted by its author, a photo is gone from every device that had looked at it', async () => {
  const { world, ana, groupId } = await anaOnline();
  const bia = world.device('bia');
  await bia.join({ groupId, secret: ana.rows('memberships')[0]?.inviteSecret ?? '' });
  await world.pass(1_000);
  const { messageId, blobId } = await sendPhoto(ana, groupId, 'foto');
  await world.pass(2_000);
  const [attachment] = bia.rows('messages').find(({ id }) => id === messageId)?.photos ?? [];
  if (!attachment) throw new Error('no photo');
  const fetched = await shelfOf(bia).fetch(
    { groupId, attachment, size: 'whole' },
    new AbortController().signal,
  );
  expect([fetched, bia.rows('blobParts').map((part) => part.blobId)]).toEqual(['here', [blobId]]);
  await ana.engine.commit([{ type: 'message.deleted', groupId, body: { messageId } }]);
  await world.pass(5_000);
  for (const device of [ana, bia]) {
    expect([device.rows('blobs'), device.rows('blobParts')]).toEqual([[], []]);
  }
});

test('copies go when there are too many, and what is owed never does', async () => {
  const { world, ana, groupId } = await anaOnline();
  world.blobs.trouble = () => ({ kind: 'unreachable' });
  const { blobId } = await sendPhoto(ana, groupId, 'foto');
  const copy = (id: string, seenAt: number) =>
    ({ groupId, blobId: id, mime: 'image/webp', bytes: 50 * 1024 * 1024, sent: 1, seenAt }) as const;
  await ana.store.write(['blobs'], (tx) =>
    tx.put('blobs', [copy('newest', 30), copy('newer', 20), copy('oldest', 10)]),
  );
  await world.pass(25 * 3_600_000);
  await shelfOf(ana).tidy();
  expect(new Set(ana.rows('blobs').map((row) => row.blobId))).toEqual(new Set([blobId, 'newest', 'newer']));
});

test('a photo that was attached and never sent goes after a day', async () => {
  const { world, ana, groupId } = await anaOnline();
  const attachment: Attachment = {
    blobId: ana.engine.newId(),
    mime: 'image/webp',
    bytes: 9,
    width: 4,
    height: 3,
  };
  const photo = { groupId, attachment, whole: new Uint8Array(9), thumb: new Uint8Array(3) };
  await shelfOf(ana).keep(photo);
  const draft = { groupId, text: '', replyTo: null, editing: null };
  await ana.engine.saveDraft({ ...draft, photos: [attachment] });
  await world.pass(25 * 3_600_000);
  await shelfOf(ana).tidy();
  expect(ana.rows('blobs')).toHaveLength(1);
  await ana.engine.saveDraft(draft);
  await shelfOf(ana).tidy();
  expect([ana.rows('blobs'), ana.rows('blobParts')]).toEqual([[], []]);
});
