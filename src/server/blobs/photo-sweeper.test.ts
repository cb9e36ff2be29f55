/** How long photos stay: as long as a row shows them, and then as long as somebody can return to what showed them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mergeText } from '#domain/plans/text/merge-text.ts';
import { makeSmallPhoto } from '#tests/support/photo-files.ts';
import { createWorld, type TestDevice } from '#tests/support/sync-world.ts';
import { newId, openTestDatabase } from '#tests/support/test-database.ts';
import type { Database } from '../db/open-database.ts';
import { clearPast } from '../sync/clear-past.ts';
import { eraseMember } from '../sync/erase-member.ts';
import { foldPast } from '../sync/fold-past.ts';
import { mayRestoreOthers } from '../sync/serve-past.ts';
import { openPhotos } from './open-photos.ts';

const DAY_MS = 86_400_000;
/** When the ops of `sync-world.ts` are written. */
const START = 1_790_000_000_000;
const KEPT_MS = 90 * DAY_MS;
const POLICY = { everyVersionMs: KEPT_MS, everyDayMs: 400 * DAY_MS };

const dataDir = mkdtempSync(join(tmpdir(), 'racha-sweeper-'));
let database: Database;
let photo: Buffer;
beforeAll(async () => {
  database = await openTestDatabase({ dataDir });
  photo = await makeSmallPhoto();
}, 120_000);
afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A group of two with photos in it, and hands on the days. */
async function openGroup(over: { unnamedKeptMs?: number | null; groupMaxBytes?: number } = {}) {
  let now = START;
  const { sweeper, desk } = await openPhotos(
    {
      place: { directory: join(dataDir, newId()) },
      groupMaxBytes: over.groupMaxBytes ?? 1_000_000_000,
      dayMaxBytes: 1_000_000_000,
    },
    {
      records: database.blobs,
      mayRestore: (accountId, groupId) =>
        database.log.read((view) => mayRestoreOthers(view, accountId, groupId)),
      unnamedKeptMs: over.unnamedKeptMs === undefined ? KEPT_MS : over.unnamedKeptMs,
      onFailure: (error) => expect(error).toBeUndefined(),
      now: () => now,
      // Looked at when the test says so.
      after: () => () => undefined,
    },
  );
  const epoch = await database.log.read(async (view) => view.epoch);
  const world = createWorld({ wrap: () => sweeper.listen(database.log), epoch });
  const [ana, bia] = [world.device(), world.device()];
  const made = await ana.createGroup();
  await bia.join(made);
  const { groupId } = made;
  const pass = async (days: number): Promise<void> => {
    now += days * DAY_MS;
    await sweeper.sweepAll();
  };
  const upload = async (by: TestDevice): Promise<string> => {
    const blobId = newId();
    expect(await desk.take(by.session, { groupId, blobId }, photo)).toBeUndefined();
    return blobId;
  };
  const send = async (by: TestDevice, blobId: string): Promise<string> => {
    const messageId = newId();
    const photos = [{ blobId, mime: 'image/webp', bytes: 1_000, width: 320, height: 240 }];
    const reply = await by.push(groupId, [by.op('message.sent', { messageId, text: '', photos }, { v: 2 })]);
    expect(reply.stop).toBeUndefined();
    return messageId;
  };
  const remove = async (by: TestDevice, messageId: string): Promise<void> => {
    await by.push(groupId, [by.op('message.deleted', { messageId })]);
    await pass(0);
  };
  const isKept = async (blobId: string, by = ana): Promise<boolean> =>
    (await desk.read(by.session, { groupId, blobId }, 'whole')) !== undefined;
  return { ana, bia, groupId, desk, pass, upload, send, remove, isKept, now: () => now };
}

test('a photo outlives its message as long as every version can be returned to, counted from the last time it was there', async () => {
  const { ana, bia, pass, upload, send, remove, isKept } = await openGroup();
  const blobId = await upload(ana);
  const shown = await upload(ana);
  await send(ana, shown);
  await remove(ana, await send(ana, blobId));
  await pass(89);
  expect(await isKept(blobId)).toBe(true);
  expect(await isKept(blobId, bia)).toBe(false);
  // Back, and away again: the days begin anew.
  const again = await send(ana, blobId);
  await pass(89);
  expect(await isKept(blobId, bia)).toBe(true);
  await remove(ana, again);
  await pass(89);
  expect(await isKept(blobId)).toBe(true);
  await pass(2);
  expect(await isKept(blobId)).toBe(false);
  expect(await isKept(shown, bia)).toBe(true);
});

test('where every version is kept for ever, so are its photos', async () => {
  const { ana, pass, upload, send, remove, isKept } = await openGroup({ unnamedKeptMs: null });
  const blobId = await upload(ana);
  await remove(ana, await send(ana, blobId));
  await pass(4_000);
  expect(await isKept(blobId)).toBe(true);
});

test('an old message that is deleted today leaves its photo, though the log has lost its words long ago', async () => {
  const { ana, groupId, pass, upload, send, remove, isKept, now } = await openGroup();
  const blobId = await upload(ana);
  const messageId = await send(ana, blobId);
  await pass(200);
  const options = { store: database.log, policy: POLICY, merge: mergeText, now: now() };
  await foldPast(options, groupId);
  expect(await clearPast(options, groupId)).toBeGreaterThan(0);
  await remove(ana, messageId);
  expect(await isKept(blobId)).toBe(true);
  await pass(91);
  expect(await isKept(blobId)).toBe(false);
});

test('an erasure takes at once what only erased words named, whoever sent the photo', async () => {
  const { ana, bia, groupId, desk, pass, upload, send, remove, isKept, now } = await openGroup();
  const [quoted, own, deleted] = [await upload(ana), await upload(ana), await upload(bia)];
  await send(bia, quoted);
  await send(ana, own);
  await remove(bia, await send(bia, deleted));
  const options = { store: database.log, now, newId };
  const { memberId, session } = bia;
  expect(await eraseMember(options, { groupId, memberId, accountId: session.accountId })).toBeDefined();
  await desk.forgetAccount(session.accountId);
  await pass(0);
  expect([await isKept(quoted), await isKept(own), await isKept(deleted)]).toEqual([false, true, false]);
});

test('room that is short is taken from what was deleted, the longest ago first, and never from what is shown', async () => {
  // Each photo has its thumb beside it.
  const { ana, upload, send, remove, isKept, desk, pass, groupId } = await openGroup({
    groupMaxBytes: 3.5 * (await storedBytes()),
  });
  const [first, second, shown] = [await upload(ana), await upload(ana), await upload(ana)];
  await send(ana, shown);
  await remove(ana, await send(ana, first));
  await pass(1);
  await remove(ana, await send(ana, second));
  // What could come back takes nobody's room.
  expect(await desk.refusalOfBytes(ana.session, { groupId, blobId: newId() }, photo.length)).toBeUndefined();
  const next = await upload(ana);
  expect(await Promise.all([first, second, shown, next].map((one) => isKept(one)))).toEqual([
    false,
    true,
    true,
    true,
  ]);
});

/** What one photo of these tests takes. */
async function storedBytes(): Promise<number> {
  const { ana, groupId, upload } = await openGroup();
  await upload(ana);
  const [record] = await database.blobs.listOfGroup(groupId);
  return record?.bytes ?? 0;
}
