/**
 * The engine's one door: what a person does goes in, what is owed to the server goes out, nothing gets lost.
 *
 *   any tab      commit ─→ outbox (one strict transaction) ─→ hint to the leader
 *   the leader   outbox ─→ server (pusher) ; log ─→ confirmed rows (puller) ; one connection after another
 *
 *   engine.ts ─ commit-ops, memberships, tray      what a person does
 *             ─ leadership ─ leader, fenced-store  which tab talks to the server
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
import type { TabMessage } from '#client/platform/tab-channel.ts';
import type { Draft } from '#client/store/tables.ts';
import { checkIn } from './canary.ts';
import { type Cancelled, cancelQueued, restoreQueued } from './cancel-queued.ts';
import { type CommitPorts, commitErrorOf, commitIntents } from './commit-intents.ts';
import type { ConnectionLoop } from './connection-loop.ts';
import { countOwed } from './count-owed.ts';
import { createInvite, type InviteTerms } from './create-invite.ts';
import { getMeta, putMeta } from './device-meta.ts';
import type { CommitResult, Engine, EngineStatus, Intent, StorageState } from './engine-types.ts';
import { keepLeading } from './leadership.ts';
import { newLinkMemory } from './link-memory.ts';
import { dismissEnd, putDraft, setBlocked } from './local-choices.ts';
import { createGroup, type JoinInput, joinGroup, Refused } from './memberships.ts';
import type { EngineOptions, EnginePorts } from './ports.ts';
import { PresenceBoard } from './presence.ts';
import { forgetOutgrown } from './refold.ts';
import { saveRead } from './save-read.ts';
import { makeId } from './stamp-op.ts';
import { Status } from './status.ts';
import { discardFromTray, retryFromTray } from './tray.ts';
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
  readonly #store: DeviceStore;
  readonly #onFault: (error: unknown) => void;
  readonly #status = new Status();
  readonly #presence: PresenceBoard;
  readonly #stopping = new AbortController();
  readonly #memory = newLinkMemory();
  readonly #leading: Promise<void>;
  readonly #unlisten: () => void;
  readonly #hasSlept: () => boolean;
  readonly #read = new Map<string, number>();
  #loop: ConnectionLoop | undefined;
  #hasCheckedIn = false;
  #ownStorage: StorageState = 'ok';
  #isCounting = false;
  #countAgain = false;

  constructor(ports: EnginePorts, options: EngineOptions) {
    this.#ports = ports;
    this.#loadConnections = options.loadConnections;
    this.#store = watchStore(ports.store, ports.clock, (storage) => this.#onStorage(storage));
    this.#onFault = options.onFault ?? (() => {});
    this.#hasSlept = watchSleep(ports.clock);
    this.#presence = new PresenceBoard(ports.clock, (groupId) => this.#onPresence(groupId));
    this.#unlisten = ports.tabs?.listen((message) => this.#onTab(message)) ?? (() => {});
    this.#status.subscribe(() => this.#tellTabs());
    this.#leading = this.#start(options.connectAfter);
  }

  async #start(connectAfter?: Promise<void>): Promise<void> {
    const { random, clock, locks } = this.#ports;
    await this.#prepare().catch((error) => this.#onFault(error));
    await connectAfter;
    // A tab that has just opened asks how things stand.
    this.#ports.tabs?.post({ about: 'wake' });
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
    if (this.#hasSlept()) this.#loop?.wake();
    this.#loop?.nudge(undefined);
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
    const { transport, clock, random, witness } = this.#ports;
    await this.#checkIn();
    const loaded = this.#loadConnections();
    const createConnectionLoop = loaded instanceof Promise ? await loaded : loaded;
    this.#loop = createConnectionLoop(
      {
        store,
        transport,
        clock,
        random,
        witness,
        status: this.#status,
        presence: this.#presence,
        memory: this.#memory,
        recount: () => void this.#recount(),
        mode: 'socket',
      },
      this.#onFault,
    );
    this.#status.set({ leader: true });
    try {
      await forgetOutgrown(store);
      await this.#recount();
      await this.#loop.run(signal);
    } finally {
      this.#loop = undefined;
      this.#status.set({ leader: false, receiving: false });
    }
  }

  // --- what a person does -------------------------------------------------------

  commit(intents: readonly Intent[]): Promise<CommitResult> {
    const groupIds = [...new Set(intents.map(({ groupId }) => groupId))];
    return this.#save(groupIds, () => commitIntents(this.#commitPorts(), intents));
  }

  createGroup(input: { name: string; picture: string; memberName: string }) {
    return this.#save<CommitResult & { groupId?: string }>(undefined, () =>
      createGroup(this.#commitPorts(), input),
    );
  }

  joinGroup(input: JoinInput) {
    return this.#save<CommitResult>([input.groupId], () => joinGroup(this.#commitPorts(), input));
  }

  createInvite(terms: InviteTerms) {
    return this.#save<CommitResult & { inviteId?: string; secret?: string }>([terms.groupId], () =>
      createInvite(this.#commitPorts(), terms),
    );
  }

  newId(): string {
    return makeId(this.#ports.random);
  }

  async saveProfile(profile: { name: string }): Promise<CommitResult> {
    return this.#save([], async () => {
      await this.#store.write(['meta'], (tx) => putMeta(tx, 'profile', profile));
      return { ok: true, opIds: [] };
    });
  }

  async acknowledgeLoss(): Promise<void> {
    await this.#store.write(['meta'], (tx) => tx.remove('meta', ['loss']));
  }

  async saveDraft(draft: Draft): Promise<boolean> {
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
    const result = await this.#save<CommitResult>(undefined, () => retryFromTray(this.#commitPorts(), opId));
    await this.#recount();
    return result;
  }

  async discardFromTray(opId: string) {
    const entry = await discardFromTray(this.#store, opId);
    await this.#recount();
    return entry;
  }

  async restoreToTray(entry: Parameters<Engine['restoreToTray']>[0]): Promise<void> {
    await this.#store.write(['tray'], (tx) => tx.put('tray', [entry]));
    await this.#recount();
  }

  async cancelQueued(opId: string): Promise<Cancelled | undefined> {
    const cancelled = await cancelQueued(this.#store, opId);
    await this.#recount();
    return cancelled;
  }

  async restoreQueued(cancelled: Cancelled): Promise<void> {
    await restoreQueued(this.#store, cancelled);
    await this.#recount();
    this.#nudge([cancelled.groupId]);
  }

  // --- reading ahead and marks ---------------------------------------------------------

  async loadOlder(groupId: string): Promise<void> {
    if (this.#loop) await this.#loop.loadOlder(groupId);
    else this.#ports.tabs?.post({ about: 'older', groupId });
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
    if (this.#loop) this.#loop.tellTyping(groupId, typing);
    else this.#ports.tabs?.post({ about: 'typing', groupId, typing });
  }

  async #saveRead(groupId: string, version: number): Promise<void> {
    if (!(await saveRead(this.#store, groupId, version))) return;
    if (this.#loop) this.#loop.touchMark(groupId);
    else this.#ports.tabs?.post({ about: 'marks', groupId });
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
    this.#loop?.wake();
    this.#ports.tabs?.post({ about: 'wake' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#leading.catch((error) => this.#onFault(error));
    // Not sooner: a tab that gives the lead back says so, and that closes the channel.
    this.#unlisten();
    this.#presence.clear();
  }

  // --- inside ---------------------------------------------------------------------------------

  #commitPorts(): CommitPorts {
    const { clock, random } = this.#ports;
    const { signal } = this.#stopping;
    return { store: this.#store, clock, random, signal, at: this.correctedNow() };
  }

  /** Runs one saving transaction and tells whoever sends; every failure becomes a plain answer. */
  async #save<R extends CommitResult>(
    groupIds: readonly string[] | undefined,
    save: () => Promise<R>,
  ): Promise<R | Extract<CommitResult, { ok: false }>> {
    try {
      const result = await save();
      if (result.ok && result.opIds.length > 0) {
        this.#status.count({ queued: result.opIds.length });
        this.#nudge(groupIds);
      }
      return result;
    } catch (error) {
      if (error instanceof Refused) return error.result;
      this.#onFault(error);
      return { ok: false, error: commitErrorOf(error) };
    }
  }

  #nudge(groupIds: readonly string[] | undefined): void {
    if (this.#loop) this.#loop.nudge(groupIds);
    else this.#ports.tabs?.post({ about: 'outbox' });
  }

  /** Counts what is queued and in the tray; calls while counting make one more count. */
  async #recount(): Promise<void> {
    this.#countAgain = true;
    if (this.#isCounting) return;
    this.#isCounting = true;
    try {
      while (this.#countAgain && !this.#stopping.signal.aborted) {
        this.#countAgain = false;
        this.#status.set(await countOwed(this.#store));
      }
    } catch (error) {
      this.#onFault(error);
    } finally {
      this.#isCounting = false;
    }
  }

  #onPresence(groupId: string): void {
    this.#status.notify();
    if (!this.#loop) return;
    const { online, typing } = this.#presence.get(groupId);
    this.#ports.tabs?.post({ about: 'presence', groupId, online: [...online], typing: [...typing] });
  }

  #tellTabs(): void {
    if (this.#loop) this.#ports.tabs?.post({ about: 'status', status: this.#status.get() });
  }

  #onStorage(storage: StorageState): void {
    this.#ownStorage = storage;
    this.#status.set({ storage });
  }

  #onLeaderStatus(status: EngineStatus): void {
    // A leader of an older build says nothing of its storage.
    const theirs = (status as Partial<EngineStatus>).storage ?? 'ok';
    const storage = this.#ownStorage === 'ok' ? theirs : this.#ownStorage;
    this.#status.set({ ...status, storage, leader: false });
  }

  #onTab(message: TabMessage): void {
    switch (message.about) {
      case 'status':
        if (!this.#loop) this.#onLeaderStatus(message.status);
        return;
      case 'presence':
        if (!this.#loop) this.#presence.set(message.groupId, message);
        return;
      case 'outbox':
        if (!this.#loop) return;
        this.#loop.nudge(undefined);
        void this.#recount();
        return;
      case 'marks':
        this.#loop?.touchMark(message.groupId);
        return;
      case 'wake':
        this.#loop?.wake();
        this.#tellTabs();
        return;
      case 'typing':
        this.#loop?.tellTyping(message.groupId, message.typing);
        return;
      case 'older':
        void this.#loop?.loadOlder(message.groupId);
        return;
    }
  }
}
