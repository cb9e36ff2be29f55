/**
 * Photos as the server keeps them: taken in once they are whole, shown to who is in the group, forgotten with what they
 * belonged to.
 *
 *   upload whole ─→ normalised ─→ bytes durable ─→ record       a kill between: bytes without a record, swept later
 *   forgotten    ─→ record gone ─→ bytes gone                   nobody can ask for it from the first step on
 *
 * One that no row names any more is kept for a while, for who may bring its message back (decision 0071): they alone see it,
 * it takes nobody's room, and where room is short it goes first.
 */
import { ATTACHMENT_MAX_BYTES } from '#domain/attachments/attachment.ts';
import type { BlobRefusal, BlobSize } from '#protocol/blobs.ts';
import type { Wait } from '#protocol/kinds.ts';
import type { BlobKey, BlobRecord, BlobRecords } from '../db/blob-records.ts';
import type { Session } from '../sync/session.ts';
import { type BlobStore, blobKey } from './blob-store.ts';
import { normalisePhoto } from './normalise-photo.ts';

export interface PhotoLimits {
  /** Of what one group shows; what it could bring back fills at most the rest of it. */
  readonly groupMaxBytes: number;
  /** Of one account, in a day. */
  readonly dayMaxBytes: number;
}

export interface PhotoDeskOptions {
  readonly records: BlobRecords;
  readonly blobs: BlobStore;
  readonly limits: PhotoLimits;
  /** Could this account bring back what somebody else deleted in the group? */
  readonly mayRestore: (accountId: string, groupId: string) => Promise<boolean>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
}

export type Refused = { readonly refused: BlobRefusal } | Wait;

const DAY_MS = 24 * 3_600_000;

export class PhotoDesk {
  readonly #options: PhotoDeskOptions;
  #looking: Promise<unknown> = Promise.resolve();

  constructor(options: PhotoDeskOptions) {
    this.#options = options;
  }

  /** May this account send photos into the group now? Of a group that is not here yet, nobody knows: later. */
  async refusalOf({ accountId }: Session, { groupId }: BlobKey): Promise<Refused | undefined> {
    const membership = await this.#options.records.membershipOf(accountId, groupId);
    if (membership === 'none') return { wait: 'unknown-group' };
    return membership === 'out' ? { refused: 'not-a-member' } : undefined;
  }

  /** Is there room for so many bytes more? */
  async refusalOfBytes(
    { accountId }: Session,
    { groupId }: BlobKey,
    bytes: number,
  ): Promise<Refused | undefined> {
    const { records, limits, now } = this.#options;
    if (bytes > ATTACHMENT_MAX_BYTES) return { refused: 'photo-too-large' };
    const used = await records.measure({ groupId, accountId, since: now() - DAY_MS });
    const isFull = used.group + bytes > limits.groupMaxBytes || used.account + bytes > limits.dayMaxBytes;
    return isFull ? { refused: 'photo-quota' } : undefined;
  }

  /** Of one that is whole and taken. */
  find(key: BlobKey): Promise<BlobRecord | undefined> {
    return this.#options.records.get(key);
  }

  /** Looks at what was sent and keeps the picture. One at a time: a burst of photos leaves the other cores alone. */
  take({ accountId }: Session, key: BlobKey, sent: Uint8Array): Promise<Refused | undefined> {
    const taken = this.#looking.then(async (): Promise<Refused | undefined> => {
      const { records, blobs, now } = this.#options;
      const photo = await normalisePhoto(sent);
      if (photo === undefined) return { refused: 'not-a-photo' };
      if (photo === 'too-large') return { refused: 'photo-too-large' };
      const { groupId, blobId } = key;
      const { mime, width, height, whole, thumb } = photo;
      await blobs.put(blobKey(groupId, blobId, 'whole'), whole);
      await blobs.put(blobKey(groupId, blobId, 'thumb'), thumb);
      const stored = { bytes: whole.length + thumb.length, sentBytes: sent.length };
      await records.add({
        groupId,
        blobId,
        accountId,
        mime,
        width,
        height,
        ...stored,
        madeAt: now(),
        named: false,
        unnamedSince: null,
      });
      await this.#makeRoom(groupId);
      return undefined;
    });
    this.#looking = taken.catch(() => undefined);
    return taken;
  }

  /** For who is in the group, and for who sent it. undefined: there is none, or it is not theirs to see. */
  async read(
    { accountId }: Session,
    key: BlobKey,
    size: BlobSize,
  ): Promise<{ readonly mime: string; readonly bytes: Uint8Array<ArrayBuffer> } | undefined> {
    const { records, blobs } = this.#options;
    const record = await records.get(key);
    if (!record || !(await this.#maySee(accountId, record))) return undefined;
    const bytes = await blobs.get(blobKey(key.groupId, key.blobId, size));
    return bytes && { mime: size === 'thumb' ? 'image/webp' : record.mime, bytes };
  }

  async #maySee(accountId: string, record: BlobRecord): Promise<boolean> {
    const { records, mayRestore } = this.#options;
    const { groupId, unnamedSince } = record;
    if (record.accountId === accountId || (await this.#isOwn(accountId, record))) return true;
    if ((await records.membershipOf(accountId, groupId)) !== 'in') return false;
    if (unnamedSince === null || (await mayRestore(accountId, groupId))) return true;
    // It was brought back a moment ago, and the sweeper has not looked yet.
    return records.isNamed(record);
  }

  /** Sent as an account that has gone over into this one. */
  async #isOwn(accountId: string, { groupId, blobId }: BlobKey): Promise<boolean> {
    const own = await this.#options.records.listOfAccount(accountId);
    return own.some((one) => one.groupId === groupId && one.blobId === blobId);
  }

  /** What no row names goes, the longest deleted first, until the group is within its room. */
  async #makeRoom(groupId: string): Promise<void> {
    const held = await this.#options.records.listOfGroup(groupId);
    let over = held.reduce((sum, { bytes }) => sum + bytes, 0) - this.#options.limits.groupMaxBytes;
    const unnamed = held
      .flatMap(({ blobId, bytes, unnamedSince }) =>
        unnamedSince === null ? [] : [{ blobId, bytes, unnamedSince }],
      )
      .sort((a, b) => a.unnamedSince - b.unnamedSince);
    const tooMany: string[] = [];
    for (const { blobId, bytes } of unnamed) {
      if (over <= 0) break;
      tooMany.push(blobId);
      over -= bytes;
    }
    if (tooMany.length > 0) await this.forget(groupId, tooMany);
  }

  /** Everything this account ever sent. */
  async forgetAccount(accountId: string): Promise<void> {
    const sent = await this.#options.records.listOfAccount(accountId);
    for (const { groupId, blobId } of sent) await this.forget(groupId, [blobId]);
  }

  async forget(groupId: string, blobIds: readonly string[]): Promise<void> {
    const { records, blobs, onFailure } = this.#options;
    await records.remove(groupId, blobIds);
    const keys = blobIds.flatMap((blobId) => [
      blobKey(groupId, blobId, 'whole'),
      blobKey(groupId, blobId, 'thumb'),
    ]);
    // What stays of the bytes is nobody's, and goes with the next round of the sweeper.
    await blobs.remove(keys).catch(onFailure);
  }
}
