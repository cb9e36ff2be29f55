/** What every place of photos must do: files on a disk, and a bucket. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type BlobPlaces, blobKey } from '#server/blobs/blob-store.ts';
import { openDiskPlaces } from '#server/blobs/disk-blobs.ts';
import { openBucketPlaces } from '#server/blobs/s3-blobs.ts';
import { makeSmallPhoto } from '#tests/support/photo-files.ts';
import { newId, openRawDevice } from '#tests/support/raw-device.ts';
import { askUpload, beginUpload, goOn } from '#tests/support/raw-upload.ts';
import { openSmallBucket } from '#tests/support/small-bucket.ts';
import { startTestServer } from '#tests/support/test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'racha-blobs-'));
const bucket = await openSmallBucket();
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await bucket[Symbol.asyncDispose]();
});
const S3 = {
  endpoint: bucket.endpoint,
  region: 'us-east-1',
  bucket: 'racha',
  accessKeyId: 'id',
  secretAccessKey: 'key',
};

describe.each<[string, () => BlobPlaces]>([
  ['a disk', () => openDiskPlaces(folder)],
  ['a bucket', () => openBucketPlaces(S3)],
])('%s', (_, open) => {
  const { blobs } = open();

  test('is looked at by many servers that start at once, and nothing of that stays', async () => {
    const start = async (): Promise<void> => {
      for (let times = 0; times < 20; times += 1) await open().blobs.check();
    };
    await Promise.all(Array.from({ length: 8 }, start));
    const left = [];
    for await (const { key } of blobs.list()) left.push(key);
    expect(left).toEqual([]);
  });

  test('keeps what it was given under its name, whole, and lets it go', async () => {
    await blobs.check();
    const [groupId, one, two] = [newId(), newId(), newId()];
    const [key, thumb, other] = [
      blobKey(groupId, one, 'whole'),
      blobKey(groupId, one, 'thumb'),
      blobKey(groupId, two, 'whole'),
    ];
    expect(await blobs.get(key)).toBeUndefined();
    await blobs.put(key, Uint8Array.of(1, 2, 3));
    await blobs.put(key, Uint8Array.of(4, 5));
    await blobs.put(thumb, Uint8Array.of(6));
    await blobs.put(other, Uint8Array.of(7));
    expect([...((await blobs.get(key)) ?? [])]).toEqual([4, 5]);
    const listed = [];
    for await (const { key: found, at } of blobs.list()) {
      listed.push(found);
      expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
    }
    expect(listed.sort()).toEqual([key, thumb, other].sort());
    await blobs.remove([key, thumb, blobKey(groupId, newId(), 'whole')]);
    expect([await blobs.get(key), await blobs.get(thumb)]).toEqual([undefined, undefined]);
    expect([...((await blobs.get(other)) ?? [])]).toEqual([7]);
  });
});

test('a server on a bucket takes a photo in pieces, shows it, and leaves nothing of the upload', async () => {
  await using running = await startTestServer({
    S3_ENDPOINT: S3.endpoint,
    S3_BUCKET: S3.bucket,
    S3_ACCESS_KEY_ID: S3.accessKeyId,
    S3_SECRET_ACCESS_KEY: S3.secretAccessKey,
  });
  const ana = await openRawDevice(running.origin);
  const { groupId } = await ana.createGroup('Floripa');
  const place = { origin: running.origin, device: ana, groupId, blobId: newId() };
  const bytes = await makeSmallPhoto();
  expect((await beginUpload(place, bytes.length)).status).toBe(201);
  expect((await goOn(place, 0, bytes.subarray(0, 700))).headers.get('upload-offset')).toBe('700');
  expect((await askUpload(place)).headers.get('upload-offset')).toBe('700');
  expect((await goOn(place, 700, bytes.subarray(700))).headers.get('upload-complete')).toBe('?1');
  const seen = await fetch(`${running.origin}/blobs/${groupId}/${place.blobId}`, {
    headers: { cookie: ana.cookie },
  });
  expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'image/webp']);
  const left = [...bucket.objects.keys()].filter((key) => key.includes(place.blobId));
  expect(left.sort()).toEqual([
    `photos/${groupId}/${place.blobId}`,
    `photos/${groupId}/${place.blobId}.thumb`,
  ]);
});
