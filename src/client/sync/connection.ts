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
import type { Wait, WaitKind } from '#protocol/kinds.ts';
import type { Applied } from './apply-remote.ts';
import { openDevice } from './canary.ts';
import type { ConnectionContext, End, EndKind } from './connection-context.ts';
import { ConnectionStore } from './connection-store.ts';
import { changeDevice, DEVICE_TABLES, type Device } from './device-identity.ts';
import { getMeta } from './device-meta.ts';
import { DivergenceWatch } from './divergence-watch.ts';
import { FenceLostError } from './fenced-store.ts';
import { HeldLanes } from './held-lanes.ts';
import { HelloExchange } from './hello-exchange.ts';
import { HistoryLoader } from './history-loader.ts';
import { Link, StoppedError } from './link.ts';
import { leaveTo, speakLower } from './link-memory.ts';
import { MarkSender } from './marks.ts';
import { mendOwed } from './mend-owed.ts';
import { openSession } from './open-session.ts';
import { Puller } from './puller.ts';
import { type MembershipEnd, purgeGroup } from './purge-group.ts';
import { Pusher } from './pusher.ts';
import { hasOpsOnTheWay, isWorthEarlyHello, mergeMarks } from './say-hello.ts';
import { nextFlushBytes } from './window.ts';

/** Half of it for a websocket, half for polling: each four round trips of a 2G link, and then some. */
const CONNECT_TIMEOUT_MS = 30_000;
/** After a sleep a dead socket looks open: it has this long to prove otherwise. */
const PROBE_TIMEOUT_MS = 4_000;
/** A link that carries hellos and no flush: what is left waits for the socket. */
const STALLS_MAX = 2;

export class ServerConnection {
  readonly #context: ConnectionContext;
  readonly #store: ConnectionStore;
  readonly #link: Link;
  readonly #puller: Puller;
  readonly #pusher: Pusher;
  readonly #marks: MarkSender;
  readonly #held: HeldLanes;
  readonly #hello: HelloExchange;
  readonly #history: HistoryLoader;
  readonly #watch: DivergenceWatch;
  readonly #ended: Promise<EndKind>;
  #resolveEnd: (end: EndKind) => void = () => {};
  #isOver = false;
  #wasWelcome = false;
  #progress = false;
  #isOnline = false;
  /** The socket has been welcomed: what HTTP has not begun to send is the socket's. */
  #isSocketWelcome = false;
  #isFlushing = false;
  readonly #over = new AbortController();
  /** A flush gave way: what was on it is asked before anything goes on. */
  #isCut = false;
  /** Ops settled over this connection, and cut flushes in a row that settled none. */
  #settled = 0;
  #stalls = 0;
  #http: Promise<void> = Promise.resolve();
  #hasNewSession = false;
  #device: Device | undefined;
  #epoch: string | undefined;

  constructor(context: ConnectionContext) {
    this.#store = new ConnectionStore(context.store);
    this.#context = { ...context, store: this.#store };
    this.#ended = new Promise((resolve) => {
      this.#resolveEnd = resolve;
    });
    const { store, clock, random } = this.#context;
    const link = new Link(context.transport, context.memory.protocol);
    this.#link = link;
    this.#held = new HeldLanes(store, context.status);
    const shared = {
      store,
      clock,
      link,
      epoch: () => this.#epoch,
      now: () => this.#now(),
      onGone: (groupId: string, end: MembershipEnd) => this.#purge(groupId, end),
      onWait: (wait: Wait) => this.#onWait(wait),
      // While the socket is still opening, HTTP giving way is not the end of the connection.
      onLinkFailure: (failure: Failure) => {
        if (link.socket || failure.kind === 'refused') this.#onLinkFailure(failure);
      },
      failed: (error: unknown) => this.#fail(error),
    };
    const onHeld = (groupId: string, kind: WaitKind): void =>
      void this.#held.hold(groupId, kind).catch((error) => this.#fail(error));
    this.#puller = new Puller({
      ...shared,
      memory: context.memory,
      onApplied: (groupId, applied) => this.#onApplied(groupId, applied),
      onNameless: () => void this.#askAgain(),
      onHeld,
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
      onFork: () => void this.#fork().catch((error) => this.#fail(error)),
      onTorn: () => this.#beginAnew('isOwedInDoubt'),
    });
    this.#hello = new HelloExchange({
      ...shared,
      random,
      memory: context.memory,
      puller: this.#puller,
      isOver: () => this.#isOver,
      onWelcome: (epoch) => {
        this.#wasWelcome = true;
        this.#epoch = epoch;
      },
      onFork: () => this.#fork(),
      onHealed: () => {
        context.recount();
        this.#end({ kind: 'again' });
      },
    });
    this.#history = new HistoryLoader({ clock, store, loadOlder: (groupId) => this.loadOlder(groupId) });
    this.#watch = new DivergenceWatch({
      ...shared,
      random,
      memory: context.memory,
      refetchGroup: (groupId) => this.#puller.refetch(groupId),
      onOtherHistory: () => void this.probe(),
    });
    this.#marks = new MarkSender({ clock, store, link, epoch: () => this.#epoch });
  }

  /** Resolves when the connection is over and nothing of it is left running. Never rejects. */
  async run(signal: AbortSignal): Promise<End> {
    const stop = () => this.#end({ kind: 'stopped' });
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    void this.#start().catch((error) => this.#fail(error));
    const end = await this.#ended;
    signal.removeEventListener('abort', stop);
    this.#isOnline = false;
    this.#marks.stop();
    this.#history.stop();
    this.#watch.stop();
    this.#puller.stop();
    this.#link.socket?.close();
    this.#link.socket = null;
    this.#context.presence.clear();
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
    else void this.#pumpAll().catch((error) => this.#fail(error));
  }

  touchMark(groupId: string): void {
    if (this.#isOnline) this.#marks.touch(groupId);
  }

  tellTyping(groupId: string, typing: boolean): void {
    if (this.#isOnline) this.#link.socket?.tell('typing', { groupId, typing });
  }

  async loadOlder(groupId: string): Promise<void> {
    if (this.#epoch === undefined || this.#isOver) return;
    await this.#puller.loadOlder(groupId).catch((error) => this.#fail(error));
  }

  /** Asks an open connection to prove itself: after a sleep the socket may be dead and not know it. */
  async probe(): Promise<void> {
    const { socket } = this.#link;
    if (!this.#isOnline || !socket) return;
    await this.#sayHello(PROBE_TIMEOUT_MS).catch((error) => this.#fail(error));
  }

  /** A hello tells what a poke does not. */
  async #askAgain(): Promise<void> {
    if (this.#link.socket) await this.#sayHello().catch((error) => this.#fail(error));
  }

  async #start(): Promise<void> {
    const { store, random, witness, clock, mode } = this.#context;
    this.#device = await openDevice({ store, random, witness, now: clock.now() });
    this.#device = (await mendOwed(this.#context)) ?? this.#device;
    const { account, epoch } = await store.read(['meta'], async (tx) => {
      return { account: await getMeta(tx, 'account'), epoch: await getMeta(tx, 'epoch') };
    });
    this.#epoch = epoch;
    if (this.#isOver || (!account && !(await this.#openSession(this.#device)))) return;
    this.#http = this.#overHttp().catch((error) => this.#fail(error));
    if (mode === 'socket') return this.#openSocket();
    await this.#http;
    this.#end({ kind: 'closed' });
  }

  async #openSession(device: Device): Promise<boolean> {
    const { protocol } = this.#link;
    const opening = await openSession({ ...this.#context, protocol }, device);
    if (opening.kind === 'failed') this.#onOpeningFailure(opening.failure);
    else if (opening.kind === 'again') this.#end({ kind: 'again' });
    else this.#hasNewSession = true;
    return opening.kind === 'open' && !this.#isOver;
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
    while (!this.#isOver && !this.#isSocketWelcome && !(await this.#flush()));
  }

  /** True when there is nothing more to do over HTTP. */
  async #flush(): Promise<boolean> {
    const { clock, memory } = this.#context;
    const began = clock.monotonicMs();
    const settledBefore = this.#settled;
    this.#isFlushing = true;
    const result = await this.#pusher.flushOverHttp(memory.flushBytes);
    if (result.kind === 'empty') return true;
    if (result.kind === 'answered') {
      const elapsedMs = clock.monotonicMs() - began;
      memory.flushBytes = nextFlushBytes(memory.flushBytes, { ...result, elapsedMs });
      return false;
    }
    this.#isCut = true;
    // A flush that reached nobody says nothing of the link's size.
    if (this.#link.hadContact) memory.flushBytes = nextFlushBytes(memory.flushBytes, result);
    if (result.failure.kind === 'refused') {
      this.#onWait(result.failure.wait);
      return true;
    }
    // Ask at once what became of it and go on, for as long as each turn moves something.
    if (result.failure.kind === 'timeout' || !(await this.#sayHello())) return true;
    this.#stalls = this.#settled > settledBefore ? 0 : this.#stalls + 1;
    return this.#stalls >= STALLS_MAX;
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
      { onTell: (tell) => this.#onTell(tell), onClose: () => this.#end({ kind: 'closed' }) },
      { timeoutMs: CONNECT_TIMEOUT_MS, signal: this.#over.signal },
    );
    if (!answer.ok) {
      await this.#http;
      return this.#onLinkFailure(answer.failure);
    }
    if (this.#isOver) return answer.value.close();
    this.#link.socket = answer.value;
    this.#link.hadContact = true;
    if (!(await this.#sayHello())) return this.#end({ kind: 'closed' });
    this.#context.status.setConnection({ name: 'online' });
    this.#isSocketWelcome = true;
    // One pipe per lane. A hello that HTTP swallowed sends nothing and is not waited for.
    if (this.#isFlushing) await this.#http;
    if (this.#isCut && !(await this.#sayHello())) return this.#end({ kind: 'closed' });
    if (this.#isOver) return;
    this.#isOnline = true;
    await this.#pumpAll();
    this.#history.start();
    this.#watch.start();
  }

  async #pumpAll(): Promise<void> {
    const entries = await this.#context.store.read(['outbox'], (tx) => tx.list('outbox'));
    this.#pusher.pump([...new Set(entries.map(({ groupId }) => groupId))]);
  }

  #onTell(tell: DownstreamTell): void {
    if (this.#isOver) return;
    // Another history began while this socket stayed open: who only listens would never hear of it otherwise.
    if (tell.name === 'poke' && this.#isOnline && tell.frame.epoch !== this.#epoch) {
      this.#onWait({ wait: 'epoch' });
    } else if (tell.name === 'poke') this.#puller.onPoke(tell.frame);
    else if (tell.name === 'presence') this.#context.presence.put(tell.frame);
    else if (tell.frame.epoch === this.#epoch) {
      const { groupId, marks } = tell.frame;
      this.#context.store
        .write(['marks'], (tx) => mergeMarks(tx, groupId, marks))
        .catch((error) => this.#fail(error));
    }
  }

  #onApplied(groupId: string, { cursor, moved, settled, trayed, ended }: Applied): void {
    if (ended && cursor) {
      const end = { version: cursor.version, reason: ended };
      this.#purge(groupId, end).catch((error) => this.#fail(error));
    }
    this.#settled += settled;
    if (settled > 0 || moved > 0) this.#progress = true;
    if (settled > 0) this.#held.release(groupId);
    if (moved > 0 && this.#held.approved(groupId)) this.#pusher.resume(groupId);
    if (settled > 0) this.#context.status.count({ queued: -settled, tray: trayed });
    if (moved > 0) this.touchMark(groupId);
    if (this.#isOnline && cursor && cursor.olderThan !== null) this.#history.start();
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

  async #fork(): Promise<void> {
    const { store, random } = this.#context;
    if (this.#isOver) return;
    await store.write(DEVICE_TABLES, (tx) => changeDevice(tx, random));
    this.#end({ kind: 'again' });
  }

  #onWait(wait: Wait): void {
    if (wait.wait === 'unknown-group' || wait.wait === 'healing' || wait.wait === 'approval') return;
    if (wait.wait === 'epoch') this.#beginAnew('isEpochInDoubt');
    else if (wait.wait === 'auth' && !this.#hasNewSession) this.#forgetSession();
    else if (wait.wait === 'unsupported' && speakLower(this.#context.memory, this.#link)) {
      this.#end({ kind: 'again' });
    } else this.#end({ kind: 'wait', wait });
  }

  #beginAnew(doubt: 'isEpochInDoubt' | 'isOwedInDoubt'): void {
    this.#context.memory[doubt] = true;
    this.#end({ kind: 'again' });
  }

  #forgetSession(): void {
    // The session ran out: the next connection opens another before anything else.
    this.#context.store
      .write(['meta'], (tx) => tx.remove('meta', ['account']))
      .then(
        () => this.#end({ kind: 'again' }),
        (error) => this.#fail(error),
      );
  }

  /** A session refused to the device itself: only its person helps, by signing in. Asking anew would be the same. */
  #onOpeningFailure(failure: Failure): void {
    if (failure.kind === 'refused' && failure.wait.wait === 'auth') {
      this.#end({ kind: 'wait', wait: failure.wait });
    } else this.#onLinkFailure(failure);
  }

  #onLinkFailure(failure: Failure): void {
    this.#link.isIntercepted ||= failure.kind === 'intercepted';
    if (failure.kind === 'refused') this.#onWait(failure.wait);
    else this.#end({ kind: 'closed' });
  }

  #fail(error: unknown): void {
    if (error instanceof StoppedError) return;
    this.#context.memory.isOwedInDoubt = true;
    this.#end(error instanceof FenceLostError ? { kind: 'lead-lost' } : { kind: 'failed', error });
  }

  #end(end: EndKind): void {
    this.#isOver = true;
    this.#over.abort();
    this.#resolveEnd(end);
  }

  #now(): number {
    return Math.max(0, this.#context.clock.now() + this.#context.memory.clockOffsetMs);
  }
}
