/**
 * One connection of the leader to the server, from the first byte to the last.
 *
 *   session (first contact, or the server forgot us)
 *     ├─ HTTP    ops on the way? hello first : flush at once ─→ flush … until drained or the socket is open
 *     └─ socket  opens meanwhile ─→ hello ─→ online: pipes, pokes, marks ─→ closed | cut | wait | another leads
 *
 * It has its own link, puller and pusher and takes them with it when it ends: nothing a dead connection still
 * says reaches the next. What must survive stands in the database.
 */
import type { DownstreamTell, Failure } from '#client/platform/transport.ts';
import type { CaretDown, CaretUp } from '#protocol/carets.ts';
import type { Wait, WaitKind } from '#protocol/kinds.ts';
import { missingBefore } from './apply-ledger.ts';
import type { Applied } from './apply-remote.ts';
import { openDevice } from './canary.ts';
import type { ConnectionContext, End } from './connection-context.ts';
import { ConnectionEnding } from './connection-ending.ts';
import { ConnectionStore } from './connection-store.ts';
import type { Device } from './device-identity.ts';
import { getMeta } from './device-meta.ts';
import { DivergenceWatch } from './divergence-watch.ts';
import { HeldLanes } from './held-lanes.ts';
import { HelloExchange } from './hello-exchange.ts';
import { HistoryLoader } from './history-loader.ts';
import { HttpFlushes } from './http-flushes.ts';
import { LedgerLoader } from './ledger-loader.ts';
import { Link } from './link.ts';
import { leaveTo } from './link-memory.ts';
import { MarkSender } from './marks.ts';
import { mendOwed } from './mend-owed.ts';
import { openSession } from './open-session.ts';
import { PlanTextLoader } from './plan-text-loader.ts';
import type { TextKey } from './plan-texts.ts';
import { Puller } from './puller.ts';
import { type MembershipEnd, purgeGroup } from './purge-group.ts';
import { Pusher } from './pusher.ts';
import { hasOpsOnTheWay, isWorthEarlyHello, mergeMarks } from './say-hello.ts';

/** Half of it for a websocket, half for polling: each four round trips of a 2G link, and then some. */
const CONNECT_TIMEOUT_MS = 30_000;
/** After a sleep a dead socket looks open: it has this long to prove otherwise. */
const PROBE_TIMEOUT_MS = 4_000;

export class ServerConnection {
  readonly #context: ConnectionContext;
  readonly #store: ConnectionStore;
  readonly #link: Link;
  readonly #puller: Puller;
  readonly #pusher: Pusher;
  readonly #marks: MarkSender;
  readonly #flushes: HttpFlushes;
  readonly #held: HeldLanes;
  readonly #hello: HelloExchange;
  readonly #history: HistoryLoader;
  readonly #ledger: LedgerLoader;
  readonly #texts: PlanTextLoader;
  readonly #watch: DivergenceWatch;
  readonly #ending: ConnectionEnding;
  #wasWelcome = false;
  #progress = false;
  #isOnline = false;
  /** The socket has been welcomed: what HTTP has not begun to send is the socket's. */
  #isSocketWelcome = false;
  /** A flush gave way: what was on it is asked before anything goes on. */
  #isCut = false;
  /** Ops settled over this connection. */
  #settled = 0;
  #http: Promise<void> = Promise.resolve();
  #device: Device | undefined;
  #epoch: string | undefined;

  constructor(context: ConnectionContext) {
    this.#store = new ConnectionStore(context.store);
    this.#context = { ...context, store: this.#store };
    const { store, clock, random } = this.#context;
    const link = new Link(context.transport, context.memory.protocol);
    this.#link = link;
    const ending = new ConnectionEnding(this.#context, link);
    this.#ending = ending;
    this.#held = new HeldLanes(store, context.status);
    const onHeld = (groupId: string, kind: WaitKind, until: number | null): void =>
      void this.#held.hold(groupId, kind, until).catch((error) => this.#ending.fail(error));
    const shared = {
      store,
      clock,
      link,
      memory: context.memory,
      epoch: () => this.#epoch,
      now: () => this.#now(),
      onGone: (groupId: string, end: MembershipEnd) => this.#purge(groupId, end),
      onWait: (wait: Wait) => ending.onWait(wait),
      onHeld,
      // While the socket is still opening, HTTP giving way is not the end of the connection.
      onLinkFailure: (failure: Failure) => {
        if (link.socket || failure.kind === 'refused') ending.onLinkFailure(failure);
      },
      failed: (error: unknown) => ending.fail(error),
    };
    this.#puller = new Puller({
      ...shared,
      onApplied: (groupId, applied) => this.#onApplied(groupId, applied),
      onNameless: () => void this.#askAgain(),
      onReceiving: (receiving) => context.status.set({ receiving }),
    });
    this.#pusher = new Pusher({
      ...shared,
      random,
      puller: this.#puller,
      identity: () => {
        const epoch = this.#epoch;
        const deviceId = this.#device?.deviceId;
        return epoch === undefined || deviceId === undefined ? undefined : { epoch, deviceId };
      },
      onLaneHeld: onHeld,
      onLaneRefused: () => ending.onLaneRefused(() => this.#sayHello()),
      onFork: () => void ending.onFork().catch((error) => ending.fail(error)),
      onTorn: () => ending.beginAnew('isOwedInDoubt'),
    });
    this.#flushes = new HttpFlushes({
      ...shared,
      pusher: this.#pusher,
      settled: () => this.#settled,
      isOver: () => ending.isOver || this.#isSocketWelcome,
      onCut: () => {
        this.#isCut = true;
      },
      sayHello: () => this.#sayHello(),
    });
    this.#hello = new HelloExchange({
      ...shared,
      random,
      memory: context.memory,
      puller: this.#puller,
      isOver: () => ending.isOver,
      onWelcome: (epoch) => {
        this.#wasWelcome = true;
        this.#epoch = epoch;
      },
      onFork: () => ending.onFork(),
      onHealed: () => {
        context.recount();
        ending.end({ kind: 'again' });
      },
    });
    this.#history = new HistoryLoader({ clock, store, loadOlder: (groupId) => this.loadOlder(groupId) });
    this.#ledger = new LedgerLoader({ ...shared, memory: context.memory });
    this.#texts = new PlanTextLoader({ ...shared, memory: context.memory });
    this.#watch = new DivergenceWatch({
      ...shared,
      random,
      memory: context.memory,
      refetchGroup: async (groupId) =>
        (await this.#puller.refetch(groupId)) && (await this.#ledger.loadAll(groupId)),
      onOtherHistory: () => void this.probe(),
    });
    this.#marks = new MarkSender({ clock, store, link, epoch: () => this.#epoch });
  }

  /** Resolves when the connection is over and nothing of it is left running. Never rejects. */
  async run(signal: AbortSignal): Promise<End> {
    const stop = () => this.#ending.end({ kind: 'stopped' });
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    void this.#start().catch((error) => this.#ending.fail(error));
    const end = await this.#ending.reached;
    signal.removeEventListener('abort', stop);
    this.#isOnline = false;
    this.#marks.stop();
    this.#history.stop();
    this.#ledger.stop();
    this.#texts.stop();
    this.#watch.stop();
    this.#puller.stop();
    this.#link.socket?.close();
    this.#link.socket = null;
    this.#context.presence.clear();
    this.#context.carets()?.clear();
    this.#held.clear();
    leaveTo(this.#context.memory, this.#link, this.#wasWelcome);
    // One pipe per lane: a flush still on its way is waited for before anything is sent again.
    if (!signal.aborted) {
      await this.#pusher.stop();
      await this.#http;
    }
    const closed = this.#store.close();
    if (!signal.aborted) await closed;
    return { ...end, progress: this.#progress, isIntercepted: this.#link.isIntercepted };
  }

  /** Something new is in the outbox of these groups; undefined: of any. */
  nudge(groupIds: readonly string[] | undefined): void {
    if (!this.#isOnline) return;
    if (groupIds) this.#pusher.pump(groupIds);
    else void this.#pumpAll().catch((error) => this.#ending.fail(error));
  }

  /** What the server has wait asks again now. */
  retryHeld(): void {
    if (this.#isOnline) this.#pusher.retryHeld();
  }

  touchMark(groupId: string): void {
    if (this.#isOnline) this.#marks.touch(groupId);
  }

  tellTyping(groupId: string, typing: boolean): void {
    if (this.#isOnline) this.#link.socket?.tell('typing', { groupId, typing });
  }

  tellCaret(caret: CaretUp): void {
    if (this.#isOnline && this.#link.tells('caret')) this.#link.socket?.tell('caret', caret);
  }

  fetchPlanText(key: TextKey): void {
    this.#texts.fetch(key);
  }

  async loadOlder(groupId: string): Promise<void> {
    if (this.#epoch === undefined || this.#ending.isOver) return;
    await this.#puller.loadOlder(groupId).catch((error) => this.#ending.fail(error));
  }

  /** Asks an open connection to prove itself: after a sleep the socket may be dead and not know it. */
  async probe(): Promise<void> {
    const { socket } = this.#link;
    if (!this.#isOnline || !socket) return;
    await this.#sayHello(PROBE_TIMEOUT_MS).catch((error) => this.#ending.fail(error));
  }

  /** A hello tells what a poke does not. */
  async #askAgain(): Promise<void> {
    if (this.#link.socket) await this.#sayHello().catch((error) => this.#ending.fail(error));
  }

  async #start(): Promise<void> {
    const { store, random, witness, clock, mode } = this.#context;
    this.#device = await openDevice({ store, random, witness, now: clock.now() });
    this.#device = (await mendOwed(this.#context)) ?? this.#device;
    const { account, epoch } = await store.read(['meta'], async (tx) => {
      return { account: await getMeta(tx, 'account'), epoch: await getMeta(tx, 'epoch') };
    });
    this.#epoch = epoch;
    if (this.#ending.isOver || (!account && !(await this.#openSession(this.#device)))) return;
    this.#http = this.#overHttp().catch((error) => this.#ending.fail(error));
    if (mode === 'socket') return this.#openSocket();
    await this.#http;
    this.#ending.end({ kind: 'closed' });
  }

  async #openSession(device: Device): Promise<boolean> {
    const opening = await openSession({ ...this.#context, protocol: this.#link.protocol }, device);
    if (opening.kind === 'failed') this.#ending.onOpeningFailure(opening.failure);
    else if (opening.kind === 'again') this.#ending.end({ kind: 'again' });
    else this.#ending.hasNewSession = true;
    return opening.kind === 'open' && !this.#ending.isOver;
  }

  /** What can be done before the socket is open: learn the fate of ops on their way, send what waits. */
  async #overHttp(): Promise<void> {
    const { store, memory } = this.#context;
    // What gets a number from here on reaches the server by this connection or not at all.
    memory.isFateInDoubt &&= await hasOpsOnTheWay(store);
    if (this.#epoch === undefined || memory.isEpochInDoubt || memory.isFateInDoubt) {
      if (!(await this.#sayHello())) return;
    } else if (await isWorthEarlyHello(store)) {
      await this.#sayHello();
      return;
    }
    await this.#flushes.run();
  }

  /** False when the connection cannot go on as it is. */
  async #sayHello(timeoutMs?: number): Promise<boolean> {
    const wasCut = this.#isCut;
    // A flush that is cut while this is on its way has ops this hello did not ask about: it takes another one.
    this.#isCut = false;
    if (await this.#hello.say(timeoutMs)) {
      this.#pusher.rewind();
      return true;
    }
    this.#isCut ||= wasCut;
    return false;
  }

  async #openSocket(): Promise<void> {
    const answer = await this.#context.transport.connect(
      { onTell: (tell) => this.#onTell(tell), onClose: () => this.#ending.end({ kind: 'closed' }) },
      { timeoutMs: CONNECT_TIMEOUT_MS, signal: this.#ending.signal },
    );
    if (!answer.ok) {
      await this.#http;
      return this.#ending.onLinkFailure(answer.failure);
    }
    if (this.#ending.isOver) return answer.value.close();
    this.#link.socket = answer.value;
    this.#link.hadContact = true;
    if (!(await this.#sayHello())) return this.#ending.end({ kind: 'closed' });
    this.#context.status.setConnection({ name: 'online' });
    this.#isSocketWelcome = true;
    // One pipe per lane. A hello that HTTP swallowed sends nothing and is not waited for.
    if (this.#flushes.hasBegun) await this.#http;
    if (this.#isCut && !(await this.#sayHello())) return this.#ending.end({ kind: 'closed' });
    if (this.#ending.isOver) return;
    this.#isOnline = true;
    this.#context.carets()?.retell();
    await this.#pumpAll();
    this.#ledger.start();
    this.#history.start();
    this.#watch.start();
  }

  async #pumpAll(): Promise<void> {
    const entries = await this.#context.store.read(['outbox'], (tx) => tx.list('outbox'));
    this.#pusher.pump([...new Set(entries.map(({ groupId }) => groupId))]);
  }

  #onTell(tell: DownstreamTell): void {
    if (this.#ending.isOver) return;
    // Another history began while this socket stayed open: who only listens would never hear of it otherwise.
    if (tell.name === 'poke' && this.#isOnline && tell.frame.epoch !== this.#epoch) {
      this.#ending.onWait({ wait: 'epoch' });
    } else if (tell.name === 'poke') this.#puller.onPoke(tell.frame);
    else if (tell.name === 'presence') this.#context.presence.put(tell.frame);
    else if (tell.name === 'carets') this.#onCaret(tell.frame);
    else if (tell.frame.epoch === this.#epoch) {
      const { groupId, marks } = tell.frame;
      this.#context.store
        .write(['marks'], (tx) => mergeMarks(tx, groupId, marks))
        .catch((error) => this.#ending.fail(error));
    }
  }

  #onCaret(caret: CaretDown): void {
    this.#context.carets()?.put(caret);
    this.#context.onCaret(caret);
  }

  #onApplied(groupId: string, { cursor, moved, settled, trayed, ended, isTorn }: Applied): void {
    if (isTorn) this.#ending.beginAnew('isOwedInDoubt');
    const end = ended && cursor && { version: cursor.version, reason: ended };
    if (end) this.#purge(groupId, end).catch((error) => this.#ending.fail(error));
    this.#settled += settled;
    if (settled > 0 || moved > 0) this.#progress = true;
    if (settled > 0) this.#held.release(groupId);
    if (moved > 0 && this.#held.approved(groupId)) this.#pusher.resume(groupId);
    if (settled > 0) this.#context.status.count({ queued: -settled, tray: trayed });
    if (moved > 0) this.touchMark(groupId);
    if (this.#isOnline && cursor && cursor.olderThan !== null) this.#history.start();
    if (this.#isOnline && cursor && missingBefore(cursor)) this.#ledger.start();
  }

  /** True when the word is older than what this device knows: nothing was purged. */
  async #purge(groupId: string, end: MembershipEnd): Promise<boolean> {
    const { store, random, status } = this.#context;
    const { isOld, unsent, trayed } = await purgeGroup(store, random, { groupId, end, now: this.#now() });
    if (isOld) return true;
    this.#puller.forget(groupId);
    status.count({ queued: -unsent, tray: trayed });
    return false;
  }

  #now(): number {
    return Math.max(0, this.#context.clock.now() + this.#context.memory.clockOffsetMs);
  }
}
