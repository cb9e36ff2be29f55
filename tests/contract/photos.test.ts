/** Photos on the real server: what is taken, what is kept of it, who may see it, and what becomes of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { base64url } from '#domain/ids.ts';
import { blobPath, COMPLETE, COMPLETE_HEADER, UPLOADS_PATH } from '#protocol/blobs.ts';
import { EXIF_CANARY, makePhoto, makeSmallPhoto } from '#tests/support/photo-files.ts';
import { addPicture } from '#tests/support/plan-edits.ts';
import { newId, openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';
import { askUpload, beginUpload, goOn, type UploadPlace, upload } from '#tests/support/raw-upload.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';

let running: TestServer;
let ana: RawDevice;
let bia: RawDevice;
let stranger: RawDevice;
let group: { groupId: string; secret: string };

beforeAll(async () => {
  running = await startTestServer({ BLOB_DAY_MAX_MB: '3' });
  [ana, bia, stranger] = await Promise.all([
    openRawDevice(running.origin),
    openRawDevice(running.origin),
    openRawDevice(running.origin),
  ]);
  group = await ana.createGroup('Floripa');
  await bia.join(group, 'Bia');
  await stranger.createGroup('Outro');
});
afterAll(() => running[Symbol.asyncDispose]());

const placeOf = (device: RawDevice, blobId = newId(), groupId = group.groupId): UploadPlace => ({
  origin: running.origin,
  device,
  groupId,
  blobId,
});
const see = ({ groupId, blobId }: UploadPlace, device: RawDevice, size: 'whole' | 'thumb' = 'whole') =>
  fetch(`${running.origin}${blobPath(groupId, blobId, size)}`, { headers: { cookie: device.cookie } });
const stored = (): string[] =>
  readdirSync(join(running.dataDir, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const sendPhoto = (device: RawDevice, place: UploadPlace) => {
  const photo = { blobId: place.blobId, mime: 'image/webp', bytes: 1_000, width: 320, height: 240 };
  const op = { ...device.newOp('message.sent', { messageId: newId(), text: '', photos: [photo] }), v: 2 };
  return device.push(place.groupId, [op]).then(() => op.body.messageId as string);
};

test('a photo goes up, and everybody in the group sees it, upright and small too', async () => {
  const place = placeOf(ana);
  const sent = await makePhoto({ width: 1_200, height: 800 });
  const done = await upload(place, sent);
  expect([done.status, done.headers.get(COMPLETE_HEADER)]).toEqual([204, COMPLETE]);
  const whole = await see(place, bia);
  expect(whole.status).toBe(200);
  expect(whole.headers.get('content-type')).toBe('image/jpeg');
  expect(whole.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
  expect(whole.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(await sharp(await whole.arrayBuffer()).metadata()).toMatchObject({ width: 800, height: 1_200 });
  const thumb = await see(place, bia, 'thumb');
  expect(await sharp(await thumb.arrayBuffer()).metadata()).toMatchObject({ format: 'webp', height: 560 });
});

test('nothing of where and when it was taken is stored or passed on', async () => {
  const place = placeOf(ana);
  const sent = await makePhoto({ width: 640, height: 480 });
  expect(sent.includes(EXIF_CANARY)).toBe(true);
  expect((await upload(place, Buffer.concat([sent, Buffer.from('and a stowaway')]))).status).toBe(204);
  const files = stored().filter((path) => path.includes(place.blobId));
  expect(files).toHaveLength(2);
  for (const path of files) {
    const bytes = readFileSync(path);
    for (const word of [EXIF_CANARY, 'Exif', 'Moto', 'stowaway']) expect(bytes.includes(word)).toBe(false);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  }
});

test('what arrived of a cut upload is not sent again', async () => {
  const place = placeOf(ana);
  const bytes = await makeSmallPhoto();
  expect((await askUpload(place)).status).toBe(404);
  expect((await beginUpload(place, bytes.length)).status).toBe(201);
  expect((await goOn(place, 0, bytes.subarray(0, 500))).headers.get('upload-offset')).toBe('500');
  const asked = await askUpload(place);
  expect([asked.headers.get('upload-offset'), asked.headers.get(COMPLETE_HEADER)]).toEqual(['500', null]);
  expect((await goOn(place, 0, bytes)).status).toBe(409);
  const done = await goOn(place, 500, bytes.subarray(500));
  expect(done.headers.get(COMPLETE_HEADER)).toBe(COMPLETE);
  // Whoever did not hear that asks, and hears it again.
  for (const again of [await askUpload(place), await goOn(place, bytes.length, new Uint8Array())]) {
    expect(again.headers.get(COMPLETE_HEADER)).toBe(COMPLETE);
  }
  expect((await askUpload(place, 'DELETE')).status).toBe(403);
});

test('one that is not wanted any more is gone', async () => {
  const place = placeOf(ana);
  await beginUpload(place, 1_000);
  expect((await askUpload(place, 'DELETE')).status).toBe(204);
  expect((await askUpload(place)).status).toBe(404);
});

test('an independent tus client speaks with it, in small pieces', async () => {
  const place = placeOf(bia);
  const bytes = await makeSmallPhoto();
  await new Promise<void>((resolve, reject) => {
    new Upload(bytes, {
      endpoint: `${running.origin}${UPLOADS_PATH}`,
      chunkSize: 1_024,
      headers: { cookie: bia.cookie },
      metadata: { groupId: place.groupId, blobId: place.blobId },
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
  expect((await see(place, ana)).status).toBe(200);
});

test.each([
  ['no picture', Buffer.from('<svg onload="alert(1)">'), 403, 'not-a-photo'],
  ['a page that says it is a picture', Buffer.from('\xff\xd8\xff<html>', 'latin1'), 403, 'not-a-photo'],
  ['the first half of a picture', 'half', 403, 'not-a-photo'],
  ['more bytes than a photo may have', Buffer.alloc(2 * 1024 * 1024 + 1), 413, 'photo-too-large'],
  ['a bomb of pixels', 'bomb', 413, 'photo-too-large'],
])('refused: %s', async (_, what, status, refused) => {
  const place = placeOf(ana);
  const bytes =
    what === 'half' ? (await makeSmallPhoto()).subarray(0, 400) : what === 'bomb' ? await bomb() : what;
  const answer = await upload(place, bytes as Uint8Array);
  expect([answer.status, await answer.json()]).toEqual([status, { refused }]);
  expect((await see(place, ana)).status).toBe(404);
  expect(stored().filter((path) => path.includes(place.blobId))).toEqual([]);
});

/** 36 million pixels in a few kilobytes. */
const bomb = () =>
  sharp({ create: { width: 6_000, height: 6_000, channels: 3, background: 'white' } })
    .webp()
    .toBuffer();

test('who is not in the group neither sends nor sees', async () => {
  const place = placeOf(ana);
  await upload(place, await makeSmallPhoto());
  const nobody = { ...stranger, cookie: '' };
  expect((await see(place, stranger)).status).toBe(404);
  expect((await see(place, nobody as RawDevice)).status).toBe(401);
  expect(await (await beginUpload(placeOf(stranger), 10)).json()).toEqual({ wait: 'unknown-group' });
  expect((await askUpload(placeOf(nobody as RawDevice))).status).toBe(401);
  // In one's own group the name of another group's photo leads nowhere.
  const other = await stranger.createGroup('Terceiro');
  expect((await see({ ...place, groupId: other.groupId }, stranger)).status).toBe(404);
});

test('nobody goes on with the upload of another, or takes its name', async () => {
  const place = placeOf(ana);
  await beginUpload(place, 1_000);
  const theirs = { ...place, device: bia };
  for (const answer of [
    await goOn(theirs, 0, new Uint8Array(10)),
    await askUpload(theirs),
    await askUpload(theirs, 'DELETE'),
    await beginUpload(theirs, 20),
  ]) {
    expect(answer.status).toBe(403);
  }
  expect((await askUpload(place)).headers.get('upload-offset')).toBe('0');
});

test('who left sees what they sent and nothing else', async () => {
  const caio = await openRawDevice(running.origin);
  await caio.join(group, 'Caio');
  const [own, others] = [placeOf(caio), placeOf(ana)];
  for (const place of [own, others]) await upload(place, await makeSmallPhoto());
  expect((await see(others, caio)).status).toBe(200);
  await caio.push(group.groupId, [caio.newOp('member.left', {})]);
  expect([(await see(others, caio)).status, (await see(own, caio)).status]).toEqual([404, 200]);
  const refused = await beginUpload(placeOf(caio), 10);
  expect(await refused.json()).toEqual({ refused: 'not-a-member' });
});

test('a deleted message leaves its photo to who could bring it back, until it is back', async () => {
  const caio = await openRawDevice(running.origin);
  await caio.join(group, 'Caio de novo');
  const [kept, gone] = [placeOf(bia), placeOf(bia)];
  for (const place of [kept, gone]) await upload(place, await makeSmallPhoto());
  await sendPhoto(bia, kept);
  const messageId = await sendPhoto(bia, gone);
  await bia.push(group.groupId, [bia.newOp('message.deleted', { messageId })]);
  const seenBy = async () => [
    (await see(gone, bia)).status,
    (await see(gone, ana)).status,
    (await see(gone, caio)).status,
    (await see(gone, caio, 'thumb')).status,
  ];
  // Its author, and the owner; nobody else, whoever remembers its name.
  await vi.waitFor(async () => expect(await seenBy()).toEqual([200, 200, 404, 404]), 10_000);
  expect((await see(kept, caio)).status).toBe(200);
  // Back by the hand of another, it is there for all again; whether the sweeper has looked or not.
  const again = await sendPhoto(ana, gone);
  expect(await seenBy()).toEqual([200, 200, 200, 200]);
  await ana.push(group.groupId, [ana.newOp('message.deleted', { messageId: again })]);
  await vi.waitFor(async () => expect(await seenBy()).toEqual([200, 200, 404, 404]), 10_000);
});

test('a photo that a plan names stays while the plan may show it, and goes with the account that sent it', async () => {
  const gil = await openRawDevice(running.origin);
  await gil.join(group, 'Gil');
  const place = placeOf(gil);
  const gone = placeOf(gil);
  for (const one of [place, gone]) await upload(one, await makeSmallPhoto());
  const photo = {
    blobId: place.blobId,
    mime: 'image/webp',
    bytes: 1_000,
    width: 320,
    height: 240,
  } as const;
  const doc = new Y.Doc();
  addPicture(doc, photo, 'a casa');
  const planId = newId();
  const edit = { planId, update: base64url(Y.encodeStateAsUpdate(doc)), seen: 0 };
  await gil.push(group.groupId, [
    gil.newOp('plan.created', { planId, title: 'Casa', position: 'V' }),
    gil.newOp('plan.edited', { ...edit, photos: [photo] }),
  ]);
  // The same photo in a message that is deleted, and one that only a message had.
  for (const one of [place, gone]) {
    const messageId = await sendPhoto(gil, one);
    await gil.push(group.groupId, [gil.newOp('message.deleted', { messageId })]);
  }
  await vi.waitFor(async () => expect((await see(gone, bia)).status).toBe(404), 10_000);
  expect((await see(place, bia)).status).toBe(200);
  expect((await see(place, stranger)).status).toBe(404);
  await eraseAccount(gil);
  await vi.waitFor(() => expect(stored().filter((path) => path.includes(place.blobId))).toEqual([]), 10_000);
});

test('a deleted group takes all along', async () => {
  const { groupId } = await ana.createGroup('Breve');
  const place = placeOf(ana, newId(), groupId);
  await upload(place, await makeSmallPhoto());
  await ana.push(groupId, [ana.newOp('group.deleted', {})]);
  await vi.waitFor(() => expect(stored().filter((path) => path.includes(place.blobId))).toEqual([]), 10_000);
});

test('past the share of a day there is a word for it, and others go on', async () => {
  const davi = await openRawDevice(running.origin);
  await davi.join(group, 'Davi');
  const large = await makePhoto({ width: 1_800, height: 1_400 });
  let answer = await upload(placeOf(davi), large);
  for (let i = 0; answer.ok && i < 10; i++) answer = await upload(placeOf(davi), large);
  expect(await answer.json()).toEqual({ refused: 'photo-quota' });
  expect((await upload(placeOf(bia), await makeSmallPhoto())).status).toBe(204);
});

test('an account that is deleted takes every photo it sent along', async () => {
  const eva = await openRawDevice(running.origin);
  await eva.join(group, 'Eva');
  const place = placeOf(eva);
  await upload(place, await makeSmallPhoto());
  await sendPhoto(eva, place);
  await eraseAccount(eva);
  await vi.waitFor(() => expect(stored().filter((path) => path.includes(place.blobId))).toEqual([]), 10_000);
  expect((await see(place, ana)).status).toBe(404);
});

async function eraseAccount({ cookie }: RawDevice): Promise<void> {
  const answer = await fetch(`${running.origin}/api/account/erase`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ confirm: 'erase' }),
  });
  expect(answer.status).toBe(200);
}
