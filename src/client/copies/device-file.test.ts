import { expect, test } from 'vitest';
import { openSealedFile, sealFile } from '#client/platform/sealed-file.ts';
import type { DeviceTables } from '#client/store/tables.ts';
import { must } from '#domain/assert.ts';
import { countingRandom, type EngineDevice, EngineWorld } from '#tests/support/engine-world.ts';
import { composeDeviceFile, readDeviceFile, restorePhotos } from './device-file.ts';
import { restoreParts } from './restore-parts.ts';

const NOW = 1_790_000_000_000;
const PASSPHRASE = 'quatro cavalos na chuva';

/** A long group, some of it unsent, with a photo that waits. */
async function openPhone() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  await ana.engine.saveProfile({ name: 'Ana' });
  const { groupId, secret } = await ana.createGroup();
  await ana.send(groupId, ...Array.from({ length: 150 }, (_, i) => `mensagem ${i}`));
  await world.pass(5_000);
  world.goDown();
  await ana.send(groupId, 'ainda aqui', 'e esta também');
  await ana.engine.saveDraft({ groupId, text: 'pela metade', replyTo: null, editing: null });
  const photo = { groupId, blobId: ana.engine.newId(), mime: 'image/webp', bytes: 5_000 } as const;
  await ana.store.write(['blobs', 'blobParts'], async (tx) => {
    await tx.put('blobs', [{ ...photo, owed: 1, sent: 1_024, seenAt: 1 }]);
    await tx.put('blobParts', [
      { groupId, blobId: photo.blobId, size: 'whole', data: new Uint8Array(4_000).fill(7) },
      { groupId, blobId: photo.blobId, size: 'thumb', data: new Uint8Array(1_000).fill(9) },
    ]);
  });
  return { world, ana, groupId, secret, photo };
}

async function write(device: EngineDevice): Promise<Blob> {
  const plain = await composeDeviceFile(device.store, { now: NOW });
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of sealFile(plain.pieces(), { passphrase: PASSPHRASE, bytes: plain.bytes })) {
    pieces.push(piece);
  }
  return new Blob(pieces);
}

async function read(file: Blob) {
  const opening = await openSealedFile(file, PASSPHRASE);
  if (!opening.ok) throw new Error(opening.trouble);
  const opened = await readDeviceFile(opening.chunks);
  if (!opened.ok) throw new Error(opened.trouble);
  return opened.file;
}

const SAME_TABLES = ['groups', 'members', 'messages', 'cursors', 'memberships', 'marks'] as const;

function rowsOf(device: EngineDevice): Record<string, unknown> {
  return Object.fromEntries(
    SAME_TABLES.map((table) => [
      table,
      device
        .rows(table as keyof DeviceTables)
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
}

test('a phone that has nothing holds all of it afterwards, offline, as another device', async () => {
  const { world, ana, groupId, photo } = await openPhone();
  const file = await read(await write(ana));
  const other = world.device('celular novo');
  await world.pass(100);
  const own = must(
    other.rows('meta').find(({ name }) => name === 'device'),
    'a device',
  ).value;
  await restorePhotos(other.store, file.photos, NOW);
  const random = countingRandom('import');
  const restored = await restoreParts({ store: other.store, random, now: NOW }, file.parts, {
    kind: 'everything',
  });
  expect(restored).toEqual({ queued: 2, trayed: 0, drafts: 1, groups: 1, plans: 0, known: 0, damaged: 0 });
  expect(rowsOf(other)).toEqual(rowsOf(ana));
  expect(other.rows('messages').length).toBeGreaterThan(150);
  expect(other.rows('outbox').map(({ opId, seq }) => [opId, seq])).toEqual(
    ana.rows('outbox').map(({ opId }) => [opId, null]),
  );
  // It stays who it was, and knows nobody's secret.
  expect(other.rows('meta').find(({ name }) => name === 'device')?.value).toEqual(own);
  expect(other.rows('blobs')).toEqual([{ ...photo, owed: 1, sent: 0, seenAt: NOW }]);
  expect(other.rows('blobParts').map(({ size, data }) => [size, data.length, data[0]])).toEqual([
    ['thumb', 1_000, 9],
    ['whole', 4_000, 7],
  ]);

  // Once more changes nothing.
  await restorePhotos(other.store, file.photos, NOW + 1);
  const again = await restoreParts({ store: other.store, random, now: NOW }, file.parts, {
    kind: 'everything',
  });
  expect(again).toMatchObject({ queued: 0, groups: 0, known: 3 });
  expect(rowsOf(other)).toEqual(rowsOf(ana));
  expect(groupId).toBe(photo.groupId);
});

test('neither the device’s secret nor anything else that opens a session is in it', async () => {
  const { ana } = await openPhone();
  const { deviceSecret } = must(
    ana.rows('meta').find(({ name }) => name === 'device'),
    'a device',
  ).value as {
    deviceSecret: string;
  };
  const plain = await composeDeviceFile(ana.store, { now: NOW });
  let text = '';
  for await (const piece of plain.pieces()) text += Buffer.from(piece).toString('latin1');
  expect(text.length).toBe(plain.bytes);
  expect(text).toContain('ainda aqui');
  expect(text).not.toContain(deviceSecret);
  expect(Buffer.from(await (await write(ana)).arrayBuffer()).toString('latin1')).not.toContain('ainda aqui');
});

test('what is no whole file inside is told apart, in whatever pieces it comes', async () => {
  const { ana } = await openPhone();
  const plain = await composeDeviceFile(ana.store, { now: NOW });
  const pieces: Uint8Array[] = [];
  for await (const piece of plain.pieces()) pieces.push(piece);
  const all = new Uint8Array(Buffer.concat(pieces));
  const readCut = (bytes: Uint8Array, size: number) =>
    readDeviceFile(
      (async function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      })(),
    );
  for (const size of [3, 1_000, all.length]) expect((await readCut(all, size)).ok).toBe(true);
  const damaged = { ok: false, trouble: 'damaged' };
  for (const length of [0, 3, 50, all.length - 1]) {
    expect(await readCut(all.subarray(0, length), 999)).toEqual(damaged);
  }
  expect(await readCut(new Uint8Array([...all, 1]), 999)).toEqual(damaged);
  const at = Buffer.from(all).indexOf('mensagem 70');
  const changed = all.slice();
  changed[at] = 0x4d;
  expect(await readCut(changed, 999)).toEqual(damaged);
  const newer = Buffer.from(all).toString('latin1').replace('"v":1', '"v":2');
  expect(await readCut(Buffer.from(newer, 'latin1'), 999)).toEqual({ ok: false, trouble: 'newer' });
});
