/**
 * The index of everything on this device that can be found by its words, kept true while it is open.
 *
 *   start ─→ groups ─→ their parts, the newest first ─→ whole ──something was written──→ follow ──a while of quiet──→ saved
 *                          └ asked meanwhile: answers from what is there, and says how much that is
 *
 * Memory: `DOCS_MAX` rows of words, some 0.8 KB each; beyond that the oldest spans are left out, which the answer says (the
 * server has them). Confirmed rows come from the parts; what waits in the outbox is a small part of its own, made anew whenever
 * the outbox changes, and hides the confirmed rows it changes.
 */
import type { DeviceDatabase } from '#client/store/database.ts';
import { observeChanges } from '#client/store/observe-changes.ts';
import { SEARCHED_TABLES } from '#client/store/search-parts.ts';
import {
  readPendingRows,
  readSearchedGroups,
  type SearchedGroup,
  type SearchedRow,
} from '#client/store/search-reads.ts';
import { docId, docOf } from './docs.ts';
import { GroupIndex } from './group-index.ts';
import { IndexPart } from './part.ts';
import type { TextPorts } from './plan-index.ts';
import type { TextReader } from './text-reader.ts';

/** About 120 MB of a phone's memory. */
export const DOCS_MAX = 150_000;
const TRY_AGAIN_AFTER_MS = 2_000;
/** Long enough that a lively conversation does not write a part again with each message. */
const SAVE_AFTER_MS = 20_000;

export interface IndexedGroup extends SearchedGroup {
  readonly index: GroupIndex;
}

export interface PendingDocs {
  readonly part: IndexPart;
  /** Rows as they are shown, and confirmed ones they stand in front of, by `groupId docId`. */
  readonly rows: ReadonlyMap<string, SearchedRow>;
}

export interface SearchIndexOptions {
  readonly db: DeviceDatabase;
  /** There is more to find than before. */
  readonly onChanged: () => void;
  readonly onFault: (error: unknown) => void;
  /** Lets the worker hear what came meanwhile. */
  readonly breathe: () => Promise<void>;
  readonly docsMax?: number;
}

const FOLLOWED: ReadonlySet<string> = new Set([
  ...SEARCHED_TABLES,
  'memberships',
  'cursors',
  'groups',
  'members',
  'plans',
  'outbox',
  'planTexts',
]);

export class SearchIndex {
  readonly #options: SearchIndexOptions;
  readonly #groups = new Map<string, IndexedGroup>();
  #pending: PendingDocs = { part: IndexPart.of([]), rows: new Map() };
  #spans = 0;
  #isCut = false;
  #stop = (): void => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | undefined;
  #isStale = true;
  #hasTexts = false;
  #reader: Promise<TextReader> | undefined;
  #isStopped = false;

  constructor(options: SearchIndexOptions) {
    this.#options = options;
  }

  /** Resolves when everything is in it. */
  start(): Promise<void> {
    this.#stop = observeChanges(this.#options.db, (tables) => {
      if (![...tables].some((table) => FOLLOWED.has(table))) return;
      this.#isStale = true;
      this.#hasTexts ||= tables.has('planTexts');
      void this.#work();
    });
    return this.#work();
  }

  stop(): void {
    this.#isStopped = true;
    this.#stop();
    clearTimeout(this.#timer);
  }

  get groups(): readonly IndexedGroup[] {
    return [...this.#groups.values()];
  }

  get pending(): PendingDocs {
    return this.#pending;
  }

  /** Of what is to be read. */
  get share(): number {
    const left = this.groups.reduce((sum, { index }) => sum + index.left, 0);
    return this.#spans === 0 ? (this.#isStale ? 0 : 1) : 1 - left / this.#spans;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  get count(): number {
    return this.groups.reduce((sum, { index }) => sum + index.count, this.#pending.part.count);
  }

  hasText(groupId: string, planId: string): boolean {
    return this.#groups.get(groupId)?.index.plans.hasText(planId) ?? false;
  }

  /** Everything that is not on the disk. */
  async save(): Promise<void> {
    for (const { index } of this.groups) {
      while (!this.#isStopped && (await index.saveOne())) await this.#options.breathe();
    }
  }

  get #ports(): TextPorts {
    const { db } = this.#options;
    return { db, openReader: () => this.#openReader(), now: () => performance.now() };
  }

  #openReader(): Promise<TextReader> {
    this.#reader ??= import('./text-reader.ts').then(
      ({ TextReader }) => new TextReader(this.#options.db),
      (error: unknown) => {
        this.#reader = undefined;
        throw error;
      },
    );
    return this.#reader;
  }

  #work(): Promise<void> {
    this.#working ??= this.#run()
      .catch((error: unknown) => {
        // A database that is being let go; another page will make what is missing.
        if (this.#isStopped) return;
        this.#options.onFault(error);
        // Else what was not read yet would be found only after the next change of a row.
        this.#timer = setTimeout(() => void this.#work(), TRY_AGAIN_AFTER_MS);
      })
      .finally(() => {
        this.#working = undefined;
      });
    return this.#working;
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer);
    while (!this.#isStopped) {
      if (this.#isStale) {
        this.#isStale = false;
        await this.#follow();
        this.#options.onChanged();
      }
      const next = this.#nextGroup();
      if (!next) break;
      if (this.count >= (this.#options.docsMax ?? DOCS_MAX)) {
        this.#isCut = true;
        for (const { index } of this.groups) index.cut();
        break;
      }
      if (!(await next.index.loadNext())) this.#isStale = true;
      await this.#options.breathe();
    }
    if (this.#isStopped) return;
    this.#options.onChanged();
    const due = this.groups.flatMap(({ index }) => index.plans.dueInMs ?? []);
    if (due.length > 0) this.#timer = setTimeout(() => void this.#work(), Math.min(...due));
    else this.#timer = setTimeout(() => void this.save().catch(this.#options.onFault), SAVE_AFTER_MS);
  }

  /** The one with the most left: groups fill up side by side, each from its newest. */
  #nextGroup(): IndexedGroup | undefined {
    const open = this.groups.filter(({ index }) => index.isDue);
    return open.sort((a, b) => b.index.left - a.index.left)[0];
  }

  async #follow(): Promise<void> {
    const { db } = this.#options;
    const hasTexts = this.#hasTexts;
    this.#hasTexts = false;
    const present = await readSearchedGroups(db);
    const ids = new Set(present.map(({ groupId }) => groupId));
    for (const groupId of this.#groups.keys()) if (!ids.has(groupId)) this.#groups.delete(groupId);
    for (const group of present) {
      const held = this.#groups.get(group.groupId);
      const isFollowed = held !== undefined && (await held.index.follow(group.place));
      if (held && !isFollowed) (await this.#reader)?.forget(group.groupId);
      const index = isFollowed ? held.index : new GroupIndex(this.#ports, group.groupId, group.place);
      index.plans.follow(group, hasTexts);
      this.#groups.set(group.groupId, { ...group, index });
    }
    this.#spans = Math.max(
      this.#spans,
      this.groups.reduce((sum, { index }) => sum + index.left, 0),
    );
    this.#pending = await readPending(db);
  }
}

async function readPending(db: DeviceDatabase): Promise<PendingDocs> {
  const found = await readPendingRows(db);
  const rows = new Map(found.map((one) => [`${one.row.groupId} ${docId(one.table, one.row.id)}`, one]));
  const docs = found.flatMap(({ table, row }) => {
    const doc = docOf(table, row);
    return doc ? [{ ...doc, id: `${row.groupId} ${doc.id}` }] : [];
  });
  return { part: IndexPart.of(docs), rows };
}
