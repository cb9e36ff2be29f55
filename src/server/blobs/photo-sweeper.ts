/**
 * Takes away photos that nothing speaks of any more.
 *
 *   named by no row now, but in the past   when nobody can return to that past any more (decision 0071)
 *   named nowhere any more                 at once: erased, or its group is gone
 *   never named                            after 30 days: its op may lie in the outbox of a phone in a drawer
 *   bytes without a record                 after a day: a kill came between the two
 *   named by an edit of a plan's text      never by itself: a text of before can be had back. With its group, or who sent it
 *
 * Commits say which groups to look at; once a day all are. What a kill forgets, the next round finds.
 */
import { listAttachments } from '#domain/apply-op.ts';
import type { BlobRecord, BlobRecords } from '../db/blob-records.ts';
import type { LogStore, PushWrites } from '../sync/log-store.ts';
import { tellCommits } from '../sync/tell-commits.ts';
import { type BlobStore, blobKey } from './blob-store.ts';
import type { PhotoDesk } from './photo-desk.ts';
import type { UploadServer } from './upload-server.ts';

export interface PhotoSweeperOptions {
  readonly records: BlobRecords;
  readonly blobs: BlobStore;
  readonly desk: PhotoDesk;
  readonly uploads: Pick<UploadServer, 'dropAbandoned'>;
  /** How long after its message was deleted a photo can be brought back with it; null: for ever. */
  readonly unnamedKeptMs: number | null;
  readonly onFailure: (error: unknown) => void;
  /** Epoch ms. */
  readonly now: () => number;
  /** Calls once after `ms`; returns what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** What one commit says of photos. */
interface News {
  readonly groupId: string;
  /** Photos its ops name. */
  readonly named: readonly string[];
  /** A row may speak of fewer now. */
  readonly mayLose: boolean;
}

/** Several deletions of one person are one look. */
const LOOK_AFTER_MS = 1_000;
const ROUND_MS = 24 * 3_600_000;
const FIRST_ROUND_MS = 10 * 60_000;
const NEVER_NAMED_KEPT_MS = 30 * 24 * 3_600_000;
const RECORDLESS_KEPT_MS = 24 * 3_600_000;

export class PhotoSweeper {
  readonly #options: PhotoSweeperOptions;
  readonly #toLook = new Set<string>();
  readonly #cancels = new Set<() => void>();
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: PhotoSweeperOptions) {
    this.#options = options;
    this.#after(FIRST_ROUND_MS, () => this.#goRound());
  }

  /** The same store, whose commits are heard here. */
  listen(store: LogStore): LogStore {
    return tellCommits<News>(store, {
      list: (_tx, writes) => listNews(writes),
      record: async (news) => {
        for (const one of news) this.#hear(one);
      },
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const cancel of this.#cancels) cancel();
    await this.#working;
  }

  /** All groups, all bytes, all uploads. Also from outside: tests and operators. */
  async sweepAll(): Promise<void> {
    const { records, uploads } = this.#options;
    for (const groupId of await records.listGroups()) await this.#sweepGroup(groupId);
    await this.#sweepBytes();
    await uploads.dropAbandoned();
  }

  #hear({ groupId, named, mayLose }: News): void {
    if (named.length > 0) this.#do(() => this.#options.records.noteNamed(groupId, named));
    if (!mayLose || this.#toLook.has(groupId)) return;
    this.#toLook.add(groupId);
    this.#after(LOOK_AFTER_MS, () => {
      this.#toLook.delete(groupId);
      this.#do(() => this.#sweepGroup(groupId));
    });
  }

  #goRound(): void {
    this.#do(() => this.sweepAll());
    this.#after(ROUND_MS, () => this.#goRound());
  }

  async #sweepGroup(groupId: string): Promise<void> {
    const { records, desk } = this.#options;
    const held = await records.listOfGroup(groupId);
    if (held.length === 0) return;
    const named = await records.listNamed(groupId);
    const idsOf = (some: readonly BlobRecord[]): string[] => some.map(({ blobId }) => blobId);
    if (named === undefined) return desk.forget(groupId, idsOf(held));
    const isThere = ({ blobId }: BlobRecord): boolean => named.has(blobId);
    const unnoted = held.filter((one) => isThere(one) && (!one.named || one.unnamedSince !== null));
    await records.noteNamed(groupId, idsOf(unnoted));
    const absent = held.filter((one) => !isThere(one));
    const past = absent.some((one) => one.named) ? await records.listInPast(groupId) : new Set<string>();
    const lost = absent.filter((one) => !this.#isKept(one, past));
    await desk.forget(groupId, idsOf(lost));
    const unnamed = absent.filter((one) => one.named && one.unnamedSince === null && !lost.includes(one));
    await records.noteUnnamed(groupId, idsOf(unnamed), this.#options.now());
  }

  /** Of one that no row names. */
  #isKept({ blobId, named, madeAt, unnamedSince }: BlobRecord, past: ReadonlySet<string>): boolean {
    const { unnamedKeptMs, now } = this.#options;
    if (!named) return madeAt >= now() - NEVER_NAMED_KEPT_MS;
    if (!past.has(blobId)) return false;
    return unnamedKeptMs === null || unnamedSince === null || unnamedSince >= now() - unnamedKeptMs;
  }

  async #sweepBytes(): Promise<void> {
    const { records, blobs, now } = this.#options;
    const known = new Map<string, ReadonlySet<string>>();
    const lost: string[] = [];
    for await (const { key, at } of blobs.list()) {
      const [groupId = ''] = key.split('/');
      if (at > now() - RECORDLESS_KEPT_MS) continue;
      if (!known.has(groupId)) {
        const held = await records.listOfGroup(groupId);
        const keys = held.flatMap(({ blobId }) => [
          blobKey(groupId, blobId, 'whole'),
          blobKey(groupId, blobId, 'thumb'),
        ]);
        known.set(groupId, new Set(keys));
      }
      if (!known.get(groupId)?.has(key)) lost.push(key);
    }
    await blobs.remove(lost);
  }

  #after(ms: number, run: () => void): void {
    if (this.#isStopped) return;
    const cancel = this.#options.after(ms, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
  }

  /** One after another. */
  #do(run: () => Promise<void>): void {
    this.#working = this.#working.then(async () => {
      if (!this.#isStopped) await run().catch(this.#options.onFailure);
    });
  }
}

function listNews({ entries, rows }: PushWrites): News[] {
  const losing = new Set(
    rows.flatMap((change) => {
      // Its receipts may be others now, or none; what an older version had can be put back, and still names them.
      if (change.table === 'expenses') return [change.row.groupId];
      if (change.table === 'messages') return change.row.deletedBy === null ? [] : [change.row.groupId];
      if (change.table === 'groups') return change.row.deletedAt === undefined ? [] : [change.row.groupId];
      return [];
    }),
  );
  const named = new Map<string, string[]>();
  for (const { op } of entries) {
    const ids = listAttachments(op).map(({ blobId }) => blobId);
    if (ids.length > 0) named.set(op.groupId, [...(named.get(op.groupId) ?? []), ...ids]);
  }
  return [...new Set([...losing, ...named.keys()])].map((groupId) => {
    return { groupId, named: named.get(groupId) ?? [], mayLose: losing.has(groupId) };
  });
}
