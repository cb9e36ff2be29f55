/**
 * The server's handlers on the memory store, with hands on their clock: devices as plain objects, no network.
 * For tests beside `src/server/sync`; the simulation has its own, with faults.
 */
import type { JsonObject } from '#domain/json.ts';
import { inviteHash } from '#protocol/canonical.ts';
import type { WireOp } from '#protocol/fields.ts';
import type { Hello, Welcome } from '#protocol/hello.ts';
import type { Poke } from '#protocol/poke.ts';
import type { Push, PushReply } from '#protocol/push.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import type { KnownOutside } from '#server/sync/known-outside.ts';
import type { Epoch, LogStore } from '#server/sync/log-store.ts';
import type { Divergence } from '#server/sync/serve-digest.ts';
import type { Clock, Connection, Hint, Session, Tell } from '#server/sync/session.ts';
import { createSyncServer, type SyncServer } from '#server/sync/sync-server.ts';
import { MemoryLogDatabase } from '#tests/support/memory-log-store.ts';
import { newId } from '#tests/support/test-database.ts';

export class ManualClock implements Clock {
  #now = 1_790_000_000_000;
  readonly #timers = new Set<{ at: number; run: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Runs what falls due, in order, and lets what it started settle. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.run();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}

/** After everything that only waits for promises has run. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface TestConnection extends Connection {
  readonly told: Tell[];
  /** The pokes among them for one group. */
  pokes(groupId: string): Poke[];
  /** Versions whose ops were told, in the order they came. */
  versions(groupId: string): number[];
}

export interface World {
  readonly server: SyncServer;
  readonly clock: ManualClock;
  readonly database: MemoryLogDatabase;
  readonly hints: Hint[];
  readonly divergences: Divergence[];
  readonly epoch: string;
  device(over?: Partial<Session>): TestDevice;
}

export interface WorldOptions {
  readonly database?: MemoryLogDatabase;
  /** Stands between the handlers and the memory: where a test makes it fail. */
  readonly wrap?: (store: LogStore) => LogStore;
  readonly isShared?: boolean;
  readonly epoch?: Epoch;
  readonly outside?: KnownOutside;
}

export function createWorld(options: WorldOptions = {}): World {
  const epoch = options.epoch ?? { epoch: newId(), healingUntil: null };
  const database = options.database ?? new MemoryLogDatabase(epoch);
  const clock = new ManualClock();
  const hints: Hint[] = [];
  const divergences: Divergence[] = [];
  const store: LogStore = database.connect();
  const server = createSyncServer({
    store: options.wrap?.(store) ?? store,
    clock,
    broadcast: (connections, tell) => {
      for (const connection of connections) (connection as TestConnection).told.push(tell);
    },
    onDivergence: (divergence) => divergences.push(divergence),
    ...(options.outside && { outside: options.outside }),
    ...(options.isShared && { nodes: { sendHint: (hint: Hint) => hints.push(hint) } }),
  });
  const world: World = {
    server,
    clock,
    database,
    hints,
    divergences,
    epoch: database.image.epoch.epoch,
    device: (over) => new TestDevice(world, over),
  };
  return world;
}

export interface TestGroup {
  readonly groupId: string;
  readonly secret: string;
}

export class TestDevice {
  readonly session: Session;
  readonly memberId = newId();
  readonly #world: World;
  readonly #nextSeqs = new Map<string, number>();

  constructor(world: World, over: Partial<Session> = {}) {
    this.#world = world;
    this.session = { accountId: newId(), deviceId: newId(), ...over };
  }

  op(type: string, body: JsonObject, over: Partial<WireOp> = {}): WireOp {
    const actorId = this.memberId;
    return { opId: newId(), actorId, at: 1_790_000_000_000, type, v: 1, salt: newId(), body, ...over };
  }

  message(text: string, over: Partial<WireOp> = {}): WireOp {
    return this.op('message.sent', { messageId: newId(), text }, over);
  }

  frame(groupId: string, ops: readonly WireOp[], over: Partial<Push> = {}): Push {
    const firstSeq = this.#nextSeqs.get(groupId) ?? 1;
    const { deviceId } = this.session;
    return { epoch: this.#world.epoch, deviceId, groupId, firstSeq, ops: [...ops], ...over };
  }

  /** Numbers go on after what got a verdict. */
  async push(
    groupId: string,
    ops: readonly WireOp[],
    over: Partial<Push> = {},
    by?: Connection,
  ): Promise<PushReply> {
    const frame = this.frame(groupId, ops, over);
    const reply = await this.#world.server.push(this.session, frame, by);
    const next = frame.firstSeq + reply.verdicts.length;
    this.#nextSeqs.set(groupId, Math.max(next, this.#nextSeqs.get(groupId) ?? 1));
    return reply;
  }

  async createGroup(): Promise<TestGroup> {
    const group = { groupId: newId(), secret: newId() };
    const body = { name: 'G', picture: '🧪', memberName: 'Ana', inviteHash: inviteHash(group.secret) };
    const reply = await this.push(group.groupId, [this.op('group.created', body)]);
    if (reply.stop) throw new Error(JSON.stringify(reply.stop));
    return group;
  }

  join({ groupId, secret }: TestGroup, by?: Connection): Promise<PushReply> {
    const op = this.op('member.joined', { name: 'Bia' });
    return this.push(groupId, [op], { proofs: { [op.opId]: secret } }, by);
  }

  leave({ groupId }: TestGroup): Promise<PushReply> {
    return this.push(groupId, [this.op('member.left', {})]);
  }

  helloFrame(over: Partial<Hello> = {}): Hello {
    const { deviceId } = this.session;
    return { protocol: PROTOCOL_VERSION, deviceId, epoch: null, lanes: [], cursors: [], marks: [], ...over };
  }

  async hello(over: Partial<Hello> = {}, by?: Connection): Promise<Welcome> {
    const reply = await this.#world.server.hello(this.session, this.helloFrame(over), by);
    if ('wait' in reply) throw new Error(`wait: ${reply.wait}`);
    return reply;
  }

  /** A socket that has said hello. */
  async connect(): Promise<TestConnection> {
    const connection = this.openConnection();
    await this.hello({}, connection);
    return connection;
  }

  openConnection(): TestConnection {
    const told: Tell[] = [];
    const pokes = (groupId: string): Poke[] =>
      told.flatMap((tell) => (tell.name === 'poke' && tell.frame.groupId === groupId ? [tell.frame] : []));
    return {
      session: this.session,
      told,
      pokes,
      versions: (groupId) =>
        pokes(groupId).flatMap(({ from = 0, ops = [] }) => ops.map((_, index) => from + index)),
    };
  }
}
