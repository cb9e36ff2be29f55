/**
 * Real engines against the real handlers in one process: no network, time by hand, and a hand on the line where
 * a test wants something to go wrong. For tests beside `src/client/sync`; the simulation has its own, with faults.
 */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore, DeviceTable } from '#client/platform/device-store.ts';
import type { Locks } from '#client/platform/locks.ts';
import type { Random } from '#client/platform/random.ts';
import type {
  Answer,
  Connection,
  ConnectionEvents,
  DownstreamTell,
  Failure,
  FlushOptions,
  Reply,
  Request,
  Transport,
} from '#client/platform/transport.ts';
import type { DeviceTables } from '#client/store/tables.ts';
import { ACTS } from '#client/sync/acts.ts';
import { createConnectionLoop } from '#client/sync/connection-loop.ts';
import { createEngine } from '#client/sync/engine.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import type { CatchUpPage } from '#protocol/catch-up.ts';
import type { AskName } from '#protocol/frames.ts';
import { SUPPORTED_PROTOCOLS } from '#protocol/version.ts';
import type { Divergence } from '#server/sync/serve-digest.ts';
import type { Session, Tell } from '#server/sync/session.ts';
import { createSyncServer, type SyncServer } from '#server/sync/sync-server.ts';
import { MemoryBlobs } from './memory-blobs.ts';
import { MemoryDeviceDatabase } from './memory-device-store.ts';
import { type LogImage, MemoryLogDatabase } from './memory-log-store.ts';
import { MemoryWitness } from './memory-witness.ts';
import { ManualClock, settled } from './sync-world.ts';
import { newId } from './test-database.ts';

/** What a test does with a frame on its way: another reply, a lost one, or nothing. */
export type Tap = (
  device: EngineDevice,
  frame: { readonly name: AskName; readonly request: object; readonly by: 'http' | 'socket' },
) => 'lose-request' | 'lose-reply' | object | undefined;

interface Peer {
  readonly session: Session;
  readonly hear: (tell: Tell) => void;
}

export class EngineWorld {
  readonly clock = new ManualClock();
  readonly accounts = new Map<string, string>();
  /** Every ask that reached the server, in order. */
  readonly asked: { device: string; name: AskName; by: 'http' | 'socket'; request: object }[] = [];
  readonly database = new MemoryLogDatabase({ epoch: newId(), healingUntil: null });
  /** What the operator was told of. */
  readonly divergences: Divergence[] = [];
  readonly blobs = new MemoryBlobs();
  server: SyncServer = this.#startServer();
  isUp = true;
  /** What the server speaks: fewer than this build does, and it is an older or a newer release. */
  protocols: readonly number[] = SUPPORTED_PROTOCOLS;
  tap: Tap = () => undefined;
  /** False drops this tell. */
  hears: (device: EngineDevice, tell: Tell) => boolean = () => true;
  readonly sockets = new Set<{ end(): void }>();

  /** On another device's `profile`: a second tab, or the same app later; `changed`: what happened to it meanwhile. */
  device(name: string, profile?: EngineDevice, changed: ChangedProfile = {}): EngineDevice {
    return new EngineDevice(this, name, profile, changed);
  }

  /** Until nothing moves any more, and `ms` of time on top. */
  async pass(ms = 0): Promise<void> {
    for (let i = 0; i < 200; i++) await settled();
    if (ms > 0) await this.clock.advance(ms);
    for (let i = 0; i < 200; i++) await settled();
  }

  goDown(): void {
    this.isUp = false;
    for (const socket of [...this.sockets]) socket.end();
  }

  goUp(): void {
    this.isUp = true;
  }

  /** The server goes back to `image`, under another epoch. */
  async restore(image: LogImage, healingUntil: number | null = null): Promise<void> {
    this.goDown();
    await this.server.stop();
    this.database.restore(image, { epoch: newId(), healingUntil });
    this.server = this.#startServer();
    this.goUp();
  }

  async log(groupId: string): Promise<string[]> {
    const entries = this.database.image.groups.get(groupId)?.entries ?? [];
    return entries.map(({ op }) => (op.body as { text?: string }).text ?? op.type);
  }

  #startServer(): SyncServer {
    return createSyncServer({
      store: this.database.connect(),
      clock: this.clock,
      broadcast: (connections, tell) => {
        for (const connection of connections) (connection as unknown as Peer).hear(tell);
      },
      onDivergence: (divergence) => this.divergences.push(divergence),
    });
  }
}

/** Parts of a profile that the browser threw away, or that came back from a copy. */
export interface ChangedProfile {
  readonly database?: MemoryDeviceDatabase;
  readonly witness?: MemoryWitness;
  readonly cookie?: 'gone';
}

/** One installation. Opened again on another's profile it is a second tab, or the same app after a crash. */
export class EngineDevice {
  readonly name: string;
  readonly profile: MemoryDeviceDatabase;
  readonly witness: MemoryWitness;
  readonly locks: ReturnType<typeof createLocks>;
  readonly store: DeviceStore;
  readonly engine: Engine;
  readonly faults: unknown[] = [];
  /** The device's wall clock is off by so much; its monotonic one never is. */
  wallSkewMs = 0;
  readonly world: EngineWorld;
  readonly #jar: { session: Session | undefined };

  constructor(world: EngineWorld, name: string, before?: EngineDevice, changed: ChangedProfile = {}) {
    this.world = world;
    this.name = name;
    this.profile = changed.database ?? before?.profile ?? new MemoryDeviceDatabase();
    this.witness = changed.witness ?? before?.witness ?? new MemoryWitness();
    this.locks = before?.locks ?? createLocks();
    this.#jar = before && changed.cookie !== 'gone' ? before.#jar : { session: undefined };
    const connection = this.profile.connect();
    this.store = connection;
    this.engine = createEngine(
      {
        store: connection,
        transport: this.#transport(),
        blobs: world.blobs,
        clock: engineClock(world.clock, () => this.wallSkewMs),
        random: countingRandom(name),
        locks: this.locks,
        witness: this.witness,
      },
      {
        loadConnections: () => createConnectionLoop,
        loadActs: () => ACTS,
        onFault: (error) => this.faults.push(error),
      },
    );
  }

  rows<T extends DeviceTable>(table: T): DeviceTables[T][] {
    return this.profile.rows(table);
  }

  texts(groupId: string): string[] {
    const rows = this.rows('messages').filter((row) => row.groupId === groupId);
    return rows.sort((a, b) => a.version - b.version).map((row) => row.notice?.what ?? row.text);
  }

  async send(groupId: string, ...texts: string[]): Promise<readonly string[]> {
    const result = await this.engine.commit(
      texts.map((text) => ({
        type: 'message.sent',
        groupId,
        body: { messageId: this.engine.newId(), text },
      })),
    );
    if (!result.ok) throw new Error(result.error);
    return result.opIds;
  }

  async createGroup(): Promise<{ groupId: string; secret: string }> {
    const made = await this.engine.createGroup({ name: 'Rolê', picture: '🍕', memberName: this.name });
    if (!made.ok || made.groupId === undefined) throw new Error('not created');
    const membership = this.rows('memberships').find(({ groupId }) => groupId === made.groupId);
    return { groupId: made.groupId, secret: membership?.inviteSecret ?? '' };
  }

  join({ groupId, secret }: { groupId: string; secret: string }) {
    return this.engine.joinGroup({ groupId, secret, groupName: 'Rolê', memberName: this.name });
  }

  #transport(): Transport {
    return {
      openSession: async ({ deviceId, protocol }) => {
        await settled();
        if (!this.world.isUp) return { ok: false, failure: UNREACHABLE };
        if (!this.world.protocols.includes(protocol)) return { ok: false, failure: UNSUPPORTED };
        const accountId = this.world.accounts.get(deviceId) ?? this.#jar.session?.accountId ?? newId();
        this.world.accounts.set(deviceId, accountId);
        this.#jar.session = { accountId, deviceId };
        return { ok: true, value: { accountId } };
      },
      flush: (name, requests, options) => this.#flush(name, requests, options),
      connect: (events) => this.#connect(events),
    };
  }

  async #flush<N extends AskName>(
    name: N,
    requests: readonly Request<N>[],
    { protocol, onReply }: FlushOptions<N>,
  ): Promise<Answer<{ answered: number }>> {
    let answered = 0;
    if (this.world.isUp && !this.world.protocols.includes(protocol))
      return { ok: false, failure: UNSUPPORTED };
    for (const request of requests) {
      const answer = await this.#ask(name, request, 'http');
      if (!answer.ok) return answer;
      onReply(answered++, answer.value);
      if (name === 'catch-up') {
        for (const page of await this.#furtherPages(
          request as Request<'catch-up'>,
          answer.value as CatchUpPage,
        )) {
          onReply(answered++, page as Reply<N>);
        }
      }
    }
    return { ok: true, value: { answered } };
  }

  async #furtherPages(request: Request<'catch-up'>, first: CatchUpPage): Promise<CatchUpPage[]> {
    const pages: CatchUpPage[] = [];
    let page: CatchUpPage = first;
    while ('ops' in page && page.ops.length > 0 && page.from + page.ops.length - 1 < page.head) {
      const after = page.from + page.ops.length - 1;
      const answer = await this.#ask('catch-up', { ...request, after }, 'http');
      if (!answer.ok || !('ops' in answer.value)) return pages;
      page = answer.value;
      pages.push(page);
    }
    return pages;
  }

  async #ask<N extends AskName>(
    name: N,
    request: Request<N>,
    by: 'http' | 'socket',
    peer?: Peer,
  ): Promise<Answer<Reply<N>>> {
    await settled();
    const { world } = this;
    const session = this.#jar.session;
    const fate = world.tap(this, { name, request, by });
    if (!world.isUp || fate === 'lose-request') return { ok: false, failure: UNREACHABLE };
    if (!session) return { ok: false, failure: { kind: 'refused', wait: { wait: 'auth' } } };
    world.asked.push({ device: this.name, name, by, request });
    if (typeof fate === 'object') return { ok: true, value: fate as Reply<N> };
    // As on the wire: what arrives is a copy.
    const frame = JSON.parse(JSON.stringify(request));
    const { server, protocols } = world;
    const ask = {
      hello: async () =>
        protocols.includes(frame.protocol) ? server.hello(session, frame, peer) : UNSUPPORTED.wait,
      push: () => server.push(session, frame, peer),
      'catch-up': () => server.catchUp(session, frame, peer),
      snapshot: () => server.snapshot(session, frame),
      bootstrap: () => server.bootstrap(session, frame),
      page: () => server.page(session, frame),
      digest: () => server.digest(session, frame),
      ledger: () => server.ledger(session, frame),
      'plan-text': () => server.planText(session, frame),
    } as const;
    const reply = await ask[name]();
    if (fate === 'lose-reply' || !world.isUp) return { ok: false, failure: UNREACHABLE };
    return { ok: true, value: JSON.parse(JSON.stringify(reply)) };
  }

  async #connect(events: ConnectionEvents): Promise<Answer<Connection>> {
    await settled();
    const { world } = this;
    const session = this.#jar.session;
    if (!world.isUp || !session) return { ok: false, failure: UNREACHABLE };
    let isOpen = true;
    const peer: Peer = {
      session,
      hear: (tell) => {
        const copy = JSON.parse(JSON.stringify(tell)) as DownstreamTell;
        if (isOpen && world.hears(this, tell)) queueMicrotask(() => isOpen && events.onTell(copy));
      },
    };
    const socket = {
      end: () => {
        if (!isOpen) return;
        isOpen = false;
        world.sockets.delete(socket);
        world.server.close(peer);
        events.onClose();
      },
    };
    world.sockets.add(socket);
    const connection: Connection = {
      ask: async (name, request) => {
        if (!isOpen) return { ok: false, failure: UNREACHABLE };
        const answer = await this.#ask(name, request, 'socket', peer);
        // A socket that lost a frame or its ack has been cut.
        if (!answer.ok) socket.end();
        return answer;
      },
      tell: (name, frame) => {
        if (!isOpen) return;
        if (name === 'mark') world.server.mark(session, frame as never);
        else if (name === 'caret') world.server.caret(peer, frame as never);
        else world.server.typing(peer, frame as never);
      },
      close: () => socket.end(),
    };
    return { ok: true, value: connection };
  }
}

const UNREACHABLE: Failure = { kind: 'unreachable' };
const UNSUPPORTED = { kind: 'refused', wait: { wait: 'unsupported' } } as const satisfies Failure;

function engineClock(clock: ManualClock, wallSkewMs: () => number): Clock {
  return {
    now: () => clock.now() + wallSkewMs(),
    monotonicMs: () => clock.now(),
    after: (ms, run) => clock.after(ms, run),
  };
}

/** Different for each device, the same in every run. */
export function countingRandom(name: string): Random {
  let seed = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
  const next = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    return (seed >>> 0) / 2 ** 32;
  };
  return {
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)),
    fraction: next,
  };
}

function createLocks(): Locks {
  const waiting: (() => void)[] = [];
  let isHeld = false;
  const release = () => {
    isHeld = false;
    waiting.shift()?.();
  };
  return {
    acquire: (_name, signal) =>
      new Promise((resolve, reject) => {
        const take = () => {
          if (signal.aborted) return release();
          isHeld = true;
          resolve({ release });
        };
        signal.addEventListener('abort', () => {
          const place = waiting.indexOf(take);
          if (place >= 0) waiting.splice(place, 1);
          reject(signal.reason);
        });
        if (isHeld) waiting.push(take);
        else take();
      }),
  };
}
