/**
 * One server process as the simulation runs it: the real handlers over the in-memory log store, and a thin
 * gateway of our own (sessions, frames as text). A crash takes the process with everything it had in memory and
 * leaves the database; a start makes a new process over it.
 */
import type { Answer } from '#client/platform/transport.ts';
import { formatId } from '#domain/ids.ts';
import type { AskName } from '#protocol/frames.ts';
import type { SessionReply, SessionRequest } from '#protocol/session.ts';
import type { Connection, Session, Tell } from '#server/sync/session.ts';
import { createSyncServer, type SyncServer } from '#server/sync/sync-server.ts';
import type { MemoryLogDatabase, MemoryLogStore } from '#tests/support/memory-log-store.ts';
import type { Checker } from './checker.ts';
import { describeExchange } from './describe-exchange.ts';
import { EPOCH_START_MS } from './device-ports.ts';
import type { History } from './history.ts';
import type { Streams } from './prng.ts';
import type { Bends } from './sabotage.ts';
import { Process, type Scheduler } from './scheduler.ts';
import type { Cookie, ServerDoor, ServerEnd, SocketDoor } from './server-door.ts';
import { openServerPace, type ServerHabits } from './server-pace.ts';

export interface SimServerOptions {
  readonly scheduler: Scheduler;
  readonly history: History;
  readonly streams: Streams;
  readonly database: MemoryLogDatabase;
  readonly checker: Checker;
  readonly habits: ServerHabits;
  readonly bends?: Bends | undefined;
}

/** Sessions are in the database: they outlive a process. */
interface Account {
  readonly accountId: string;
  readonly secretsByDevice: Map<string, string>;
}

interface OpenSocket extends Connection {
  readonly end: ServerEnd;
}

export class SimServer implements ServerDoor {
  readonly #options: SimServerOptions;
  readonly #accounts: Account[] = [];
  readonly #sessions = new Map<Cookie, Session>();
  #process: Process | undefined;
  #store: MemoryLogStore | undefined;
  #server: SyncServer | undefined;
  #sockets = new Set<OpenSocket>();
  #starts = 0;
  /** The server's wall clock against true time, ms. */
  wallOffsetMs = 0;

  constructor(options: SimServerOptions) {
    this.#options = options;
  }

  get up(): boolean {
    return this.#process?.alive ?? false;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  start(): void {
    if (this.up) return;
    const { scheduler, history, streams, database, habits, bends } = this.#options;
    const process = new Process(`server-${++this.#starts}`);
    const dice = streams.of('server', this.#starts);
    this.#process = process;
    this.#store = database.connect(
      openServerPace({
        scheduler,
        process,
        dice,
        habits,
        crash: (when) => this.crash(when, dice.between(50, 4_000)),
      }),
    );
    const store = bends?.serverStore?.(this.#store) ?? this.#store;
    const server = createSyncServer({
      store,
      clock: {
        now: () => Math.floor(EPOCH_START_MS + scheduler.now + this.wallOffsetMs),
        after: (ms, run) => scheduler.after(ms, run, process),
      },
      broadcast: (connections, tell) => this.#broadcast(connections, tell),
      parallelCommits: habits.parallelCommits,
    });
    this.#server = bends?.server?.(server, store) ?? server;
    history.add('server', `starts (${this.#starts})`);
  }

  /** Down for `forMs`. */
  crash(when: string, forMs: number): void {
    if (!this.up) return;
    const { history, scheduler } = this.#options;
    history.add('server', `crashes ${when}`);
    scheduler.after(forMs, () => this.start());
    this.#process?.kill();
    this.#store?.drop();
    const sockets = this.#sockets;
    this.#sockets = new Set();
    for (const { end } of sockets) end.close();
  }

  /** Every cookie is worthless from now on; devices come back with their secrets. */
  forgetSessions(): void {
    this.#sessions.clear();
    this.#options.history.add('server', 'forgets all sessions');
  }

  accountOf(deviceId: string): string | undefined {
    return this.#accounts.find((account) => account.secretsByDevice.has(deviceId))?.accountId;
  }

  // --- the door ---------------------------------------------------------------

  knows(cookie: Cookie | null): boolean {
    return cookie !== null && this.#sessions.has(cookie);
  }

  async openSession(
    { deviceId, deviceSecret }: SessionRequest,
    cookie: Cookie | null,
  ): Promise<{ answer: Answer<SessionReply>; cookie: Cookie | null }> {
    const known = this.#accounts.find((account) => account.secretsByDevice.has(deviceId));
    if (known !== undefined && known.secretsByDevice.get(deviceId) !== deviceSecret) {
      return { answer: { ok: false, failure: { kind: 'refused', wait: { wait: 'auth' } } }, cookie: null };
    }
    const bearer = cookie === null ? undefined : this.#sessions.get(cookie)?.accountId;
    const account = known ?? this.#accounts.find((one) => one.accountId === bearer) ?? this.#openAccount();
    account.secretsByDevice.set(deviceId, deviceSecret);
    const fresh = formatId(this.#options.streams.of('cookie', this.#sessions.size, deviceId).bytes(16));
    this.#sessions.set(fresh, { accountId: account.accountId, deviceId });
    return { answer: { ok: true, value: { accountId: account.accountId } }, cookie: fresh };
  }

  async askByHttp(
    cookie: Cookie | null,
    name: AskName,
    text: string,
    reply: (text: string) => void,
  ): Promise<void> {
    const session = cookie === null ? undefined : this.#sessions.get(cookie);
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

  openSocket(cookie: Cookie | null, end: ServerEnd): SocketDoor | undefined {
    const session = cookie === null ? undefined : this.#sessions.get(cookie);
    const server = this.#server;
    if (session === undefined || server === undefined || !this.up) return undefined;
    const socket: OpenSocket = { session, end };
    this.#sockets.add(socket);
    return {
      ask: async (name, text) => JSON.stringify(await this.#serve(session, name, JSON.parse(text), socket)),
      tell: (name, text) => {
        if (!this.#sockets.has(socket)) return;
        if (name === 'mark') server.mark(session, JSON.parse(text));
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
    this.#options.history.add('server', `${way} ${describeExchange(session, name, frame, answer)}`);
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

  #openAccount(): Account {
    const bytes = this.#options.streams.of('account', this.#accounts.length).bytes(16);
    const account = { accountId: formatId(bytes), secretsByDevice: new Map<string, string>() };
    this.#accounts.push(account);
    return account;
  }
}

type AnyAnswer = Awaited<ReturnType<SyncServer['hello' | 'push' | 'catchUp' | 'snapshot' | 'page']>>;
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
    case 'page':
      return server.page(session, asked);
  }
}
