/**
 * One server node as the simulation runs it: the real handlers over the in-memory log store, and a thin gateway of
 * our own (frames as text). A crash takes the process with everything it had in memory and leaves the database; a
 * start makes a new process over it.
 */
import * as v from 'valibot';
import { type BundleRefusal, type BundleReply, bundleSchema } from '#protocol/bundle.ts';
import type { AskName } from '#protocol/frames.ts';
import type { PushReply } from '#protocol/push.ts';
import type { SessionRequest } from '#protocol/session.ts';
import { describeFailure } from '#server/describe-failure.ts';
import { type BundleDesk, deliverBundle } from '#server/sync/deliver-bundle.ts';
import { NOTHING_OUTSIDE } from '#server/sync/known-outside.ts';
import { LogStoreError } from '#server/sync/log-store.ts';
import type { Clock, Connection, Hint, Session, Tell } from '#server/sync/session.ts';
import { createSyncServer, type ServerLoad, type SyncServer } from '#server/sync/sync-server.ts';
import type { MemoryLogDatabase, MemoryLogStore } from '#tests/support/memory-log-store.ts';
import { asBuild, type Build, NEWEST, runAs } from './builds.ts';
import type { Checker } from './checker.ts';
import { describeExchange } from './describe-exchange.ts';
import { EPOCH_START_MS, type WallClock } from './device-ports.ts';
import type { HintBus } from './hint-bus.ts';
import type { History } from './history.ts';
import type { MemoryLedgers } from './memory-ledgers.ts';
import { isPlanted, refusePoison } from './poison.ts';
import type { Streams } from './prng.ts';
import type { Bends } from './sabotage.ts';
import { Process, type Scheduler } from './scheduler.ts';
import type { Cookie, ServerDoor, ServerEnd, SocketDoor } from './server-door.ts';
import { openServerPace, type ServerHabits } from './server-pace.ts';
import { type OpenedSession, type Sessions, signFor } from './sessions.ts';
import type { Strikes } from './strikes.ts';
import { keepTexts } from './text-keeper.ts';

export interface SimServerOptions {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly history: History;
  readonly streams: Streams;
  readonly database: MemoryLogDatabase;
  readonly checker: Checker;
  readonly strikes: Strikes;
  readonly habits: ServerHabits;
  readonly sessions: Sessions;
  readonly wall: WallClock;
  /** Beside the database. */
  readonly ledgers: MemoryLedgers;
  /** Between the nodes; absent: this is the only one. */
  readonly bus?: HintBus | undefined;
  readonly bends?: Bends | undefined;
}

interface OpenSocket extends Connection {
  readonly end: ServerEnd;
}

export class SimServer implements ServerDoor {
  readonly #options: SimServerOptions;
  readonly #sendHint: ((hint: Hint) => void) | undefined;
  #process: Process | undefined;
  #store: MemoryLogStore | undefined;
  #server: SyncServer | undefined;
  #sockets = new Set<OpenSocket>();
  #starts = 0;
  /** What is installed: the next start runs it. */
  build: Build = NEWEST;

  constructor(options: SimServerOptions) {
    this.#options = options;
    this.#sendHint = options.bus?.connect(options.name, (hint) => {
      if (this.up) this.#server?.hear(hint);
    });
  }

  get up(): boolean {
    return this.#process?.alive ?? false;
  }

  /** For the checker: what the node holds, beside what it has to. */
  get holdings(): { process: Process; load: ServerLoad; sockets: number } | undefined {
    if (this.#process === undefined || this.#server === undefined || !this.up) return undefined;
    return { process: this.#process, load: this.#server.load(), sockets: this.#sockets.size };
  }

  start(): void {
    if (this.up) return;
    const { name, scheduler, history, streams, checker, strikes, database, habits, wall, bends, ledgers } =
      this.#options;
    const process = new Process(`${name}-${++this.#starts}`, this.build);
    const dice = streams.of(name, this.#starts);
    this.#process = process;
    this.#store = database.connect(
      openServerPace({
        scheduler,
        process,
        dice,
        habits,
        strike: (fault) => strikes.note(fault),
        crash: (when) => this.crash(when, dice.between(50, 4_000)),
      }),
    );
    const whole = refusePoison(this.#store);
    const bent = bends?.serverStore?.(whole) ?? whole;
    const clock: Clock = {
      now: () => Math.floor(EPOCH_START_MS + scheduler.now + wall.offsetMs),
      after: (ms, run) => scheduler.after(ms, run, process),
    };
    const store = ledgers.record(bent, clock.now);
    const sendHint = this.#sendHint;
    const server = runAs(this.build, () =>
      createSyncServer({
        store,
        clock: bends?.serverClock?.(clock) ?? clock,
        broadcast: (connections, tell) => this.#broadcast(connections, tell),
        parallelCommits: habits.parallelCommits,
        outside: bends?.forgetsLedgers ? NOTHING_OUTSIDE : ledgers.outside,
        onDivergence: (divergence) => checker.noteLogLine(divergence),
        onFailure: (error) => {
          checker.noteLogLine((bends?.describeFailure ?? describeFailure)(error));
          // A database that refuses is expected here; anything else is a bug, unless we planted it.
          if (!(error instanceof LogStoreError) && !isPlanted(error)) checker.noteFault(name, error);
        },
        ...(sendHint && { nodes: { sendHint } }),
      }),
    );
    this.#server = asBuild(this.build, bends?.server?.(server, store) ?? server);
    const onFailure = (error: unknown): void => {
      if (!(error instanceof LogStoreError)) checker.noteFault(name, error);
    };
    // What knows no plans compacts none.
    if (this.build === NEWEST) {
      const keeperDice = streams.of('text-keeper', name, this.#starts);
      keepTexts({ scheduler, process, dice: keeperDice, habits, store, bends, onFailure });
    }
    history.add(name, `starts (${this.#starts})`);
  }

  /** Down for `forMs`. */
  crash(when: string, forMs: number): void {
    if (!this.up) return;
    const { name, history, scheduler } = this.#options;
    history.add(name, `crashes ${when}`);
    scheduler.after(forMs, () => this.start());
    this.#process?.kill();
    this.#store?.drop();
    const sockets = this.#sockets;
    this.#sockets = new Set();
    for (const { end } of sockets) end.close();
  }

  // --- the door ---------------------------------------------------------------

  knows(cookie: Cookie | null): boolean {
    return this.#options.sessions.get(cookie) !== undefined;
  }

  async openSession(request: SessionRequest, cookie: Cookie | null): Promise<OpenedSession> {
    return this.#options.sessions.open(request, cookie);
  }

  async askByHttp(
    cookie: Cookie | null,
    name: AskName,
    text: string,
    reply: (text: string) => void,
  ): Promise<void> {
    const session = this.#options.sessions.get(cookie);
    if (session === undefined) return reply(JSON.stringify({ wait: 'auth' }));
    const frame = JSON.parse(text);
    for (;;) {
      const answer = await this.#serve(session, name, frame, undefined);
      reply(JSON.stringify(answer));
      // A catch-up by HTTP goes on by itself, page after page.
      if (name !== 'catch-up' || !('ops' in answer)) return;
      const reached = answer.from + answer.ops.length - 1;
      if (reached >= answer.head || answer.ops.length === 0) return;
      frame.after = reached;
    }
  }

  async deliver(cookie: Cookie | null, text: string): Promise<BundleReply | { error: BundleRefusal }> {
    const { sessions, checker } = this.#options;
    const carrier = sessions.get(cookie);
    const store = this.#store;
    if (!carrier || !store) return { error: carrier ? 'unavailable' : 'signed-out' };
    const desk: BundleDesk = {
      store,
      push: (session, push) => this.#serve(session, 'push', push, undefined) as Promise<PushReply>,
      // Of a device the simulation has no other key than its id.
      getDeviceKey: async (deviceId) => {
        const accountId = sessions.accountOf(deviceId);
        return accountId === undefined ? undefined : { accountId, publicKey: deviceId };
      },
      isSignedBy: async (deviceId, signed, signature) => signature === signFor(deviceId, signed),
    };
    try {
      const delivery = await deliverBundle(desk, carrier, v.parse(bundleSchema, JSON.parse(text)));
      return delivery.ok ? delivery.reply : { error: delivery.error };
    } catch (error) {
      if (!(error instanceof LogStoreError)) checker.noteFault(this.#options.name, error);
      return { error: 'unavailable' };
    }
  }

  openSocket(cookie: Cookie | null, end: ServerEnd): SocketDoor | undefined {
    const session = this.#options.sessions.get(cookie);
    const server = this.#server;
    if (session === undefined || server === undefined || !this.up) return undefined;
    const socket: OpenSocket = { session, end };
    this.#sockets.add(socket);
    return {
      ask: async (name, text) => JSON.stringify(await this.#serve(session, name, JSON.parse(text), socket)),
      tell: (name, text) => {
        if (!this.#sockets.has(socket)) return;
        if (name === 'mark') server.mark(session, JSON.parse(text));
        else if (name === 'caret') server.caret(socket, JSON.parse(text));
        else server.typing(socket, JSON.parse(text));
      },
      gone: () => {
        if (this.#sockets.delete(socket)) server.close(socket);
      },
    };
  }

  async #serve(session: Session, name: AskName, frame: unknown, socket: OpenSocket | undefined) {
    const server = this.#server;
    const process = this.#process;
    if (server === undefined || !process?.alive) return await new Promise<never>(() => {});
    const answer = await ask(server, session, name, frame, socket);
    if (!process.alive) return await new Promise<never>(() => {});
    const way = socket === undefined ? 'http' : 'socket';
    this.#options.history.add(this.#options.name, `${way} ${describeExchange(session, name, frame, answer)}`);
    this.#options.checker.serverAnswers(session, name, frame, answer);
    return answer;
  }

  #broadcast(connections: readonly Connection[], tell: Tell): void {
    const text = JSON.stringify(tell.frame);
    for (const connection of connections as readonly OpenSocket[]) {
      if (!this.#sockets.has(connection)) continue;
      this.#options.checker.serverTells(connection.session, tell);
      connection.end.tell(tell.name, text);
    }
  }
}

type AnyAnswer = Awaited<
  ReturnType<
    SyncServer[
      | 'hello'
      | 'push'
      | 'catchUp'
      | 'snapshot'
      | 'bootstrap'
      | 'page'
      | 'digest'
      | 'ledger'
      | 'planText']
  >
>;
export type ServerAnswer = AnyAnswer;

function ask(
  server: SyncServer,
  session: Session,
  name: AskName,
  frame: unknown,
  socket: OpenSocket | undefined,
): Promise<AnyAnswer> {
  // It has passed the schema of its name in `wire.ts`.
  const asked = frame as never;
  switch (name) {
    case 'hello':
      return server.hello(session, asked, socket);
    case 'push':
      return server.push(session, asked, socket);
    case 'catch-up':
      return server.catchUp(session, asked, socket);
    case 'snapshot':
      return server.snapshot(session, asked);
    case 'bootstrap':
      return server.bootstrap(session, asked);
    case 'page':
      return server.page(session, asked);
    case 'ledger':
      return server.ledger(session, asked);
    case 'plan-text':
      return server.planText(session, asked);
    case 'digest':
      return server.digest(session, asked);
  }
}
