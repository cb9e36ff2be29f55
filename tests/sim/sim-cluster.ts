/**
 * The server as devices see it: one node, or three on one database with a hint bus between them, behind a load
 * balancer that sends every new connection to some node, mostly to one that is up.
 *
 *   device ─ connection n ─→ route ─→ node a │ b │ c ──→ one MemoryLogDatabase (row locks, COMMIT order)
 *                                         └── hints {groupId, head} ──┘
 */
import type { MemoryLogDatabase } from '#tests/support/memory-log-store.ts';
import type { Build } from './builds.ts';
import type { Checker } from './checker.ts';
import { EPOCH_START_MS } from './device-ports.ts';
import { HintBus, type HintHabits } from './hint-bus.ts';
import type { History } from './history.ts';
import { MemoryLedgers } from './memory-ledgers.ts';
import type { Prng, Streams } from './prng.ts';
import type { Bends } from './sabotage.ts';
import type { Scheduler } from './scheduler.ts';
import type { ServerDoor } from './server-door.ts';
import type { ServerHabits } from './server-pace.ts';
import { Sessions, type SessionsImage } from './sessions.ts';
import { SimServer } from './sim-server.ts';
import type { Strikes } from './strikes.ts';

export interface SimClusterOptions {
  readonly scheduler: Scheduler;
  readonly history: History;
  readonly streams: Streams;
  readonly database: MemoryLogDatabase;
  readonly checker: Checker;
  readonly strikes: Strikes;
  readonly habits: ServerHabits;
  readonly hints: HintHabits;
  readonly nodes: number;
  readonly bends?: Bends | undefined;
}

/** A balancer that has not noticed yet sends to a dead node. */
const STALE_ROUTE_RATE = 0.1;

export class SimCluster {
  readonly bus: HintBus;
  readonly #nodes: SimServer[];
  readonly #sessions: Sessions;
  readonly #history: History;
  readonly #streams: Streams;
  /** The servers' wall clock against true time, ms. */
  readonly #wall = { offsetMs: 0 };
  readonly #ledgers = new MemoryLedgers();
  readonly #options: SimClusterOptions;

  constructor(options: SimClusterOptions) {
    const { scheduler, history, streams, strikes, nodes, bends } = options;
    this.#options = options;
    this.#history = history;
    options.checker.isRevokedOutside = this.#ledgers.outside.wasRevoked;
    this.#streams = streams;
    this.#sessions = new Sessions(streams);
    this.bus = new HintBus({
      scheduler,
      streams,
      history,
      habits: options.hints,
      strike: (fault) => strikes.note(fault),
    });
    this.#nodes = Array.from({ length: nodes }, (_, i) => {
      const name = nodes === 1 ? 'server' : `node-${i + 1}`;
      return new SimServer({
        ...options,
        name,
        sessions: this.#sessions,
        wall: this.#wall,
        ledgers: this.#ledgers,
        bus: nodes > 1 ? this.bus : undefined,
        bends,
      });
    });
  }

  get nodes(): readonly SimServer[] {
    return this.#nodes;
  }

  /** Every push is answered. */
  get isIdle(): boolean {
    return this.#nodes.every(({ holdings }) => (holdings?.load.batches ?? 0) === 0);
  }

  start(): void {
    for (const node of this.#nodes) node.start();
  }

  /** All nodes at once: the machine, the power, the database's host. */
  crash(when: string, forMs: number): void {
    for (const node of this.#nodes) node.crash(when, forMs);
  }

  crashOne(dice: Prng, when: string, forMs: number): void {
    dice.pick(this.#nodes).crash(when, forMs);
  }

  /** One node is stopped and starts with another build. */
  install(dice: Prng, build: Build): void {
    const node = dice.pick(this.#nodes);
    node.build = build;
    node.crash('to run another build', dice.between(50, 3_000));
  }

  installEverywhere(build: Build): void {
    for (const node of this.#nodes) {
      if (node.build === build) continue;
      node.build = build;
      node.crash('to run another build', 0);
    }
  }

  forgetSessions(): void {
    this.#sessions.forgetAll();
    this.#history.add('server', 'forgets all sessions');
  }

  signIn(deviceId: string, phone: { readonly deviceId: string; readonly deviceSecret: string }): boolean {
    return this.#sessions.signIn(deviceId, phone);
  }

  accountOf(deviceId: string): string | undefined {
    return this.#sessions.accountOf(deviceId);
  }

  backUpSessions(): SessionsImage {
    return this.#sessions.backUp();
  }

  restoreSessions(image: SessionsImage): void {
    this.#sessions.restore(image);
  }

  /** What a restored database has again is ended again. */
  async applyLedgers(): Promise<void> {
    if (this.#options.bends?.forgetsLedgers) return;
    const now = Math.floor(EPOCH_START_MS + this.#options.scheduler.now + this.#wall.offsetMs);
    await this.#ledgers.apply(this.#options.database.connect(), now);
  }

  jumpClock(byMs: number): void {
    this.#wall.offsetMs += Math.round(byMs);
    this.#options.checker.noteServerClock(this.#wall.offsetMs);
  }

  /** Where the next connection of the link of that name ends up. */
  route(linkName: string): () => ServerDoor {
    let connections = 0;
    return () => {
      const [first, second] = this.#nodes;
      if (first !== undefined && second === undefined) return first;
      const dice = this.#streams.of('route', linkName, connections++);
      const up = this.#nodes.filter((node) => node.up);
      return dice.pick(up.length === 0 || dice.chance(STALE_ROUTE_RATE) ? this.#nodes : up);
    };
  }
}
