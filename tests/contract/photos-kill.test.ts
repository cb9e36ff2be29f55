/** A server that is killed while photos come in goes on where it was, and keeps what it said it had. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createHttpBlobs } from '#client/platform/http-blobs.ts';
import { blobPath, COMPLETE, COMPLETE_HEADER, UPLOADS_PATH, uploadIdOf } from '#protocol/blobs.ts';
import { makePhoto, makeSmallPhoto } from '#tests/support/photo-files.ts';
import { newId, openRawDevice } from '#tests/support/raw-device.ts';
import { askUpload, beginUpload, goOn, upload } from '#tests/support/raw-upload.ts';
import { startServerProcess } from '#tests/support/server-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'racha-photos-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('killed in the middle of a piece: what was acked is there, the rest goes on from it, and what was whole is whole', async () => {
  const env = { DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'warn' };
  const first = await startServerProcess({ env });
  const ana = await openRawDevice(first.origin);
  const { groupId } = await ana.createGroup('Floripa');
  const place = (origin: string, blobId: string) => ({ origin, device: ana, groupId, blobId });
  const [whole, half] = [newId(), newId()];
  expect(
    (await upload(place(first.origin, whole), await makeSmallPhoto())).headers.get(COMPLETE_HEADER),
  ).toBe(COMPLETE);
  const bytes = await makePhoto({ width: 1_000, height: 800 });
  const acked = 20_000;
  await beginUpload(place(first.origin, half), bytes.length);
  await goOn(place(first.origin, half), 0, bytes.subarray(0, acked));
  // A piece that never ends: some of it has arrived when the power goes.
  const piece = request(`${first.origin}${UPLOADS_PATH}/${uploadIdOf(groupId, half)}`, {
    method: 'PATCH',
    headers: {
      cookie: ana.cookie,
      'tus-resumable': '1.0.0',
      'upload-offset': String(acked),
      'content-type': 'application/offset+octet-stream',
      'content-length': String(bytes.length - acked),
    },
  });
  piece.on('error', () => undefined);
  await new Promise<void>((resolve) => piece.write(bytes.subarray(acked, acked + 10_000), () => resolve()));
  await first.kill();

  await using second = await startServerProcess({ env, port: first.port });
  const asked = await askUpload(place(second.origin, half));
  expect(Number(asked.headers.get('upload-offset'))).toBeGreaterThanOrEqual(acked);
  // The app's own client, with nothing but the address of the server.
  const cookies = { get: () => ana.cookie, put: () => undefined };
  const blobs = createHttpBlobs({ origin: second.origin, fetch, cookies }, () => performance.now());
  const offsets: number[] = [];
  const outcome = await blobs.upload(
    { groupId, blobId: half, bytes: new Uint8Array(bytes) },
    { onSent: async (sent) => void offsets.push(sent), signal: new AbortController().signal },
  );
  expect(outcome).toEqual({ kind: 'done' });
  expect(offsets[0]).toBeGreaterThanOrEqual(acked);
  for (const blobId of [whole, half]) {
    const seen = await fetch(`${second.origin}${blobPath(groupId, blobId, 'whole')}`, {
      headers: { cookie: ana.cookie },
    });
    expect(seen.status).toBe(200);
  }
});

test('the app’s client hears every word of the server, and takes no stranger’s', async () => {
  await using server = await startServerProcess({
    env: { DATA_DIR: join(folder, 'words'), LOG_LEVEL: 'warn' },
  });
  const ana = await openRawDevice(server.origin);
  const { groupId } = await ana.createGroup('Floripa');
  const stranger = await openRawDevice(server.origin);
  const signal = new AbortController().signal;
  const clientOf = (cookie: string | undefined, origin = server.origin) =>
    createHttpBlobs({ origin, fetch, cookies: { get: () => cookie, put: () => undefined } }, () =>
      performance.now(),
    );
  const send = (cookie: string | undefined, bytes: Uint8Array, origin?: string) =>
    clientOf(cookie, origin).upload(
      { groupId, blobId: newId(), bytes: new Uint8Array(bytes) },
      { onSent: async () => undefined, signal },
    );
  const photo = await makeSmallPhoto();
  expect(await send(ana.cookie, photo)).toEqual({ kind: 'done' });
  expect(await send(ana.cookie, Buffer.from('no picture at all'))).toEqual({
    kind: 'refused',
    refusal: 'not-a-photo',
  });
  expect(await send(ana.cookie, new Uint8Array(2 * 1024 * 1024 + 1))).toEqual({
    kind: 'refused',
    refusal: 'photo-too-large',
  });
  expect(await send(stranger.cookie, photo)).toMatchObject({ kind: 'wait' });
  expect(await send(undefined, photo)).toMatchObject({ kind: 'wait' });
  expect(await send(ana.cookie, photo, 'http://127.0.0.1:9')).toEqual({ kind: 'unreachable' });
  const download = clientOf(ana.cookie).download({ groupId, blobId: newId(), size: 'whole' }, signal);
  expect(await download).toEqual({ kind: 'gone' });
});
