/** The photos of a session: the shelf of sync, the reads of store and the browser's own canvas, as one door. Loaded when first needed. */
import type { BlobTransport } from '#client/platform/blob-transport.ts';
import { createBrowserClock } from '#client/platform/browser-clock.ts';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { shrinkPhoto } from '#client/platform/shrink-photo.ts';
import type { PhotoDoor, Shown } from '#client/session/photos.ts';
import { observeSending, readPhoto } from '#client/store/photo-reads.ts';
import { createPhotoShelf } from '#client/sync/photo-shelf.ts';
import { makeId } from '#client/sync/stamp-op.ts';
import type { BlobSize } from '#protocol/blobs.ts';

export interface PhotoDoorParts {
  readonly database: Parameters<typeof readPhoto>[0];
  readonly store: DeviceStore;
  readonly blobs: BlobTransport;
  readonly onFault: (error: unknown) => void;
}

export function createPhotoDoor({ database, store, blobs, onFault }: PhotoDoorParts): PhotoDoor {
  const shelf = createPhotoShelf({ store, blobs, clock: createBrowserClock() });
  const random = createBrowserRandom();
  const shown = (bytes: Uint8Array<ArrayBuffer>, mime: string, size: BlobSize): Shown => ({
    state: 'here',
    blob: new Blob([bytes], { type: size === 'thumb' ? 'image/webp' : mime }),
  });
  // Once in a run: what was attached and thrown away, and what is too much.
  void shelf.tidy().catch(onFault);
  return {
    async attach(groupId, file) {
      const shrunk = await shrinkPhoto(file).catch(onFault);
      if (!shrunk) return { ok: false, error: 'unreadable' };
      const { whole, thumb, ...shape } = shrunk;
      const attachment = { blobId: makeId(random), bytes: whole.length, ...shape };
      const kept = await shelf.keep({ groupId, attachment, whole, thumb });
      return kept.ok ? { ok: true, attachment } : kept;
    },
    async show({ groupId, attachment, isPassing = false }, size, signal) {
      const { blobId, mime } = attachment;
      const read = () => readPhoto(database, { groupId, blobId }, size);
      const held = await read();
      if (held) return shown(held, mime, size);
      if (isPassing) {
        const answer = await blobs.download({ groupId, blobId, size }, signal);
        if (answer.kind === 'here') return shown(answer.bytes, mime, size);
        return { state: answer.kind === 'gone' ? 'gone' : 'away' };
      }
      const fetched = await shelf.fetch({ groupId, attachment, size }, signal);
      if (fetched === 'gone') return { state: 'gone' };
      const bytes = fetched === 'here' ? await read() : undefined;
      return bytes ? shown(bytes, mime, size) : { state: 'away' };
    },
    observeSending: ({ groupId, attachment }) =>
      observeSending(database, { groupId, blobId: attachment.blobId }),
  };
}
