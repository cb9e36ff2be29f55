/**
 * One run: a world made from a seed, a storm, then everything heals, comes to rest, and is checked.
 *
 *   0 ──── storm: deeds and faults by the plan ────→ stormMs ──── heal ────→ rest, or REST_WITHIN_MS is over (I11)
 */
import { formatId } from '#domain/ids.ts';
import { MemoryLogDatabase } from '#tests/support/memory-log-store.ts';
import { NEWEST } from './builds.ts';
import { Calls } from './calls.ts';
import { listExcess } from './check-bounds.ts';
import { checkPlans, fetchTexts } from './check-plans.ts';
import { checkSilence } from './check-silence.ts';
import { Checker } from './checker.ts';
import { DraftLedger } from './draft-ledger.ts';
import { checkAtRest, checkPromises, listUnrest, type Rest } from './final-check.ts';
import { drawHintHabits, drawServerHabits, healDisk, healHints, healServer } from './habits.ts';
import { Hands } from './hands.ts';
import { History } from './history.ts';
import { giveTasksTo } from './indexeddb-disk.ts';
import { Ledger } from './ledger.ts';
import { CALM } from './link.ts';
import { drawPlan, type Step } from './plan.ts';
import { PlanWords } from './plan-words.ts';
import { StepPlayer } from './play-steps.ts';
import { Streams } from './prng.ts';
import { Recoveries } from './recoveries.ts';
import type { RunOptions, RunResult } from './run-seed.ts';
import { Scheduler } from './scheduler.ts';
import { SimCluster } from './sim-cluster.ts';
import { Strikes } from './strikes.ts';
import { drawSwarm, type Swarm } from './swarm.ts';

/** Backoff reaches 30 s, a dead lease is noticed within seconds, a silent socket within 18 s: three times that. */
const REST_WITHIN_MS = 180_000;

/** All tables of a disk, read at once. */
const DISK_READ_MS = 60_000;

export class World {
  readonly checker: Checker;
  readonly #options: RunOptions;
  readonly #scheduler = new Scheduler();
  readonly #history: History;
  readonly #calls: Calls;
  readonly #swarm: Swarm;
  readonly #plan: Step[];
  readonly #cluster: SimCluster;
  readonly #serverHabits: ReturnType<typeof drawServerHabits>;
  readonly #hintHabits: ReturnType<typeof drawHintHabits>;
  readonly #hands: Hands;
  readonly #player: StepPlayer;
  readonly #strikes: Strikes;
  readonly #recoveries = new Recoveries();

  constructor(options: RunOptions) {
    this.#options = options;
    const bends = options.sabotage?.bend();
    const scheduler = this.#scheduler;
    const streams = new Streams(options.seed);
    const history = new History(scheduler, { keep: options.keepHistory ?? false });
    const checker = new Checker(scheduler);
    this.#history = history;
    this.checker = checker;
    const strikes = new Strikes(checker);
    this.#strikes = strikes;
    this.#swarm = drawSwarm(streams, options.suite, options.muted);
    this.#plan = drawPlan(streams, this.#swarm).filter(({ id }) => !options.without?.has(id));
    const epoch = formatId(streams.of('epoch', 0).bytes(16));
    const database = new MemoryLogDatabase(
      { epoch, healingUntil: null },
      {
        onCommit: (writes) => {
          for (const one of writes) checker.serverCommits(one);
          this.#noteCommit(writes);
        },
      },
    );
    checker.watch(database);
    this.#serverHabits = drawServerHabits(streams, this.#swarm);
    this.#hintHabits = drawHintHabits(streams, this.#swarm);
    const shared = { scheduler, history, streams, checker, strikes, bends };
    this.#cluster = new SimCluster({
      ...shared,
      database,
      habits: this.#serverHabits,
      hints: this.#hintHabits,
      nodes: this.#swarm.nodes,
    });
    this.#calls = new Calls(shared);
    const ledger = new Ledger();
    const drafts = new DraftLedger();
    const words = new PlanWords();
    const cluster = this.#cluster;
    this.#hands = new Hands({
      ...shared,
      ledger,
      drafts,
      words,
      recoveries: this.#recoveries,
      calls: this.#calls,
      cluster,
      swarm: this.#swarm,
    });
    this.#player = new StepPlayer({
      ...shared,
      ledger,
      drafts,
      words,
      calls: this.#calls,
      recoveries: this.#recoveries,
      database,
      cluster,
      hands: this.#hands,
      swarm: this.#swarm,
    });
  }

  async run(): Promise<RunResult> {
    const takeTasksBack = giveTasksTo(this.#scheduler);
    try {
      this.#cluster.start();
      this.#player.schedule(this.#plan);
      await this.#scheduler.run(this.#swarm.stormMs, () => this.checker.violations.length > 0);
      if (this.checker.violations.length === 0) {
        this.#heal();
        await this.#comeToRest();
      }
      return this.result();
    } finally {
      takeTasksBack();
    }
  }

  result(): RunResult {
    const { ledger } = this.#rest;
    return {
      seed: this.#options.seed,
      violations: this.checker.violations,
      swarm: this.#swarm,
      plan: this.#plan,
      historyHash: this.#history.hash,
      history: this.#history.lines,
      opsCommitted: this.checker.opsCommitted,
      opsPromised: ledger.promised.size,
      faultsInjected: this.#strikes.total,
      strikes: this.#strikes,
      recoveries: this.#recoveries,
      virtualMs: this.#scheduler.now,
      events: this.#scheduler.eventsRun,
      rest: this.#rest,
    };
  }

  get #rest(): Rest {
    return this.#player.rest;
  }

  #heal(): void {
    this.#history.add('plan', 'the storm is over');
    healServer(this.#serverHabits);
    healHints(this.#hintHabits);
    this.#cluster.bus.setAway(false);
    this.#cluster.installEverywhere(NEWEST);
    this.#cluster.start();
    for (const device of this.#hands.devices) {
      healDisk(device.disk);
      device.link.habits = CALM;
      device.link.setWeather('open');
      device.build = NEWEST;
      for (const page of [...device.pages]) {
        device.thaw(page);
        if (page.process.build !== NEWEST) device.crash(page, 'to be updated');
        // What went bad is noticed at the latest when the app is opened again.
        else if (this.checker.isToOpenAnew || page.copies?.owes) device.crash(page, 'to begin anew');
      }
      if (device.pages.length === 0) device.open();
    }
    checkPromises(this.#rest, 'storm');
  }

  async #comeToRest(): Promise<void> {
    const deadline = this.#scheduler.now + REST_WITHIN_MS;
    let nextLook = this.#scheduler.now + 500;
    const isOver = (): boolean => {
      if (this.checker.violations.length > 0) return true;
      if (this.#scheduler.now < nextLook) return false;
      nextLook = this.#scheduler.now + 500;
      fetchTexts(this.#hands.devices);
      // Strangers may still be asking when all that is owed is done.
      if (!this.#cluster.isIdle || listUnrest(this.#rest, 'left').length > 0) return false;
      return this.#listExcess().length === 0;
    };
    await this.#scheduler.run(deadline, isOver);
    if (this.checker.violations.length > 0) return;
    const [unrest] = listUnrest(this.#rest, 'over');
    if (unrest) {
      const { what, ...about } = unrest;
      this.checker.fail('I11', `${REST_WITHIN_MS / 1000} s after the last fault: ${what}`, about);
    }
    this.#calls.check();
    for (const what of this.#listExcess()) this.checker.fail('I13', what);
    checkSilence(this.#rest);
    checkAtRest(this.#rest);
    checkPlans(this.#rest);
    await this.#checkDisks();
  }

  #listExcess(): string[] {
    return listExcess(this.#rest, { scheduler: this.#scheduler, cluster: this.#cluster });
  }

  async #checkDisks(): Promise<void> {
    let open = this.#hands.devices.length;
    for (const device of this.#hands.devices) {
      device.listDiskDifferences().then(
        (tables) => {
          open -= 1;
          if (tables.length === 0) return;
          this.checker.fail('I6', `${device.name}: IndexedDB holds other ${tables} than were committed`);
        },
        (error) => this.checker.noteFault(device.name, error),
      );
    }
    await this.#scheduler.run(this.#scheduler.now + DISK_READ_MS, () => open === 0);
    if (open > 0) this.checker.fail('I12', 'a disk cannot be read at rest');
  }

  #noteCommit(
    writes: readonly { entries: readonly { version: number; op: { opId: string; type: string } }[] }[],
  ): void {
    for (const { entries } of writes) {
      for (const { version, op } of entries)
        this.#history.add('log', `version ${version} is ${op.type} ${op.opId}`);
    }
  }
}
