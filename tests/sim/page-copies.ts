/**
 * Copies as one page makes and uses them: at its start it recovers what a lost database held, before anything else touches it;
 * later it copies what changed, as the product's own schedule says, and puts an older copy back by hand. Its shelf takes time,
 * refuses and dies as its disk does.
 */
import { CopySchedule } from '#client/copies/copy-schedule.ts';
import type { CopyManifest, CopyStore } from '#client/copies/copy-store.ts';
import { readDeviceFile, restorePhotos } from '#client/copies/device-file.ts';
import { COPY_LOCK, makeCopy } from '#client/copies/make-copy.ts';
import { type BestParts, readCopy } from '#client/copies/read-copy.ts';
import { findLoss, recover } from '#client/copies/recover.ts';
import { type RestoreChoice, type Restored, restoreParts } from '#client/copies/restore-parts.ts';
import type { Clock } from '#client/platform/clock.ts';
import { type DeviceStore, StoreError } from '#client/platform/device-store.ts';
import type { Locks } from '#client/platform/locks.ts';
import type { Random } from '#client/platform/random.ts';
import type { Testimony, Witness } from '#client/platform/witness.ts';
import { getMeta } from '#client/sync/device-meta.ts';
import type { MemoryDeviceDatabase, Pace } from '#tests/support/memory-device-store.ts';
import type { CopyShelf } from './copy-shelf.ts';
import type { History } from './history.ts';
import type { Recoveries } from './recoveries.ts';
import type { Bends } from './sabotage.ts';
import type { Process } from './scheduler.ts';

export interface PageCopiesOptions {
  readonly process: Process;
  readonly shelf: CopyShelf;
  /** Of the second database. */
  readonly pace: Pace;
  readonly store: DeviceStore;
  readonly random: Random;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly witness: Witness | undefined;
  readonly history: History;
  readonly recoveries: Recoveries;
  readonly budgetBytes: number;
  readonly onFault: (error: unknown) => void;
  readonly bends: Bends | undefined;
}

export class PageCopies {
  /** The page's database, once it is recovered. */
  readonly store: DeviceStore;
  readonly #options: PageCopiesOptions;
  readonly #copies: CopyStore;
  readonly #schedule: CopySchedule;
  readonly #ready: Promise<void>;
  #owes = false;

  constructor(options: PageCopiesOptions) {
    this.#options = options;
    const { store, clock, onFault } = options;
    const copies = pacedCopies(options);
    this.#copies = options.bends?.copies?.(copies) ?? copies;
    this.#schedule = new CopySchedule({ clock, make: () => this.#make(), onFault });
    this.#ready = this.#recover();
    this.store = {
      read: (tables, run) => this.#ready.then(() => store.read(tables, run)),
      write: (tables, run) => this.#ready.then(() => store.write(tables, run)),
    };
  }

  /** What was lost is still in the copies alone. */
  get owes(): boolean {
    return this.#owes;
  }

  changed(tables: ReadonlySet<string>): void {
    this.#schedule.changed(tables);
  }

  /** The page goes out of sight. */
  hide(): Promise<void> {
    return this.#schedule.flush();
  }

  /** undefined: there is no copy. */
  async putBack(
    pick: (manifests: readonly CopyManifest[]) => CopyManifest | undefined,
    choice: RestoreChoice,
  ): Promise<Restored | undefined> {
    const { random, clock, bends } = this.#options;
    const store = bends?.restoreStore?.(this.store) ?? this.store;
    const manifest = pick(await this.#copies.list());
    if (!manifest) return undefined;
    const { parts } = await readCopy(this.#copies, manifest);
    return restoreParts({ store, random, now: clock.now() }, parts, choice);
  }

  /** Of a device file, all of it; undefined: it is none, and nothing has changed. `from`: what it was made of. */
  async takeIn(bytes: Uint8Array, from: MemoryDeviceDatabase): Promise<Restored | undefined> {
    const { random, clock, bends } = this.#options;
    const read = await readDeviceFile(pieceOf(bytes));
    if (!read.ok) return undefined;
    const store = bends?.carriedStore?.(this.store, from) ?? this.store;
    const now = clock.now();
    await restorePhotos(store, read.file.photos, now);
    return restoreParts({ store, random, now }, read.file.parts, { kind: 'everything' });
  }

  async #make(): Promise<void> {
    const { locks, clock, budgetBytes } = this.#options;
    await this.#ready;
    if (this.#owes) return;
    const held = await locks.acquire(COPY_LOCK, new AbortController().signal);
    try {
      await makeCopy({ store: this.store, copies: this.#copies, now: clock.now(), budgetBytes });
    } finally {
      held.release();
    }
  }

  /** As the app does before its engine is started; what could not be done is owed to the next start. */
  async #recover(): Promise<void> {
    const { random, clock, history, process, recoveries, bends } = this.#options;
    const store = bends?.restoreStore?.(this.#options.store) ?? this.#options.store;
    try {
      const lost = await findLoss(store, await this.#recall());
      if (lost === null) return;
      const copies = this.#copies;
      const recovered = await recover({ store, copies, random, now: clock.now() }, lost);
      if (recovered) this.#note(recovered.best, recovered.restored);
      else recoveries.note('at the start: no copy');
      history.add(process.name, `recovers ${JSON.stringify(recovered?.restored ?? 'nothing')}`);
    } catch (error) {
      if (!(error instanceof StoreError)) return this.#options.onFault(error);
      this.#owes = true;
      recoveries.note('at the start: refused by the disk, and owed');
      history.add(process.name, `cannot recover now: ${error.message}`);
    }
  }

  /** The copies are a witness too: of a database that this one does not answer for, as the other one is told (app/copy-keeper.ts). */
  async #recall(): Promise<Testimony | undefined> {
    const { witness, store } = this.#options;
    if (!witness) return undefined;
    const newest = (await this.#copies.list()).at(-1)?.canary;
    const held = await store.read(['meta'], (tx) => getMeta(tx, 'canary'));
    if (newest && newest.id !== held?.id && newest.id !== held?.answersFor) {
      witness.remember({ canary: newest.id, starts: newest.starts });
    }
    return witness.recall();
  }

  #note({ older, damaged }: BestParts, restored: Restored): void {
    const { recoveries } = this.#options;
    if (older.length > 0) recoveries.note('at the start: a part from an older copy');
    if (damaged.length > 0) recoveries.note('at the start: a part that no copy has whole');
    for (const [what, count] of Object.entries(restored)) {
      if (count > 0) recoveries.note(`at the start: ${what}`);
    }
  }
}

async function* pieceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

/** What the page asks of its second database takes time and may fail; a page that dies in it has changed all of it or nothing. */
function pacedCopies({ shelf, pace }: PageCopiesOptions): CopyStore {
  const read = async <R>(ask: () => Promise<R>): Promise<R> => {
    await pace.beforeRun();
    return ask();
  };
  return {
    list: () => read(() => shelf.store.list()),
    readTexts: (ids) => read(() => shelf.store.readTexts(ids)),
    change: async (change) => {
      await pace.beforeRun();
      await pace.beforeCommit();
      await shelf.store.change(change);
      await pace.afterCommit();
    },
  };
}
