/**
 * One phone: a database that lasts, a cookie, a clock that is off, a link, and pages that come and go. Each page
 * runs the real engine. A crash takes a page between any two of its steps; opening makes a new one.
 */

import { codeOfError, describeError } from '#client/observability/error-code.ts';
import { StoreError } from '#client/platform/device-store.ts';
import { ACTS } from '#client/sync/acts.ts';
import { createConnectionLoop } from '#client/sync/connection-loop.ts';
import { createEngine, type EnginePorts } from '#client/sync/engine.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import type { OpenPlanTextPorts } from '#client/sync/open-plan-text.ts';
import { type MemoryConnection, MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { MemoryWitness } from '#tests/support/memory-witness.ts';
import { asBuild, type Build, NEWEST, runAs } from './builds.ts';
import type { Checker } from './checker.ts';
import { CopyShelf } from './copy-shelf.ts';
import { type DiskHabits, openDevicePace } from './device-pace.ts';
import { LockTable, openClock, openRandom, type WallClock } from './device-ports.ts';
import { type DiskLoss, truncateIdentity } from './disk-losses.ts';
import type { History } from './history.ts';
import { type IndexedDbConnection, IndexedDbDisk } from './indexeddb-disk.ts';
import type { Link } from './link.ts';
import { PageCopies } from './page-copies.ts';
import { type CookieJar, PageTransport } from './page-transport.ts';
import type { Streams } from './prng.ts';
import type { Recoveries } from './recoveries.ts';
import type { Bends } from './sabotage.ts';
import { Process, type Scheduler } from './scheduler.ts';
import type { ServerDoor } from './server-door.ts';
import type { SimBlobs } from './sim-blobs.ts';
import type { Strike } from './strikes.ts';
import { TabWords } from './tab-words.ts';
import { openWire } from './wire.ts';

export interface Page {
  readonly process: Process;
  /** For whoever holds the phone; inside it runs as code of the page's build. */
  readonly engine: Engine;
  readonly connection: MemoryConnection | IndexedDbConnection;
  readonly transport: PageTransport;
  readonly copies: PageCopies | undefined;
  /** What an open text of a plan needs besides the engine. */
  readonly ports: Pick<OpenPlanTextPorts, 'clock' | 'observe'>;
}

/** Rows of these say that a plan's text may be another one. */
const TEXT_TABLES: readonly string[] = ['planEdits', 'planTexts', 'outbox', 'memberships', 'cursors'];
/** A change of rows, until a tab has heard of it. */
const HEARD_AFTER_MS = 3;
/** What the tab that leads does for plans beside talking to the server, as `app/watch-due-expenses.ts` has it. */
const FIRST_CHORE_MS = 3_000;
const NEXT_CHORE_MS = 40_000;

/** What a browser keeps for the app. */
export interface Profile {
  readonly database: MemoryDeviceDatabase;
  readonly jar: CookieJar;
  readonly witness: MemoryWitness | undefined;
}

/** Which of it is gone: a part, as browsers evict store by store, or all. */
export type Eviction = 'database' | 'cookie' | 'witness' | 'all';

export interface SimDeviceOptions {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly history: History;
  readonly streams: Streams;
  readonly checker: Checker;
  readonly strike: Strike;
  readonly route: () => ServerDoor;
  readonly link: Link;
  readonly blobs: SimBlobs;
  readonly disk: DiskHabits;
  readonly wall: WallClock;
  /** A profile copied from another device, as it stood. */
  readonly profile?: Profile | undefined;
  /** Whether the browser has a place beside the database that remembers it. */
  readonly hasWitness: boolean;
  /** Copies are made of it, beside it, and what they were good for is noted; undefined: none are. */
  readonly recoveries: Recoveries | undefined;
  /** Dexie on IndexedDB, or memory with IndexedDB's rules. */
  readonly storage: 'memory' | 'indexeddb';
  readonly bends?: Bends | undefined;
}

export class SimDevice {
  readonly name: string;
  readonly pages: Page[] = [];
  readonly jar: CookieJar;
  witness: MemoryWitness | undefined;
  readonly wall: WallClock;
  readonly link: Link;
  readonly disk: DiskHabits;
  database: MemoryDeviceDatabase;
  /** What is installed: the next page runs it. */
  build: Build = NEWEST;
  /** The second database; undefined: none is used in this run. */
  readonly shelf: CopyShelf | undefined;
  /** Outbox entries in the order they were appended. */
  readonly appended: { readonly order: number; readonly opId: string; readonly groupId: string }[] = [];
  /** Ops that went to the end of the outbox when their photos were up: they stand where it was done first. */
  readonly movedToEnd = new Set<string>();
  /** Ops that came into this device’s tray. */
  readonly refused = new Set<string>();
  /** It lost its database and can know: the person has to be told. */
  owesWord = false;
  readonly #options: SimDeviceOptions;
  #indexedDb: IndexedDbDisk | undefined;
  readonly #locks: LockTable;
  readonly #words: TabWords;
  readonly #seen = new Set<string>();
  readonly #textObservers = new Map<() => void, Process>();
  #opened = 0;

  constructor(options: SimDeviceOptions) {
    this.#options = options;
    this.name = options.name;
    this.wall = options.wall;
    this.link = options.link;
    this.disk = options.disk;
    this.jar = { cookie: options.profile?.jar.cookie ?? null };
    this.witness = options.hasWitness ? (options.profile?.witness?.copy() ?? new MemoryWitness()) : undefined;
    this.database = this.#watch(options.profile?.database);
    this.#indexedDb = this.#openDisk();
    this.shelf = options.recoveries ? new CopyShelf() : undefined;
    this.#locks = new LockTable(options.scheduler);
    this.#words = new TabWords(options.scheduler);
  }

  /** Makes a page; the first one of a device makes its identity too. */
  open(): Page {
    const { scheduler, history, streams, checker, strike, route, bends } = this.#options;
    const process = new Process(`${this.name}.${++this.#opened}`, this.build);
    const dice = (concern: string) => streams.of(concern, this.name, this.#opened);
    const crash = (when: string): void => {
      this.crash(page, when);
      scheduler.after(dice('reopen').between(50, 5_000), () => {
        if (this.pages.length === 0) this.open();
      });
    };
    const pace = { scheduler, process, dice: dice('disk'), habits: this.disk, strike, crash };
    const connection = this.#indexedDb?.connect(pace) ?? this.database.connect(openDevicePace(pace));
    const transport = new PageTransport({
      scheduler,
      link: this.link,
      page: process,
      route,
      wire: openWire((what) => checker.fail('wire', `${this.name}: ${what}`)),
      jar: this.jar,
      history,
    });
    history.add(this.name, `opens page ${this.#opened}`);
    const clock = openClock(scheduler, process, this.wall, dice('origin').between(0, 1e6));
    const store = bends?.deviceStore?.(connection) ?? connection;
    const random = openRandom(dice('random'));
    const locks = this.#locks.open(process);
    // A disk that refuses is told of, and expected here; anything else is a bug.
    const onFault = (error: unknown): void => {
      checker.noteLogLine({ code: codeOfError(error), ...describeError(error) });
      if (error instanceof StoreError) history.add(process.name, `notes ${error.message}`);
      else checker.noteFault(process.name, error);
    };
    const { recoveries } = this.#options;
    const copies =
      this.shelf &&
      recoveries &&
      new PageCopies({
        ...{
          process,
          shelf: this.shelf,
          witness: this.witness,
          store,
          random,
          clock,
          locks,
          history,
          recoveries,
          onFault,
          bends,
        },
        pace: openDevicePace({ ...pace, dice: dice('copies-disk') }),
        budgetBytes: dice('copies-budget').pick([4_000, 40_000, 4_000_000]),
      });
    const ports: EnginePorts = {
      store: copies?.store ?? store,
      transport: bends?.transport?.(transport, () => this.database) ?? transport,
      ...(this.#options.blobs.isUsed && { blobs: this.#options.blobs.open(this.link, process) }),
      clock: bends?.deviceClock?.(clock) ?? clock,
      random,
      locks,
      tabs: this.#words.open(process),
      ...(this.witness && { witness: bends?.witness?.(this.witness) ?? this.witness }),
    };
    const engine = asBuild(
      this.build,
      runAs(this.build, () =>
        createEngine(ports, { loadConnections: () => createConnectionLoop, loadActs: () => ACTS, onFault }),
      ),
    );
    const observe = (onChanged: () => void) => {
      this.#textObservers.set(onChanged, process);
      return () => this.#textObservers.delete(onChanged);
    };
    const page: Page = { process, engine, connection, transport, copies, ports: { clock, observe } };
    this.pages.push(page);
    // A build without plans has no such table.
    if (knowsPlans(page)) this.#takeTyped(page, dice('chores').between(20, 500));
    return page;
  }

  /** What a page that died had noted becomes ops: as a page opens, and among the chores of the one that leads. */
  #takeTyped({ process, engine }: Page, afterMs: number): void {
    const { scheduler, bends } = this.#options;
    const planTexts = bends?.planTexts?.(engine.planTexts) ?? engine.planTexts;
    // A disk that refuses is asked again by the next one.
    const take = (): void => void planTexts.takeTyped().catch(() => undefined);
    const chore = (): void => {
      if (engine.status().leader) take();
      scheduler.after(NEXT_CHORE_MS, chore, process);
    };
    scheduler.after(afterMs, take, process);
    scheduler.after(afterMs + FIRST_CHORE_MS, chore, process);
  }

  /** The process is gone; what it had not committed never was. */
  crash(page: Page, when: string): void {
    if (!page.process.alive) return;
    this.#options.history.add(page.process.name, `dies ${when}`);
    this.#end(page);
    this.#options.bends?.onPageDeath?.(this.database);
  }

  /** The person closes the page; what it was doing it may finish or not. */
  close(page: Page): void {
    if (!page.process.alive) return;
    const { scheduler, history } = this.#options;
    history.add(page.process.name, 'closes');
    page.engine[Symbol.asyncDispose]().then(
      () => this.#end(page),
      () => this.#end(page),
    );
    scheduler.after(50, () => this.#end(page));
  }

  freeze(page: Page): void {
    this.#options.history.add(page.process.name, 'freezes');
    page.process.freeze();
  }

  /** Its person went on to another page: it sleeps with all its memory, and without its connections. */
  shelve(page: Page): void {
    this.#options.history.add(page.process.name, 'is shelved');
    page.process.freeze();
    page.transport.cutAll();
  }

  thaw(page: Page): void {
    if (!page.process.frozen) return;
    this.#options.history.add(page.process.name, 'thaws');
    this.#options.scheduler.thaw(page.process);
  }

  /** An older state of this profile comes back, under dead pages; `witness` undefined: of the database only. */
  restore(copy: MemoryDeviceDatabase, witness: MemoryWitness | undefined): void {
    this.#replaceDatabase(copy);
    if (this.witness && witness) this.witness = witness.copy();
    this.#options.history.add(this.name, 'its profile is an older one now');
  }

  /** The browser threw it away while no page was open. */
  evict(what: Eviction): void {
    const remembers = this.witness?.recall() !== undefined;
    if (what === 'database' || what === 'all') this.#replaceDatabase(undefined);
    if (what !== 'cookie') this.owesWord = what === 'database' && remembers;
    if (what === 'cookie' || what === 'all') this.jar.cookie = null;
    if (what === 'witness' || what === 'all') this.witness?.forget();
    this.#options.history.add(this.name, `${what} evicted`);
  }

  /** It works on a database that was begun, or brought back from a copy; not one whose disk refused what was to come back. */
  get isRecovered(): boolean {
    const owes = this.pages.some(({ copies }) => copies?.owes);
    return !owes && this.database.rows('meta').some(({ name }) => name === 'device');
  }

  /** The browser threw away what it worked on, or what was kept beside it, or both. */
  loseDisk(what: DiskLoss): void {
    if (what === 'copies' || what === 'both') this.shelf?.clear();
    if (what === 'main' || what === 'both') this.evict('database');
    if (what === 'identity') {
      const copy = this.database.copy();
      truncateIdentity(copy);
      this.#replaceDatabase(copy);
    }
    this.#options.history.add(this.name, `${what} lost`);
  }

  #replaceDatabase(next: MemoryDeviceDatabase | undefined): void {
    for (const page of [...this.pages]) this.crash(page, 'to have its profile exchanged');
    this.database = this.#watch(next);
    this.#indexedDb = this.#openDisk();
    this.appended.splice(0);
    this.refused.clear();
    this.owesWord = false;
  }

  /** Tables in which IndexedDB holds something else than was committed. */
  async listDiskDifferences(): Promise<string[]> {
    return (await this.#indexedDb?.listDifferences()) ?? [];
  }

  /** A row of `database` was changed by no transaction. */
  spoil(): void {
    const { checker } = this.#options;
    this.#indexedDb?.takeFromMirror().catch((error) => checker.noteFault(this.name, error));
  }

  #openDisk(): IndexedDbDisk | undefined {
    return this.#options.storage === 'indexeddb' ? new IndexedDbDisk(this.database) : undefined;
  }

  #watch(source: MemoryDeviceDatabase | undefined): MemoryDeviceDatabase {
    const { checker } = this.#options;
    const onCommit: ConstructorParameters<typeof MemoryDeviceDatabase>[0] = (changes) => {
      const moved = new Set(
        changes.flatMap(({ table, before, after }) =>
          table === 'outbox' && after === undefined && isHeld(before) ? [before?.opId] : [],
        ),
      );
      for (const { table, before, after } of changes) {
        if (table === 'tray' && after !== undefined) this.refused.add(String(after.opId));
        if (table !== 'outbox' || before !== undefined || after === undefined) continue;
        const { order, opId, groupId } = after as { order: number; opId: string; groupId: string };
        // Its photos are up: it stands where it is now, as if it had been written last.
        if (moved.has(opId)) {
          this.movedToEnd.add(opId);
          // Of a profile that was put back, whose op the log has had since before: it stands where it stood.
          if (checker.group(groupId)?.versionsByOp.has(opId)) continue;
          const at = this.appended.findIndex((one) => one.opId === opId);
          this.appended.splice(at, at < 0 ? 0 : 1, { order, opId, groupId });
          continue;
        }
        // What heals a restored server comes into the outbox a second time: written it was the first time.
        if (!this.#seen.has(opId)) this.appended.push({ order, opId, groupId });
        this.#seen.add(opId);
      }
      const tables = new Set(changes.map(({ table }) => table));
      for (const { copies } of this.pages) copies?.changed(tables);
      if (TEXT_TABLES.some((table) => tables.has(table as never))) this.#tellTexts();
      const epoch = this.database.rows('meta').find((row) => row.name === 'epoch')?.value;
      checker.deviceCommits(this.name, epoch as string | undefined, changes);
    };
    return source?.copy(onCommit) ?? new MemoryDeviceDatabase(onCommit);
  }

  #tellTexts(): void {
    for (const [observer, process] of this.#textObservers) {
      this.#options.scheduler.after(HEARD_AFTER_MS, observer, process);
    }
  }

  #end(page: Page): void {
    const at = this.pages.indexOf(page);
    if (at < 0) return;
    for (const [observer, process] of this.#textObservers) {
      if (process === page.process) this.#textObservers.delete(observer);
    }
    this.pages.splice(at, 1);
    page.process.kill();
    page.connection.drop();
    page.transport.abandon();
    this.#locks.releaseAll(page.process);
    this.#words.forget(page.process);
  }
}

/** Whether its app is one with plans. */
export const knowsPlans = ({ process }: Page): boolean => !process.build.has('plan.edited@1');

/** Of an outbox entry: it waits for photos. */
function isHeld(entry: Readonly<Record<string, unknown>> | undefined): boolean {
  return Array.isArray(entry?.awaits) && entry.awaits.length > 0;
}
