/**
 * The photos this device holds: those of its person that the server lacks, which nothing but their sending takes away, and
 * copies of what was looked at, of which the longest unseen go when there are too many.
 */
import type { BlobTransport } from '#client/platform/blob-transport.ts';
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore, WriteTransaction } from '#client/platform/device-store.ts';
import type { BlobRow } from '#client/store/tables.ts';
import { listAttachments } from '#domain/apply-op.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { BlobSize } from '#protocol/blobs.ts';
import type { CommitError } from './engine-types.ts';
import { commitErrorOf } from './refused.ts';

export interface NewPhoto {
  readonly groupId: string;
  readonly attachment: Attachment;
  readonly whole: Uint8Array<ArrayBuffer>;
  readonly thumb: Uint8Array<ArrayBuffer>;
}

export interface PhotoShelf {
  /** Before anything names it. Resolves when it is on disk. */
  keep(photo: NewPhoto): Promise<{ readonly ok: true } | { readonly ok: false; readonly error: CommitError }>;
  /** Brings a photo that is not here, and keeps a copy. */
  fetch(
    photo: { readonly groupId: string; readonly attachment: Attachment; readonly size: BlobSize },
    signal: AbortSignal,
  ): Promise<'here' | 'gone' | 'unreachable'>;
  /** Takes away what nothing names and what is too much. */
  tidy(): Promise<void>;
}

export interface PhotoShelfPorts {
  readonly store: DeviceStore;
  readonly blobs: BlobTransport;
  readonly clock: Pick<Clock, 'now'>;
}

/** Some five hundred photos; a browser that has no room for them throws the whole database away. */
const COPIES_MAX_BYTES = 120 * 1024 * 1024;
/** An attached photo that was never sent: somebody may still be writing under it. */
const UNNAMED_KEPT_MS = 24 * 3_600_000;
const TIDY_EVERY = 25;
const PART_SIZES: readonly BlobSize[] = ['whole', 'thumb'];
const TABLES = ['blobs', 'blobParts'] as const;

export function createPhotoShelf({ store, blobs, clock }: PhotoShelfPorts): PhotoShelf {
  let fetched = 0;

  async function tidy(): Promise<void> {
    const now = clock.now();
    await store.write([...TABLES, 'outbox', 'tray', 'drafts'], async (tx) => {
      const rows = await tx.list('blobs');
      const owed = rows.filter((row) => row.owed && row.seenAt < now - UNNAMED_KEPT_MS);
      const named = owed.length > 0 ? await listNamed(tx) : new Set();
      await removeBlobs(
        tx,
        owed.filter(({ blobId }) => !named.has(blobId)),
      );
      await removeBlobs(tx, listOverflow(rows));
    });
  }

  return {
    tidy,
    async keep({ groupId, attachment, whole, thumb }) {
      const { blobId, mime, bytes } = attachment;
      try {
        await store.write(TABLES, async (tx) => {
          await tx.put('blobs', [{ groupId, blobId, mime, bytes, owed: 1, sent: 0, seenAt: clock.now() }]);
          await tx.put('blobParts', [
            { groupId, blobId, size: 'whole', data: whole },
            { groupId, blobId, size: 'thumb', data: thumb },
          ]);
        });
        return { ok: true };
      } catch (error) {
        return { ok: false, error: commitErrorOf(error) };
      }
    },
    async fetch({ groupId, attachment, size }, signal) {
      const { blobId, mime } = attachment;
      const answer = await blobs.download({ groupId, blobId, size }, signal);
      if (answer.kind !== 'here') return answer.kind;
      const { bytes: data } = answer;
      await store.write(TABLES, async (tx) => {
        const present = await tx.get('blobs', [groupId, blobId]);
        const bytes = (present?.bytes ?? 0) + data.length;
        await tx.put('blobs', [
          { ...present, groupId, blobId, mime, bytes, sent: bytes, seenAt: clock.now() },
        ]);
        await tx.put('blobParts', [{ groupId, blobId, size, data }]);
      });
      fetched += 1;
      if (fetched % TIDY_EVERY === 0) await tidy();
      return 'here';
    },
  };
}

/** With all their parts. */
export async function removeBlobs(
  tx: WriteTransaction,
  rows: readonly Pick<BlobRow, 'groupId' | 'blobId'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.remove(
    'blobs',
    rows.map(({ groupId, blobId }) => [groupId, blobId]),
  );
  await tx.remove(
    'blobParts',
    rows.flatMap(({ groupId, blobId }) => PART_SIZES.map((size) => [groupId, blobId, size])),
  );
}

/** What is queued, refused or being written still names its photos. */
async function listNamed(tx: WriteTransaction): Promise<ReadonlySet<string>> {
  const waiting = await tx.list('outbox');
  const refused = await tx.list('tray');
  const photos = [...waiting, ...refused].flatMap(({ op }) => listAttachments(op));
  // A form keeps what stands in it as it likes.
  const drafts = JSON.stringify(await tx.list('drafts'));
  const drafted = [...drafts.matchAll(/"blobId":"([^"]+)"/g)].map(([, blobId = '']) => blobId);
  return new Set([...photos.map(({ blobId }) => blobId), ...drafted]);
}

function listOverflow(rows: readonly BlobRow[]): BlobRow[] {
  let bytes = 0;
  return rows
    .filter(({ owed }) => !owed)
    .sort((a, b) => b.seenAt - a.seenAt)
    .filter((row) => {
      bytes += row.bytes;
      return bytes > COPIES_MAX_BYTES;
    });
}
