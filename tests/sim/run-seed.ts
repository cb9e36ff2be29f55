/**
 * One run: a world made from a seed, a storm, then everything heals, comes to rest, and is checked.
 *
 *   0 ──── storm: deeds and faults by the plan ────→ stormMs ──── heal ────→ rest, or REST_WITHIN_MS is over (I11)
 */
import { StoreError } from '#client/platform/device-store.ts';
import { formatId } from '#domain/ids.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import { type LogImage, MemoryLogDatabase } from '#tests/support/memory-log-store.ts';
import { Checker } from './checker.ts';
import { EPOCH_START_MS } from './device-ports.ts';
import { checkAtRest, checkPromises, listUnrest, type Rest } from './final-check.ts';
import { drawDiskHabits, drawLinkHabits, drawServerHabits, healDisk, healServer } from './habits.ts';
import { History, type HistoryLine } from './history.ts';
import { Ledger } from './ledger.ts';
import { CALM, Link } from './link.ts';
import { type Invite, Person } from './person.ts';
import { describeStep, drawPlan, type Step } from './plan.ts';
import { Streams } from './prng.ts';
import type { Bends, Sabotage } from './sabotage.ts';
import { Scheduler } from './scheduler.ts';
import { type Page, SimDevice } from './sim-device.ts';
import { SimServer } from './sim-server.ts';
import { drawSwarm, type Fault, type Swarm } from './swarm.ts';
import type { Violation } from './violation.ts';

/** Backoff reaches 30 s, a dead lease is noticed within seconds, a silent socket within 18 s: three times that. */
const REST_WITHIN_MS = 180_000;
/** A call of the engine's door that takes longer than this with a working disk hangs. */
const CALL_MAX_MS = 60_000;
/** A restored server waits this long for lost history to come home. */
const HEALING_MS = 7 * 24 * 3_600_000;

export interface RunOptions {
  readonly seed: bigint;
  /** Keeps the history's lines. */
  readonly keepHistory?: boolean;
  /** Ids of plan steps to leave out: shrinking. */
  readonly without?: ReadonlySet<number>;
  readonly sabotage?: Sabotage | undefined;
  /** The faults this run may draw from; absent: the usual ones. */
  readonly suite?: readonly Fault[] | undefined;
}

export interface RunResult {
  readonly seed: bigint;
  readonly violations: readonly Violation[];
  readonly swarm: Swarm;
  /** The steps that ran. */
  readonly plan: readonly Step[];
  readonly historyHash: string;
  readonly history: readonly HistoryLine[];
  readonly opsCommitted: number;
  readonly opsPromised: number;
  readonly faultsInjected: number;
  readonly virtualMs: number;
  readonly events: number;
  /** What the checker saw, for the report. */
  readonly rest: Rest;
}

export async function runSeed(options: RunOptions): Promise<RunResult> {
  const world = new World(options);
  const onRejection = (reason: unknown): void => world.checker.noteFault('a promise nobody awaited', reason);
  process.on('unhandledRejection', onRejection);
  try {
    return await world.run();
  } catch (error) {
    world.checker.fail('I12', `the run itself broke: ${describeError(error)}`);
    return world.result();
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}

class World {
  readonly checker: Checker;
  readonly #options: RunOptions;
  readonly #bends: Bends | undefined;
  readonly #scheduler = new Scheduler();
  readonly #streams: Streams;
  readonly #history: History;
  readonly #ledger = new Ledger();
  readonly #swarm: Swarm;
  readonly #plan: Step[];
  readonly #database: MemoryLogDatabase;
  readonly #server: SimServer;
  readonly #serverHabits: ReturnType<typeof drawServerHabits>;
  readonly #hands: { readonly index: number; readonly device: SimDevice; readonly person: Person }[] = [];
  readonly #serverBackups = new Map<number, LogImage>();
  readonly #profileBackups = new Map<number, { device: SimDevice; copy: MemoryDeviceDatabase }>();
  readonly #invites: Invite[] = [];
  readonly #calls = new Set<{ page: Page; what: string; since: number }>();
  #steppedFaults = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#bends = options.sabotage?.bend();
    this.#streams = new Streams(options.seed);
    this.#history = new History(this.#scheduler, { keep: options.keepHistory ?? false });
    this.checker = new Checker(this.#scheduler);
    this.#swarm = drawSwarm(this.#streams, options.suite);
    this.#plan = drawPlan(this.#streams, this.#swarm).filter(({ id }) => !options.without?.has(id));
    const epoch = formatId(this.#streams.of('epoch', 0).bytes(16));
    this.#database = new MemoryLogDatabase(
      { epoch, healingUntil: null },
      {
        onCommit: (writes) => {
          for (const one of writes) this.checker.serverCommits(one);
          this.#historyOfCommit(writes);
        },
      },
    );
    this.checker.watch(this.#database);
    this.#serverHabits = drawServerHabits(this.#streams, this.#swarm);
    this.#server = new SimServer({
      scheduler: this.#scheduler,
      history: this.#history,
      streams: this.#streams,
      database: this.#database,
      checker: this.checker,
      habits: this.#serverHabits,
      bends: this.#bends,
    });
    for (let i = 0; i < this.#swarm.devices; i++) this.#addDevice(i);
  }

  async run(): Promise<RunResult> {
    this.#server.start();
    for (const step of this.#plan) {
      this.#scheduler.after(step.atMs, () => this.#perform(step));
      if ('fromMs' in step) this.#scheduler.after(step.atMs - step.fromMs, () => this.#backUp(step));
    }
    await this.#scheduler.run(this.#swarm.stormMs, () => this.checker.violations.length > 0);
    if (this.checker.violations.length === 0) {
      this.#heal();
      await this.#comeToRest();
    }
    return this.result();
  }

  result(): RunResult {
    return {
      seed: this.#options.seed,
      violations: this.checker.violations,
      swarm: this.#swarm,
      plan: this.#plan,
      historyHash: this.#history.hash,
      history: this.#history.lines,
      opsCommitted: this.checker.opsCommitted,
      opsPromised: this.#ledger.promised.size,
      faultsInjected: this.#steppedFaults + this.#devices.reduce((sum, { link }) => sum + link.cuts, 0),
      virtualMs: this.#scheduler.now,
      events: this.#scheduler.eventsRun,
      rest: this.#rest,
    };
  }

  get #devices(): SimDevice[] {
    return this.#hands.map(({ device }) => device);
  }

  get #rest(): Rest {
    return { checker: this.checker, ledger: this.#ledger, database: this.#database, devices: this.#devices };
  }

  /** `original`: this one begins as a copy of its profile. */
  #addDevice(index: number, original?: SimDevice): void {
    const clones = this.#hands.filter((hand) => hand.index === index).length;
    const name = clones === 0 ? `d${index}` : `d${index}-clone${clones}`;
    const link = new Link({
      name,
      habits: drawLinkHabits(this.#streams, this.#swarm, index),
      streams: this.#streams,
      history: this.#history,
    });
    const device = new SimDevice({
      name,
      scheduler: this.#scheduler,
      history: this.#history,
      streams: this.#streams,
      checker: this.checker,
      door: this.#server,
      link,
      disk: drawDiskHabits(this.#streams, this.#swarm, index),
      wall: { offsetMs: original?.wall.offsetMs ?? 0 },
      profile: original,
      bends: this.#bends,
    });
    const person = new Person(device, {
      ledger: this.#ledger,
      follow: (page, what, call, answered) => this.#follow(page, what, call, answered),
      say: (who, what) => this.#history.add(who, what),
    });
    this.#hands.push({ index, device, person });
    if (original) device.open();
  }

  #perform(step: Step) {
    this.#history.add('plan', describeStep(step));
    const dice = this.#streams.of('step', step.id);
    if (step.do === 'crash-server') {
      this.#steppedFaults += 1;
      return this.#server.crash('by the plan', step.forMs);
    }
    if (step.do === 'lose-sessions') {
      this.#steppedFaults += 1;
      return this.#server.forgetSessions();
    }
    if (step.do === 'jump-server-clock') {
      this.#server.wallOffsetMs += Math.round(step.byMs);
      return;
    }
    if (step.do === 'restore-server') return this.#restoreServer(step);
    const hand = this.#someHand(step);
    if (hand === undefined) return;
    const { device, person } = hand;
    switch (step.do) {
      case 'clone':
        // Before a profile has an identity there is nothing to share.
        if (!device.database.rows('meta').some(({ name }) => name === 'device')) return;
        this.#steppedFaults += 1;
        return this.#addDevice(step.device, device);
      case 'restore-profile':
        return this.#restoreProfile(device, step.id);
      case 'create':
        return person.createGroup(dice, (invite) => this.#invites.push(invite));
      case 'join': {
        const invite = this.#invites[step.group];
        if (invite) person.join(dice, invite);
        return;
      }
      case 'deed':
        if (dice.chance(0.1)) person.tidyTray(dice);
        return person.act(dice, step.deed);
      case 'open-page':
        if (device.pages.length < 3) device.open();
        return;
      case 'jump-clock':
        device.wall.offsetMs += Math.round(step.byMs);
        return;
      case 'weather':
        this.#steppedFaults += 1;
        device.link.setWeather(step.weather);
        this.#scheduler.after(step.forMs, () => device.link.setWeather('open'));
        return;
      default:
        return this.#disturbPage(device, step);
    }
  }

  /** The device of a step, or one of its clones: the same person holds them all. */
  #someHand(step: { readonly id: number; readonly device: number }) {
    const hands = this.#hands.filter(({ index }) => index === step.device);
    return hands.length > 0 ? this.#streams.of('which-hand', step.id).pick(hands) : undefined;
  }

  /** Done some time before a restore: what will come back then. */
  #backUp(step: Step): void {
    if (step.do === 'restore-server') this.#serverBackups.set(step.id, this.#database.image);
    const hand = step.do === 'restore-profile' ? this.#someHand(step) : undefined;
    if (hand) this.#profileBackups.set(step.id, { device: hand.device, copy: hand.device.database.copy() });
  }

  #restoreServer({ id, forMs }: { id: number; forMs: number }): void {
    const image = this.#serverBackups.get(id);
    if (image === undefined) return;
    this.#steppedFaults += 1;
    this.#server.crash('to be restored from a backup', forMs);
    const epoch = formatId(this.#streams.of('epoch', id).bytes(16));
    const healingUntil = EPOCH_START_MS + this.#scheduler.now + HEALING_MS;
    this.#database.restore(image, { epoch, healingUntil });
    this.checker.forgetLogs();
  }

  #restoreProfile(device: SimDevice, id: number): void {
    const backup = this.#profileBackups.get(id);
    if (backup === undefined || backup.device !== device) return;
    this.#steppedFaults += 1;
    device.restore(backup.copy);
    // What was written after the backup and had not reached the server went with the old disk.
    const held = new Set(
      [...device.database.rows('outbox'), ...device.database.rows('tray')].map((row) => row.opId),
    );
    for (const promised of this.#ledger.promised.values()) {
      const isLogged = this.checker.group(promised.groupId)?.versionsByOp.has(promised.opId) ?? false;
      if (promised.device === device.name && !isLogged && !held.has(promised.opId)) promised.state = 'unsure';
    }
    this.#scheduler.after(500, () => {
      if (device.pages.length === 0) device.open();
    });
  }

  #disturbPage(
    device: SimDevice,
    step: Extract<Step, { do: 'close-page' | 'crash-page' | 'freeze-page' }>,
  ): void {
    if (device.pages.length === 0) return;
    const page = this.#streams.of('which-page', step.id).pick(device.pages);
    if (step.do !== 'close-page') this.#steppedFaults += 1;
    if (step.do === 'freeze-page') {
      device.freeze(page);
      this.#scheduler.after(step.forMs, () => device.thaw(page));
      return;
    }
    if (step.do === 'crash-page') device.crash(page, 'by the plan');
    else device.close(page);
    this.#scheduler.after(step.forMs, () => {
      if (device.pages.length === 0) device.open();
    });
    checkPromises(this.#rest);
  }

  #follow<T>(page: Page, what: string, call: Promise<T>, answered: (result: T) => void): void {
    const entry = { page, what, since: this.#scheduler.now };
    this.#calls.add(entry);
    call.then(
      (result) => {
        this.#calls.delete(entry);
        if (page.process.alive) answered(result);
      },
      (error: unknown) => {
        this.#calls.delete(entry);
        if (!page.process.alive) return;
        // A disk that refuses may be told to the caller, who knows then that it is not saved.
        if (error instanceof StoreError) this.#history.add(page.process.name, `${what}: ${error.message}`);
        else this.checker.noteFault(`${page.process.name}: ${what}`, error);
      },
    );
  }

  #heal(): void {
    this.#history.add('plan', 'the storm is over');
    healServer(this.#serverHabits);
    this.#server.start();
    for (const device of this.#devices) {
      healDisk(device.disk);
      device.link.habits = CALM;
      device.link.setWeather('open');
      for (const page of device.pages) device.thaw(page);
      if (device.pages.length === 0) device.open();
    }
    checkPromises(this.#rest);
  }

  async #comeToRest(): Promise<void> {
    const deadline = this.#scheduler.now + REST_WITHIN_MS;
    let nextLook = this.#scheduler.now + 500;
    const isOver = (): boolean => {
      if (this.checker.violations.length > 0) return true;
      if (this.#scheduler.now < nextLook) return false;
      nextLook = this.#scheduler.now + 500;
      return listUnrest(this.#rest, 'left').length === 0;
    };
    await this.#scheduler.run(deadline, isOver);
    if (this.checker.violations.length > 0) return;
    const [unrest] = listUnrest(this.#rest, 'over');
    if (unrest) {
      const { what, ...about } = unrest;
      this.checker.fail('I11', `${REST_WITHIN_MS / 1000} s after the last fault: ${what}`, about);
    }
    this.#checkCalls();
    checkAtRest(this.#rest);
  }

  #checkCalls(): void {
    for (const { page, what, since } of this.#calls) {
      if (page.process.alive && this.#scheduler.now - since > CALL_MAX_MS) {
        this.checker.fail(
          'I12',
          `${page.process.name}: ${what} has not answered for ${CALL_MAX_MS / 1000} s`,
        );
      }
    }
  }

  #historyOfCommit(
    writes: readonly { entries: readonly { version: number; op: { opId: string; type: string } }[] }[],
  ) {
    for (const { entries } of writes) {
      for (const { version, op } of entries)
        this.#history.add('log', `version ${version} is ${op.type} ${op.opId}`);
    }
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
}
