/** What is carried by files, on the browser. Loaded when a screen first asks; see `session/carry-door.ts`. */
import * as v from 'valibot';
import { groupOfPart, groupPartName, readPart } from '#client/copies/device-copy.ts';
import {
  composeDeviceFile,
  type DeviceFile,
  readDeviceFile,
  restorePhotos,
} from '#client/copies/device-file.ts';
import { restoreParts } from '#client/copies/restore-parts.ts';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { postBundle } from '#client/platform/bundle-http.ts';
import { signText } from '#client/platform/device-signer.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { lookAtSealedFile, openSealedFile, SealedFileError, sealFile } from '#client/platform/sealed-file.ts';
import type {
  BundleMade,
  BundleRead,
  CarryDoor,
  FileOpened,
  FilePreview,
} from '#client/session/carry-door.ts';
import { getMeta } from '#client/sync/device-meta.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { packLane } from '#client/sync/pack-lane.ts';
import { getSigningKey } from '#client/sync/signing-key.ts';
import { BUNDLE_VERSION, type Bundle, bundleSchema, bundleText } from '#protocol/bundle.ts';
import { BUNDLE_LIMITS } from '#protocol/limits.ts';

export interface CarryDoorParts {
  readonly engine: Engine;
  readonly store: DeviceStore;
}

export function createCarryDoor({ engine, store }: CarryDoorParts): CarryDoor {
  const random = createBrowserRandom();
  return {
    async makeFile(passphrase, { onProgress, signal }) {
      const now = engine.correctedNow();
      const plain = await composeDeviceFile(store, { now });
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      let sealed = 0;
      for await (const piece of sealFile(plain.pieces(), { passphrase, bytes: plain.bytes })) {
        signal.throwIfAborted();
        pieces.push(piece);
        sealed += piece.length;
        onProgress(Math.min(1, sealed / plain.bytes));
      }
      return new File(pieces, `racha-${dayOf(now)}.racha`, { type: 'application/octet-stream' });
    },

    async lookAtFile(file) {
      return lookAtSealedFile(file).catch(() => 'unreadable' as const);
    },

    async openFile(file, passphrase, onProgress): Promise<FileOpened> {
      try {
        const opening = await openSealedFile(file, passphrase);
        if (!opening.ok) return opening;
        const read = await readDeviceFile(watched(opening.chunks, file.size, onProgress));
        if (!read.ok) return { ok: false, trouble: read.trouble === 'newer' ? 'newer' : 'tampered' };
        return {
          ok: true,
          file: read.file,
          preview: { ...previewOf(read.file), isOwn: await isOwn(store, read.file) },
        };
      } catch (error) {
        return { ok: false, trouble: error instanceof SealedFileError ? error.trouble : 'unreadable' };
      }
    },

    async takeIn(file, onProgress) {
      const now = Date.now();
      await restorePhotos(store, file.photos, now);
      const options = { store, random, now, onProgress: (done: number, of: number) => onProgress(done / of) };
      try {
        return await restoreParts(options, file.parts, { kind: 'everything' });
      } finally {
        await engine.noteRestored();
      }
    },

    async makeBundle(groupId): Promise<BundleMade> {
      const key = await getSigningKey(store);
      if (!key?.isKnown) return { ok: false, reason: 'unmet' };
      const packed = await packLane(store, groupId);
      if (!packed.ok) return packed;
      const { push, left } = packed;
      // The device took another id between the two.
      if (push.deviceId !== key.deviceId) return { ok: false, reason: 'unmet' };
      const signature = await signText(key.privateKey, bundleText(push));
      const bundle: Bundle = { racha: 'bundle', v: BUNDLE_VERSION, push, signature };
      // As text: share sheets take no other of what could be this.
      const file = new File([JSON.stringify(bundle)], `racha-entregar-${dayOf(engine.correctedNow())}.txt`, {
        type: 'text/plain',
      });
      return { ok: true, file, count: push.ops.length, left };
    },

    async readBundle(file): Promise<BundleRead> {
      const read = await parseBundle(file);
      if (!read.ok) return read;
      const { groupId, ops } = read.bundle.push;
      const actorId = ops[0]?.actorId ?? '';
      const { membership, group, member } = await store.read(
        ['memberships', 'groups', 'members'],
        async (tx) => ({
          membership: await tx.get('memberships', groupId),
          group: await tx.get('groups', [groupId, groupId]),
          member: await tx.get('members', [groupId, actorId]),
        }),
      );
      if (membership?.state !== 'member') return { ok: false, trouble: 'not-a-member' };
      const groupName = group?.name ?? membership.invitedName ?? '';
      return { ...read, groupName, author: member?.name, count: ops.length };
    },

    deliver: postBundle,
  };
}

async function parseBundle(
  file: Blob,
): Promise<{ readonly ok: true; readonly bundle: Bundle } | Extract<BundleRead, { ok: false }>> {
  if ((await lookAtSealedFile(file).catch(() => 'not-ours')) !== 'not-ours') {
    return { ok: false, trouble: 'device-file' };
  }
  if (file.size > BUNDLE_LIMITS.maxBytes) return { ok: false, trouble: 'not-ours' };
  const text = await file.text().catch(() => '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, trouble: /^\s*\{"racha":"bundle"/.test(text) ? 'damaged' : 'not-ours' };
  }
  const { racha, v: version } = (value ?? {}) as { racha?: unknown; v?: unknown };
  if (racha !== 'bundle') return { ok: false, trouble: 'not-ours' };
  if (typeof version === 'number' && version > BUNDLE_VERSION) return { ok: false, trouble: 'newer' };
  const parsed = v.safeParse(bundleSchema, value);
  return parsed.success ? { ok: true, bundle: parsed.output } : { ok: false, trouble: 'damaged' };
}

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
  onProgress: (share: number) => void,
): AsyncGenerator<Uint8Array, void> {
  let read = 0;
  for await (const chunk of chunks) {
    read += chunk.length;
    onProgress(Math.min(1, read / size));
    yield chunk;
  }
}

/** Of the person who is signed in here. */
async function isOwn(store: DeviceStore, { parts }: DeviceFile): Promise<boolean> {
  const person = await store.read(['meta'], (tx) => getMeta(tx, 'person'));
  return person !== undefined && person.accountId === readPart(parts, 'device')?.accountId;
}

function previewOf({ madeAt, parts, photos }: DeviceFile): Omit<FilePreview, 'isOwn'> {
  const groups = parts.flatMap(({ name }) => {
    const groupId = groupOfPart(name);
    const part = groupId === undefined ? undefined : readPart(parts, groupPartName(groupId));
    if (groupId === undefined || !part) return [];
    const groupName = part.groups[0]?.name ?? part.membership.invitedName ?? '';
    return [
      { groupId, name: groupName, messages: part.messages.filter(({ kind }) => kind === 'text').length },
    ];
  });
  return {
    madeAt,
    groups,
    queued: (readPart(parts, 'outbox') ?? []).filter(({ version }) => version === null).length,
    tray: (readPart(parts, 'tray') ?? []).length,
    drafts: (readPart(parts, 'drafts') ?? []).filter(({ text }) => text.trim() !== '').length,
    photos: new Set(photos.map(({ blobId }) => blobId)).size,
  };
}

/** In the person's own calendar, for a file name that sorts. */
function dayOf(at: number): string {
  const day = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
