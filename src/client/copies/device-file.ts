/**
 * Everything of one device in one file for another: the parts of a copy, all of them and whole, and the photos that no
 * server has. It is sealed by a passphrase (platform/sealed-file.ts); this is what is inside. docs/device-file.md says it
 * for who reads it without our code.
 *
 *   record   u32 length of head │ head, JSON │ body, `head.bytes` long
 *   about    first; what the person is shown before anything is put back
 *   part     one part of a copy, its text as body
 *   photo    one size of one photo that waits
 *   end      last; how many there were
 *
 * Nothing is put back before the end was read: a file that fails in the middle has changed nothing.
 */
import * as v from 'valibot';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { BlobPart, BlobRow } from '#client/store/tables.ts';
import { utf8Bytes } from '#domain/text.ts';
import { BLOB_SIZES } from '#protocol/blobs.ts';
import { type Choices, collectParts } from './collect-parts.ts';
import { checkPart, type Part, type PartName, type PartTrouble } from './device-copy.ts';

/** Why its seal did not open. */
export type { FileTrouble } from '#client/platform/sealed-file.ts';

export const DEVICE_FILE_VERSION = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const aboutSchema = v.object({
  what: v.literal('about'),
  v: count,
  /** Epoch ms, device clock. */
  madeAt: v.pipe(v.number(), v.safeInteger()),
  bytes: v.literal(0),
});
const partSchema = v.object({
  what: v.literal('part'),
  name: v.pipe(v.string(), v.maxLength(80)),
  version: count,
  checksum: v.string(),
  bytes: count,
});
const photoSchema = v.object({
  what: v.literal('photo'),
  groupId: v.string(),
  blobId: v.string(),
  mime: v.picklist(['image/jpeg', 'image/webp']),
  size: v.picklist(BLOB_SIZES),
  /** Of all that the photo weighs, not of this size. */
  whole: count,
  bytes: count,
});
const endSchema = v.object({ what: v.literal('end'), records: count, bytes: v.literal(0) });
const headSchema = v.variant('what', [aboutSchema, partSchema, photoSchema, endSchema]);
type Head = v.InferOutput<typeof headSchema>;
type PhotoHead = v.InferOutput<typeof photoSchema>;

type Bytes = Uint8Array<ArrayBuffer>;

export interface CarriedPhoto extends Pick<PhotoHead, 'groupId' | 'blobId' | 'mime' | 'size' | 'whole'> {
  readonly data: Bytes;
}

export interface DeviceFile {
  readonly madeAt: number;
  readonly parts: readonly Part[];
  readonly photos: readonly CarriedPhoto[];
}

/** The plain text of a file: how long it is, and its pieces. */
export interface PlainFile {
  readonly bytes: number;
  pieces(): AsyncGenerator<Uint8Array, void>;
}

interface Record {
  readonly head: Uint8Array;
  body(): Promise<Uint8Array>;
}

/** `now`: epoch ms, device clock. Photos are read when their turn comes; one that goes meanwhile fails the writing. */
export async function composeDeviceFile(
  store: DeviceStore,
  { now, choices }: { readonly now: number; readonly choices?: Choices | undefined },
): Promise<PlainFile> {
  const { parts } = await collectParts(store, { choices, depth: 'all' });
  const photos = await listOwedPhotos(store);
  const records: Record[] = [record({ what: 'about', v: DEVICE_FILE_VERSION, madeAt: now, bytes: 0 })];
  let bytes = 0;
  for (const { name, version, checksum, text } of parts) {
    const length = utf8Bytes(text);
    bytes += length;
    const head: Head = { what: 'part', name, version, checksum, bytes: length };
    records.push(record(head, async () => new TextEncoder().encode(text)));
  }
  for (const photo of photos) {
    bytes += photo.bytes;
    records.push(record(photo, () => readPhoto(store, photo)));
  }
  records.push(record({ what: 'end', records: records.length, bytes: 0 }));
  return {
    bytes: records.reduce((sum, { head }) => sum + head.length, bytes),
    async *pieces() {
      for (const { head, body } of records) {
        yield head;
        yield await body();
      }
    },
  };
}

export type DeviceFileRead =
  | { readonly ok: true; readonly file: DeviceFile }
  /** `newer`: of an app that knows more. */
  | { readonly ok: false; readonly trouble: PartTrouble };

/** Reads to the end, whatever comes in which pieces. Throws what `pieces` throws. */
export async function readDeviceFile(pieces: AsyncIterable<Uint8Array>): Promise<DeviceFileRead> {
  const reader = readerOf(pieces);
  const parts: Part[] = [];
  const photos: CarriedPhoto[] = [];
  let madeAt: number | undefined;
  for (let records = 0; ; records++) {
    const head = await readHead(reader);
    if (!head || (head.what === 'about') !== (records === 0)) return DAMAGED;
    if (head.what === 'about') {
      if (head.v > DEVICE_FILE_VERSION) return { ok: false, trouble: 'newer' };
      madeAt = head.madeAt;
      continue;
    }
    if (head.what === 'end') {
      const isAll = head.records === records && (await reader(1)) === undefined;
      return isAll && madeAt !== undefined ? { ok: true, file: { madeAt, parts, photos } } : DAMAGED;
    }
    const body = await reader(head.bytes);
    if (!body) return DAMAGED;
    if (head.what === 'photo') {
      const { groupId, blobId, mime, size, whole } = head;
      photos.push({ groupId, blobId, mime, size, whole, data: body });
      continue;
    }
    const { name, version, checksum } = head;
    const part = { name: name as PartName, version, checksum, text: new TextDecoder().decode(body) };
    const trouble = checkPart(part);
    if (trouble) return { ok: false, trouble };
    parts.push(part);
  }
}

/** Before the ops that name them: then these wait for their photos again. What is here stays as it is. */
export async function restorePhotos(
  store: DeviceStore,
  photos: readonly CarriedPhoto[],
  now: number,
): Promise<void> {
  for (const { groupId, blobId, mime, size, whole, data } of photos) {
    await store.write(['blobs', 'blobParts'], async (tx) => {
      if (await tx.get('blobParts', [groupId, blobId, size])) return;
      const row = await tx.get('blobs', [groupId, blobId]);
      const owed: BlobRow = { groupId, blobId, mime, bytes: whole, owed: 1, sent: 0, seenAt: now };
      if (!row) await tx.put('blobs', [owed]);
      await tx.put('blobParts', [{ groupId, blobId, size, data } satisfies BlobPart]);
    });
  }
}

const DAMAGED = { ok: false, trouble: 'damaged' } as const;
/** Of a head; a body is as long as its head says, within what was authenticated. */
const HEAD_MAX_BYTES = 4_096;

function record(head: Head, body: () => Promise<Uint8Array> = async () => new Uint8Array()): Record {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length);
  bytes.set(text, 4);
  return { head: bytes, body };
}

async function readHead(reader: ReturnType<typeof readerOf>): Promise<Head | undefined> {
  const length = await reader(4);
  if (!length) return undefined;
  const size = new DataView(length.buffer).getUint32(0);
  const text = size <= HEAD_MAX_BYTES ? await reader(size) : undefined;
  if (!text) return undefined;
  try {
    const parsed = v.safeParse(headSchema, JSON.parse(new TextDecoder().decode(text)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Asks for so many bytes; undefined: there are not that many. */
function readerOf(pieces: AsyncIterable<Uint8Array>): (length: number) => Promise<Bytes | undefined> {
  const source = pieces[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  return async (length) => {
    while (heldBytes < length) {
      const next = await source.next();
      if (next.done) return undefined;
      held.push(next.value);
      heldBytes += next.value.length;
    }
    const taken = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      const piece = held.shift() ?? new Uint8Array();
      const part = piece.subarray(0, length - filled);
      taken.set(part, filled);
      filled += part.length;
      if (part.length < piece.length) held.unshift(piece.subarray(part.length));
    }
    heldBytes -= length;
    return taken;
  };
}

function listOwedPhotos(store: DeviceStore): Promise<PhotoHead[]> {
  return store.read(['blobs', 'blobParts'], async (tx) => {
    const rows = await tx.list('blobs', { index: 'owed', from: 1, to: 1 });
    const photos: PhotoHead[] = [];
    for (const { groupId, blobId, mime, bytes: whole } of rows) {
      for (const size of BLOB_SIZES) {
        const part = await tx.get('blobParts', [groupId, blobId, size]);
        if (part) photos.push({ what: 'photo', groupId, blobId, mime, size, whole, bytes: part.data.length });
      }
    }
    return photos;
  });
}

async function readPhoto(store: DeviceStore, { groupId, blobId, size }: PhotoHead): Promise<Uint8Array> {
  const part = await store.read(['blobParts'], (tx) => tx.get('blobParts', [groupId, blobId, size]));
  return part?.data ?? new Uint8Array();
}
