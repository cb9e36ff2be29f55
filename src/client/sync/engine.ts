/**
 * The engine's one door: what a person does goes in, what is owed to the server goes out, nothing gets lost.
 *
 *   any tab      commit ─→ outbox (one strict transaction) ─→ hint to the leader
 *   the leader   outbox ─→ server (pusher) ; log ─→ confirmed rows (puller) ; one connection after another
 *
 *   engine.ts ─ commit-ops, memberships, tray      what a person does
 *             ─ leadership ─ leader, fenced-store  which tab talks to the server
 *             ─ tab-relay                          and what the others ask of it
 *             ─ engine-plans                       the plans that are open here
 *             ─ connection-loop ─ connection ─┬─ open-session, hello-exchange ─ say-hello, heal
 *                                             ├─ pusher ─ take-entries, cut-pushes, window
 *                                             ├─ puller ─ apply-remote, apply-rows, fold-log
 *                                             └─ marks, presence, history-loader
 *
 * From connection-loop on it is loaded when this tab first leads. The worker's door is drain-once.ts.
 * Headless: time, randomness, storage, locks and network are ports (ports.ts). Every step may be the last one: a
 * crash between any two awaits leaves the database as if the step had not begun, or had ended.
 */

import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Draft, FormDraft } from '#client/store/tables.ts';
import type { Acts } from './acts.ts';
import { checkIn } from './canary.ts';
import type { Cancelled } from './cancel-queued.ts';
import type { CommitPorts } from './commit-intents.ts';
import { countOwed } from './count-owed.ts';
import type { InviteTerms } from './create-invite.ts';
import { getMeta } from './device-meta.ts';
import type { EnginePlans } from './engine-plans.ts';
import type { Carets, CommitResult, Engine, EngineStatus, Intent, PlanTexts } from './engine-types.ts';
import { keepLeading } from './leadership.ts';
import { newLinkMemory } from './link-memory.ts';
import { acknowledgeLoss, dismissEnd, putDraft, saveProfile, setBlocked } from './local-choices.ts';
import type { JoinInput } from './memberships.ts';
import type { EngineOptions, EnginePorts } from './ports.ts';
import { PresenceBoard } from './presence.ts';
import { commitErrorOf, obtainActs, Refused } from './refused.ts';
import { runAgain } from './run-again.ts';
import { saveRead } from './save-read.ts';
import { makeId } from './stamp-op.ts';
import { Status } from './status.ts';
import { TabRelay } from './tab-relay.ts';
import { watchSleep } from './watch-sleep.ts';
import { watchStore } from './watch-store.ts';

export type { EngineOptions, EnginePorts } from './ports.ts';

/** Starts at once; the first commit may come before the database is open. */
export function createEngine(ports: EnginePorts, options: EngineOptions): Engine {
  return new RunningEngine(ports, options);
}

class RunningEngine implements Engine {
  readonly #ports: EnginePorts;
  readonly #loadConnections: EngineOptions['loadConnections'];
  readonly #acts: () => Acts | Promise<Acts>;
  readonly #store: DeviceStore;
  readonly #onFault: (error: unknown) => void;
  readonly #status = new Status();
  readonly #presence: PresenceBoard;
  readonly #relay: TabRelay;
  readonly #stopping = new AbortController();
  readonly #memory = newLinkMemory();
  readonly #leading: Promise<void>;
  readonly #hasSlept: () => boolean;
  /** Counts what is queued and in the tray. */
  readonly #recount: () => Promise<void>;
  readonly #read = new Map<string, number>();
  readonly planTexts: PlanTexts;
  #plans: EnginePlans | undefined;
  #hasCheckedIn = false;

  constructor(ports: EnginePorts, options: EngineOptions) {
    this.#ports = ports;
    this.#loadConnections = options.loadConnections;
    this.#acts = obtainActs(options.loadActs);
    this.#store = watchStore(ports.store, ports.clock, (storage) => this.#relay.noteStorage(storage));
    this.#onFault = options.onFault ?? (() => {});
    this.#recount = runAgain(() => this.#count(), this.#onFault);
    this.#hasSlept = watchSleep(ports.clock);
    this.#presence = new PresenceBoard(ports.clock, (groupId) => this.#relay.tellPresence(groupId));
    this.#relay = new TabRelay({
      tabs: ports.tabs,
      status: this.#status,
      presence: this.#presence,
      carets: () => this.#plans?.carets,
      onOutbox: () => void this.#recount(),
    });
    this.planTexts = {
      takeTyped: async () => (await this.#openPlans()).texts.takeTyped(),
      note: (typed) => this.#answer(async () => (await this.#openPlans()).texts.note(typed)),
      save: (input) => this.#answer(async () => (await this.#openPlans()).texts.save(input)),
      read: async (of) => (await this.#openPlans()).texts.read(of),
      fetch: (key) => void this.#relay.ask({ about: 'plan-text', ...key }),
      compact: async (of) => (await this.#openPlans()).texts.compact(of),
      forgetLost: async (of) => (await this.#openPlans()).texts.forgetLost(of),
      listUnkept: async (groupIds) => (await this.#openPlans()).texts.listUnkept(groupIds),
    };
    this.#leading = this.#start(options.connectAfter);
  }

  async #start(connectAfter?: Promise<void>): Promise<void> {
    const { random, clock, locks } = this.#ports;
    await this.#prepare().catch((error) => this.#onFault(error));
    await connectAfter;
    this.#relay.wake();
    await keepLeading(
      {
        store: this.#store,
        clock,
        locks,
        holder: makeId(random),
        lead: (fenced, signal) => this.#lead(fenced, signal),
        onBeat: () => this.#onBeat(),
        onFault: this.#onFault,
      },
      this.#stopping.signal,
    );
  }

  #onBeat(): void {
    const { loop } = this.#relay;
    if (this.#hasSlept()) loop?.wake();
    loop?.look();
  }

  async #prepare(): Promise<void> {
    await this.#checkIn();
    const offset = await this.#store.read(['meta'], (tx) => getMeta(tx, 'clockOffsetMs'));
    this.#memory.clockOffsetMs = offset ?? 0;
    await this.#recount();
  }

  /** Once per run of the app; a database that would not open at the start is asked when it does. */
  async #checkIn(): Promise<void> {
    if (this.#hasCheckedIn) return;
    const { random, witness, clock } = this.#ports;
    await checkIn({ store: this.#store, random, witness, now: clock.now() });
    this.#hasCheckedIn = true;
  }

  async #lead(store: EnginePorts['store'], signal: AbortSignal): Promise<void> {
    const { transport, blobs, clock, random, witness } = this.#ports;
    await this.#checkIn();
    const loaded = this.#loadConnections();
    const createConnectionLoop = loaded instanceof Promise ? await loaded : loaded;
    const loop = createConnectionLoop(
      {
        store,
        transport,
        blobs,
        clock,
        random,
        witness,
        status: this.#status,
        presence: this.#presence,
        carets: () => this.#plans?.carets,
        onCaret: (caret) => this.#relay.tellCaret(caret),
        memory: this.#memory,
        recount: () => void this.#recount(),
        mode: 'socket',
      },
      this.#onFault,
    );
    this.#relay.loop = loop;
    this.#status.set({ leader: true });
    try {
      await this.#recount();
      await loop.run(signal);
    } finally {
      this.#relay.loop = undefined;
      this.#status.set({ leader: false, receiving: false, photosUntil: null });
    }
  }

  // --- what a person does -------------------------------------------------------

  commit(intents: readonly Intent[]): Promise<CommitResult> {
    const groupIds = [...new Set(intents.map(({ groupId }) => groupId))];
    return this.#save(groupIds, (acts) => acts.commitIntents(this.#commitPorts(), intents));
  }

  createGroup(input: { name: string; picture: string; memberName: string }) {
    return this.#save<CommitResult & { groupId?: string }>(undefined, (acts) =>
      acts.createGroup(this.#commitPorts(), input),
    );
  }

  joinGroup(input: JoinInput) {
    return this.#save<CommitResult>([input.groupId], (acts) => acts.joinGroup(this.#commitPorts(), input));
  }

  createInvite(terms: InviteTerms) {
    return this.#save<CommitResult & { inviteId?: string; secret?: string }>([terms.groupId], (acts) =>
      acts.createInvite(this.#commitPorts(), terms),
    );
  }

  newId(): string {
    return makeId(this.#ports.random);
  }

  saveProfile(profile: { name: string }): Promise<CommitResult> {
    return this.#answer<CommitResult>(() => saveProfile(this.#store, profile));
  }

  acknowledgeLoss(): Promise<void> {
    return acknowledgeLoss(this.#store);
  }

  async saveDraft(draft: Draft | FormDraft): Promise<boolean> {
    try {
      await putDraft(this.#store, draft);
      return true;
    } catch (error) {
      this.#onFault(error);
      return false;
    }
  }

  setBlocked(choice: Parameters<Engine['setBlocked']>[0]): Promise<void> {
    return setBlocked(this.#store, choice);
  }

  dismissEnd(groupId: string): Promise<void> {
    return dismissEnd(this.#store, groupId);
  }

  // --- the tray and the outbox -----------------------------------------------------

  async retryFromTray(opId: string): Promise<CommitResult> {
    const result = await this.#save<CommitResult>(undefined, (acts) =>
      acts.retryFromTray(this.#commitPorts(), opId),
    );
    await this.#recount();
    return result;
  }

  async discardFromTray(opId: string) {
    const entry = await (await this.#acts()).discardFromTray(this.#store, opId);
    await this.#recount();
    return entry;
  }

  async restoreToTray(entry: Parameters<Engine['restoreToTray']>[0]): Promise<void> {
    await this.#store.write(['tray'], (tx) => tx.put('tray', [entry]));
    await this.#recount();
  }

  async cancelQueued(opId: string): Promise<Cancelled | undefined> {
    const cancelled = await (await this.#acts()).cancelQueued(this.#store, opId);
    await this.#recount();
    return cancelled;
  }

  async restoreQueued(cancelled: Cancelled): Promise<void> {
    await (await this.#acts()).restoreQueued(this.#store, cancelled);
    await this.#recount();
    this.#relay.nudge([cancelled.groupId]);
  }

  // --- reading ahead and marks ---------------------------------------------------------

  async loadOlder(groupId: string): Promise<void> {
    await this.#relay.ask({ about: 'older', groupId });
  }

  markRead(groupId: string, version: number): void {
    if (version <= (this.#read.get(groupId) ?? 0)) return;
    this.#read.set(groupId, version);
    void this.#saveRead(groupId, version).catch((error) => {
      this.#read.delete(groupId);
      this.#onFault(error);
    });
  }

  setTyping(groupId: string, typing: boolean): void {
    void this.#relay.ask({ about: 'typing', groupId, typing });
  }

  async #saveRead(groupId: string, version: number): Promise<void> {
    if (await saveRead(this.#store, groupId, version)) void this.#relay.ask({ about: 'marks', groupId });
  }

  // --- plans that are open ---------------------------------------------------------------

  async openCarets(): Promise<Carets> {
    return (await this.#openPlans()).carets;
  }

  /** Once it is there, at once: a browser answers `import()`, of what it has too, only after whatever it was about to paint. */
  async #openPlans(): Promise<EnginePlans> {
    if (this.#plans) return this.#plans;
    const { createEnginePlans } = await this.#acts();
    this.#plans ??= createEnginePlans({
      store: this.#store,
      clock: this.#ports.clock,
      commitPorts: () => this.#commitPorts(),
      onSaved: ({ added, putAside = 0 }) => this.#status.count({ queued: added, tray: putAside }),
      send: (groupId) => this.#relay.nudge([groupId]),
      tellCaret: (caret) => void this.#relay.ask({ about: 'own-caret', caret }),
    });
    return this.#plans;
  }

  // --- status --------------------------------------------------------------------------

  status(): EngineStatus {
    return this.#status.get();
  }

  presence(groupId: string) {
    return this.#presence.get(groupId);
  }

  subscribe(listener: () => void): () => void {
    return this.#status.subscribe(listener);
  }

  correctedNow(): number {
    return Math.max(0, Math.round(this.#ports.clock.now() + this.#memory.clockOffsetMs));
  }

  // --- the platform tells -----------------------------------------------------------------

  wake(): void {
    this.#relay.wake();
  }

  tryNow(): void {
    this.#relay.wake(true);
  }

  noteRestored(): Promise<void> {
    this.#relay.nudge(undefined);
    return this.#recount();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#leading.catch((error) => this.#onFault(error));
    // Not sooner: a tab that gives the lead back says so, and that closes the channel.
    this.#relay.stop();
    this.#presence.clear();
    this.#plans?.stop();
  }

  // --- inside ---------------------------------------------------------------------------------

  #commitPorts(): CommitPorts {
    const { clock, random } = this.#ports;
    const { signal } = this.#stopping;
    return { store: this.#store, clock, random, signal, at: this.correctedNow() };
  }

  /** Runs one saving transaction and tells whoever sends. */
  #save<R extends CommitResult>(groupIds: readonly string[] | undefined, save: (acts: Acts) => Promise<R>) {
    return this.#answer(async () => {
      const acts = this.#acts();
      const result = await save(acts instanceof Promise ? await acts : acts);
      if (!result.ok || result.opIds.length === 0) return result;
      this.#status.count({ queued: result.opIds.length });
      this.#relay.nudge(groupIds);
      return result;
    });
  }

  /** Every failure becomes a plain answer. */
  async #answer<R extends CommitResult>(
    save: () => Promise<R>,
  ): Promise<R | Extract<CommitResult, { ok: false }>> {
    try {
      return await save();
    } catch (error) {
      if (error instanceof Refused) return error.result;
      this.#onFault(error);
      return { ok: false, error: commitErrorOf(error) };
    }
  }

  async #count(): Promise<void> {
    if (!this.#stopping.signal.aborted) this.#status.set(await countOwed(this.#store));
  }
}
