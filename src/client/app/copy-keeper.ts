/**
 * Keeps the copies of an open session: makes them when something changed (in the tab that leads, when the page has a moment),
 * brings them under the app lock as it stands, and hands them to the screens.
 *
 * A database that was emptied under the open page is filled from them there and then (copies/keep-copy.ts).
 *
 * When the newest copy is of a database that this one does not answer for, the first one was lost and nothing told: the
 * witness had gone with it. The copies are a witness too: it is told, and the page is loaded anew (recover-device.ts).
 */
import { CopySchedule } from '#client/copies/copy-schedule.ts';
import { type Kept, keepCopy, makeByHand } from '#client/copies/keep-copy.ts';
import { COPY_LOCK } from '#client/copies/make-copy.ts';
import { type ReadCopy, readCopy } from '#client/copies/read-copy.ts';
import { findLoss } from '#client/copies/recover.ts';
import { type RestoreChoice, type Restored, restoreParts } from '#client/copies/restore-parts.ts';
import { reportError } from '#client/observability/report-error.ts';
import { createBrowserChoices } from '#client/platform/browser-choices.ts';
import { createBrowserClock } from '#client/platform/browser-clock.ts';
import { createBrowserLocks } from '#client/platform/browser-locks.ts';
import { createBrowserRandom } from '#client/platform/browser-random.ts';
import { createBrowserWitness } from '#client/platform/browser-witness.ts';
import { readWiping } from '#client/platform/change-person.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { laterWhileWriting } from '#client/platform/later-while-writing.ts';
import { readLeaving } from '#client/platform/present-person.ts';
import { isWriting } from '#client/platform/writing.ts';
import { flushBeforeLeaving } from '#client/session/before-leaving.ts';
import type { CopyDoor, Progress } from '#client/session/copies.ts';
import { type CopiesDatabase, openCopies } from '#client/store/copies-database.ts';
import { writeLock } from '#client/store/lock-record.ts';
import { observeChanges } from '#client/store/observe-changes.ts';
import type { PersonDatabase } from '#client/store/person-databases.ts';
import { getMeta } from '#client/sync/device-meta.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { lookInside, summarise } from './copy-views.ts';
import type { Unlocked } from './unlocked-layer.ts';

export interface CopyKeeperParts {
  readonly engine: Engine;
  readonly database: PersonDatabase;
  readonly store: DeviceStore;
  readonly unlocked: Unlocked | undefined;
}

export interface CopyKeeper {
  readonly door: CopyDoor;
  stop(): Promise<void>;
}

/** Of what the browser gives this site, and never more than so much. */
const QUOTA_SHARE = 0.05;
const BUDGET_MAX_BYTES = 50_000_000;
/** Where the browser does not say what it gives. */
const BUDGET_BYTES = 10_000_000;

export async function keepCopies(parts: CopyKeeperParts): Promise<CopyKeeper> {
  const { engine, database, store, unlocked } = parts;
  const copies = await openCopies({ person: database.name, seal: unlocked?.copySeal });
  const stopping = new AbortController();
  const { signal } = stopping;
  const locks = createBrowserLocks();
  const choices = createBrowserChoices();
  const witness = createBrowserWitness(database.name);
  const make = async (): Promise<Kept> => {
    const held = await locks.acquire(`${COPY_LOCK} ${database.name}`, signal);
    try {
      // Emptied by whoever signs out in another tab: that is no loss.
      if (readWiping(readLeaving()) === database.name) return 'copied';
      const kept = await keepCopy({
        store,
        copies,
        random: createBrowserRandom(),
        now: Date.now(),
        budgetBytes: await readBudget(),
        choices,
        breathe,
        testimony: witness.recall(),
        isLocked: unlocked !== undefined,
      });
      if (kept === 'recovered') await engine.noteRestored();
      return kept;
    } finally {
      held.release();
    }
  };
  /** Emptied under the open page: what was lost comes back now, not when the next copy is due. */
  const heal = async (): Promise<void> => {
    if (!engine.status().leader || (await findLoss(store, witness.recall())) === null) return;
    if (!signal.aborted && (await make()) === 'owed') await beginAnew();
  };
  const schedule = new CopySchedule({
    clock: createBrowserClock(),
    make: async () => {
      if (!engine.status().leader) return;
      await idle(signal);
      if (!signal.aborted && (await make()) === 'owed') await beginAnew();
    },
    onFault: note,
  });
  let looked: { readonly order: number; readonly found: ReadCopy } | undefined;
  /** The one that was looked at last is in hand: a newer one may take its place while somebody reads it. */
  const readOne = async (order: number): Promise<ReadCopy | undefined> => {
    if (looked?.order === order) return looked.found;
    const manifest = (await copies.list()).find((copy) => copy.order === order);
    if (!manifest) return undefined;
    looked = { order, found: await readCopy(copies, manifest) };
    return looked.found;
  };
  const mustRead = async (order: number): Promise<ReadCopy> =>
    (await readOne(order)) ?? { parts: [], damaged: ['copy'] };
  const restore = async (
    { parts: found, damaged }: ReadCopy,
    choice: RestoreChoice,
    onProgress: Progress,
  ): Promise<Restored> => {
    const ports = { store, random: createBrowserRandom(), now: Date.now(), choices, onProgress };
    const restored = await restoreParts(ports, found, choice);
    await engine.noteRestored();
    return { ...restored, damaged: restored.damaged + damaged.length };
  };
  const isReady = await settle(parts, copies, signal);
  const stopWatching = isReady ? watch(parts, schedule, heal) : () => {};
  return {
    door: {
      list: async () => [...(await copies.list())].reverse().map(summarise),
      look: async (order) => {
        const found = await readOne(order);
        return found && lookInside(found);
      },
      make: () => makeByHand(make, () => findLoss(store, witness.recall())),
      restore: async (order, choice, onProgress) => restore(await mustRead(order), choice, onProgress),
      readPlan: async (order, key) => {
        const { readPlanWords } = await import('#client/copies/restore-plan.ts');
        return readPlanWords((await mustRead(order)).parts, key);
      },
      restorePlan: async (order, key, { titleOf, onProgress }) => {
        const { restoreBeside } = await import('#client/copies/restore-plan.ts');
        const found = await mustRead(order);
        const restored = await restore(found, { kind: 'plan', ...key }, onProgress);
        const beside = await restoreBeside({ engine, store }, found.parts, { key, titleOf });
        return { restored, beside };
      },
    },
    async stop() {
      stopWatching();
      stopping.abort();
      await schedule.stop();
      copies.close();
    },
  };
}

/** A copy needs what it copies to change first: in this tab or another, or before the page was opened. */
function watch(
  { engine, database }: CopyKeeperParts,
  schedule: CopySchedule,
  heal: () => Promise<void>,
): () => void {
  // Each op writes `meta`, too.
  const look = laterWhileWriting(createBrowserClock(), LOOK_AGAIN_MS, () => void heal().catch(note));
  const stopObserving = observeChanges(database, (tables) => {
    schedule.changed(tables);
    if (tables.has('meta')) look.ask();
  });
  let led = false;
  const lead = (): void => {
    const { leader } = engine.status();
    if (leader && !led) {
      schedule.changed(new Set(['outbox']));
      void heal().catch(note);
    }
    led = leader;
  };
  const unsubscribe = engine.subscribe(lead);
  lead();
  const hide = (): void => {
    if (document.visibilityState === 'hidden') void schedule.flush();
  };
  document.addEventListener('visibilitychange', hide);
  return () => {
    stopObserving();
    look.stop();
    unsubscribe();
    document.removeEventListener('visibilitychange', hide);
  };
}

/** False: the session begins anew, and this one makes no copy. */
async function settle(parts: CopyKeeperParts, copies: CopiesDatabase, signal: AbortSignal): Promise<boolean> {
  if (!(await settleLock(parts, copies, signal))) return false;
  const { database, store, unlocked } = parts;
  // Owed since the page was opened; without a lock it comes back before the first copy (keep-copy.ts).
  if ((await findLoss(store, undefined)) !== null) return !unlocked;
  const testimony = (await copies.list()).at(-1)?.canary;
  const held = await store.read(['meta'], (tx) => getMeta(tx, 'canary'));
  if (!testimony || !held || testimony.id === held.answersFor) return true;
  if (testimony.id === held.id && testimony.starts <= held.starts) return true;
  const witness = createBrowserWitness(database.name);
  witness.remember({ canary: testimony.id, starts: testimony.starts });
  // One that keeps nothing would be told at every start.
  if (witness.recall()?.canary !== testimony.id) return true;
  await beginAnew();
  return false;
}

async function beginAnew(): Promise<void> {
  await flushBeforeLeaving();
  location.reload();
}

async function settleLock(
  { database, store, unlocked }: CopyKeeperParts,
  copies: CopiesDatabase,
  signal: AbortSignal,
): Promise<boolean> {
  const noted = await copies.getLock();
  if (!unlocked && !noted) return true;
  if (!unlocked && noted) {
    const held = await store.read(['memberships'], (tx) => tx.count('memberships'));
    if (held > 0) await copies.clear();
    else {
      // An empty database beside locked copies: whose they are is asked before anything is made of them.
      await writeLock(database, noted);
      await beginAnew();
      return false;
    }
  } else if (unlocked) {
    // The key first, then what it seals; the other way round when the lock ends.
    if (unlocked.lock.state === 'on') await copies.putLock(unlocked.lock);
    const isDone = await copies.reseal(signal, breathe);
    if (isDone && unlocked.lock.state === 'ending') await copies.putLock(undefined);
    unlocked.subscribe(() => {
      if (unlocked.lock.state === 'on' && !signal.aborted) void copies.putLock(unlocked.lock).catch(note);
    });
  }
  return true;
}

async function readBudget(): Promise<number> {
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  return estimate?.quota === undefined
    ? BUDGET_BYTES
    : Math.min(estimate.quota * QUOTA_SHARE, BUDGET_MAX_BYTES);
}

const note = (error: unknown): void => {
  reportError(error, { place: 'engine' });
};

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Until nobody writes and the page has nothing else to do; at once when it is about to go. */
async function idle(signal: AbortSignal): Promise<void> {
  const isHidden = (): boolean => document.visibilityState === 'hidden';
  const hasTime = (): boolean => !isHidden() && !signal.aborted;
  for (let waited = 0; isWriting() && hasTime() && waited < WRITING_MAX_MS; waited += LOOK_AGAIN_MS) {
    await new Promise<void>((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        document.removeEventListener('visibilitychange', go);
        resolve();
      };
      const timer = setTimeout(go, LOOK_AGAIN_MS);
      document.addEventListener('visibilitychange', go);
    });
  }
  if (isHidden() || typeof requestIdleCallback === 'undefined') return;
  await new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: IDLE_MAX_MS }));
}

const IDLE_MAX_MS = 2_000;
const WRITING_MAX_MS = 8_000;
const LOOK_AGAIN_MS = 500;
