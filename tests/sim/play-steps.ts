/** Performs a plan: what each step does to people, pages, links and servers, as its own dice say. */
import { formatId } from '#domain/ids.ts';
import { applyText } from '#domain/plans/text/merge-text.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import type { LogImage, MemoryLogDatabase } from '#tests/support/memory-log-store.ts';
import type { MemoryWitness } from '#tests/support/memory-witness.ts';
import { rotOneOwed, rotOneRow } from './bit-rot.ts';
import { type Build, NEWEST } from './builds.ts';
import type { Calls } from './calls.ts';
import { CarrySteps } from './carry-steps.ts';
import type { Checker } from './checker.ts';
import { CopySteps } from './copy-steps.ts';
import { EPOCH_START_MS } from './device-ports.ts';
import type { DraftLedger } from './draft-ledger.ts';
import { checkPromises, type Rest } from './final-check.ts';
import type { Hand, Hands } from './hands.ts';
import type { History } from './history.ts';
import type { Ledger } from './ledger.ts';
import { Losses } from './losses.ts';
import type { Invite, Person } from './person.ts';
import { describeStep, type Step } from './plan.ts';
import type { PlanWords } from './plan-words.ts';
import type { Prng, Streams } from './prng.ts';
import type { Recoveries } from './recoveries.ts';
import type { Bends } from './sabotage.ts';
import type { Scheduler } from './scheduler.ts';
import type { SessionsImage } from './sessions.ts';
import type { SimCluster } from './sim-cluster.ts';
import type { SimDevice } from './sim-device.ts';
import { Stranger } from './stranger.ts';
import type { Strikes } from './strikes.ts';
import type { Swarm } from './swarm.ts';

/** A restored server waits this long for lost history to come home. */
const HEALING_MS = 7 * 24 * 3_600_000;

export interface Stage {
  readonly scheduler: Scheduler;
  readonly history: History;
  readonly streams: Streams;
  readonly checker: Checker;
  readonly strikes: Strikes;
  readonly ledger: Ledger;
  readonly drafts: DraftLedger;
  readonly words: PlanWords;
  readonly calls: Calls;
  readonly recoveries: Recoveries;
  readonly database: MemoryLogDatabase;
  readonly cluster: SimCluster;
  readonly hands: Hands;
  readonly swarm: Swarm;
  readonly bends: Bends | undefined;
}

interface ProfileBackup {
  readonly device: SimDevice;
  readonly copy: MemoryDeviceDatabase;
  readonly witness: MemoryWitness | undefined;
}

type StepOf<K extends Step['do']> = Extract<Step, { do: K }>;

export class StepPlayer {
  readonly #stage: Stage;
  readonly #serverBackups = new Map<number, { log: LogImage; sessions: SessionsImage }>();
  readonly #profileBackups = new Map<number, ProfileBackup>();
  readonly #losses: Losses;
  readonly #copies: CopySteps;
  readonly #carry: CarrySteps;
  readonly #invites: Invite[] = [];
  /** Those that were made beside the group's first ones. */
  readonly #links: Invite[] = [];

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#losses = new Losses(stage);
    this.#copies = new CopySteps({
      ...stage,
      losses: this.#losses,
      loseDisk: (device) => this.#loseDisk(device),
    });
    this.#carry = new CarrySteps({
      ...stage,
      losses: this.#losses,
      wipe: (device) => this.#wipe(device),
    });
  }

  get rest(): Rest {
    const { checker, ledger, drafts, words, database, hands, bends } = this.#stage;
    return {
      checker,
      ledger,
      drafts,
      words,
      applyText: bends?.applyText ?? applyText,
      database,
      devices: hands.devices,
      isForgotten: this.#losses.isForgotten,
    };
  }

  schedule(plan: readonly Step[]): void {
    const { scheduler } = this.#stage;
    for (const step of plan) {
      scheduler.after(step.atMs, () => this.#perform(step));
      if ('fromMs' in step) scheduler.after(step.atMs - step.fromMs, () => this.#backUp(step));
    }
  }

  #perform(step: Step) {
    const { history, hands } = this.#stage;
    history.add('plan', describeStep(step));
    if (!('device' in step)) return this.#disturbServer(step);
    const hand = hands.some(step);
    if (hand) this.#disturbHand(hand, step);
  }

  #disturbServer(step: Exclude<Step, { device: number }>) {
    const { cluster, scheduler, streams, strikes } = this.#stage;
    switch (step.do) {
      case 'crash-server':
        strikes.note('server-crash');
        return cluster.crash('by the plan', step.forMs);
      case 'crash-node':
        strikes.note('node-crash');
        return cluster.crashOne(streams.of('step', step.id), 'by the plan', step.forMs);
      case 'install-node':
        strikes.note('builds');
        return cluster.install(streams.of('step', step.id), this.#buildOf(step));
      case 'visit':
        strikes.note('stranger');
        return this.#visit(step);
      case 'lose-hints':
        strikes.note('redis-away');
        cluster.bus.setAway(true);
        scheduler.after(step.forMs, () => cluster.bus.setAway(false));
        return;
      case 'lose-sessions':
        strikes.note('sessions-lost');
        return cluster.forgetSessions();
      case 'jump-server-clock':
        strikes.note('clock');
        return cluster.jumpClock(step.byMs);
      case 'restore-server':
        return this.#restoreServer(step);
    }
  }

  #visit({ id, trick }: StepOf<'visit'>): void {
    const { scheduler, checker, cluster, streams } = this.#stage;
    const dice = streams.of('stranger', id);
    const stranger = new Stranger({ scheduler, checker, route: cluster.route(`stranger-${id}`), dice });
    stranger.visit(trick, this.#invites).catch((error) => checker.noteFault('the stranger', error));
  }

  #disturbHand(hand: Hand, step: Extract<Step, { device: number }>) {
    const { device, person } = hand;
    const { scheduler, streams, strikes, hands } = this.#stage;
    const dice = streams.of('step', step.id);
    switch (step.do) {
      case 'clone':
        // Before a profile has an identity on disk, its copy is another device that holds the same ops.
        if (
          !device.database
            .copy()
            .rows('meta')
            .some(({ name }) => name === 'device')
        )
          return;
        strikes.note('clone', device.name);
        return this.#losses.noteCopy(device, hands.clone(hand));
      case 'rot':
        return this.#rot(device, dice);
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
        person.act(dice, step.deed);
        return;
      case 'evict':
        return this.#evict(device, step);
      case 'install':
        strikes.note('builds', device.name);
        return this.#install(device, step);
      case 'rule':
        strikes.note('people', device.name);
        return person.rule(dice, step.ruling);
      case 'link':
        strikes.note('links', device.name);
        return this.#tendLinks(person, step, dice);
      case 'keep-accounts':
        strikes.note('accounts', device.name);
        return person.keepAccounts(dice, step.spending);
      case 'write-plan':
        strikes.note('plans', device.name);
        return person.writePlan(dice, step.deed);
      case 'write-draft':
      case 'make-copy':
      case 'spoil-copies':
      case 'lose-disk':
      case 'put-back':
        return this.#copies.perform(hand, step, dice);
      case 'move-house':
      case 'carry-bundle':
        return this.#carry.perform(hand, step, dice);
      case 'poison':
        strikes.note('poison', device.name);
        return person.poison(dice);
      case 'open-page':
        if (device.pages.length >= 3) return;
        if (device.pages.length > 0) strikes.note('tabs', device.name);
        device.open();
        return;
      case 'jump-clock':
        strikes.note('clock', device.name);
        device.wall.offsetMs += Math.round(step.byMs);
        return;
      case 'weather':
        if (step.weather !== 'open') strikes.note(step.weather, device.name);
        device.link.setWeather(step.weather);
        scheduler.after(step.forMs, () => device.link.setWeather('open'));
        return;
      default:
        return this.#disturbPage(device, step);
    }
  }

  #tendLinks(person: Person, { id, deed }: StepOf<'link'>, dice: Prng) {
    if (deed === 'make') return person.makeLink(dice, (link) => this.#links.push(link));
    if (deed !== 'enter' && deed !== 'come') return person.tendLinks(dice, deed);
    const links = [...this.#links, ...this.#links, ...this.#invites];
    if (links.length === 0) return;
    const link = dice.pick(links);
    if (deed === 'enter') return person.join(dice, link);
    this.#comeBy(link, id, dice);
  }

  #comeBy(link: Invite, id: number, dice: Prng): void {
    const { scheduler, checker, cluster } = this.#stage;
    const newcomer = new Stranger({ scheduler, checker, route: cluster.route(`newcomer-${id}`), dice });
    newcomer.comeBy(link).catch((error) => checker.noteFault('the newcomer', error));
  }

  /** Whoever kept a link tries it on the server that went back in time. */
  #tryOldLinks(id: number, afterMs: number): void {
    const { scheduler, streams, swarm } = this.#stage;
    if (!swarm.faults.has('links') || swarm.muted.has('links')) return;
    for (const [i, link] of [...this.#links, ...this.#invites].entries()) {
      const dice = streams.of('old-link', id, i);
      scheduler.after(afterMs + dice.between(10, 5_000), () => this.#comeBy(link, id, dice));
    }
  }

  #rot(device: SimDevice, dice: Prng): void {
    const { checker, history, ledger, drafts, strikes } = this.#stage;
    const rot = (dice.chance(0.3) && rotOneOwed(device.database, dice)) || rotOneRow(device.database, dice);
    if (rot === undefined) return;
    if (rot.lostOpId !== undefined) ledger.mark(rot.lostOpId, 'lost');
    if (rot.lostText !== undefined) drafts.settle(device.name, rot.lostText);
    device.spoil();
    strikes.note('bit-rot', device.name);
    history.add(device.name, `${rot.table} ${rot.id} goes bad: ${rot.how}`);
    checker.noteDamage(rot.groupId);
  }

  /** Done some time before a restore: what will come back then. */
  #backUp(step: StepOf<'restore-server' | 'restore-profile'>): void {
    const { database, cluster, hands } = this.#stage;
    if (step.do === 'restore-server') {
      this.#serverBackups.set(step.id, { log: database.image, sessions: cluster.backUpSessions() });
    }
    const hand = step.do === 'restore-profile' ? hands.some(step) : undefined;
    if (!hand) return;
    const { device } = hand;
    const copy = device.database.copy();
    this.#profileBackups.set(step.id, { device, copy, witness: device.witness?.copy() });
  }

  #restoreServer({ id, forMs }: StepOf<'restore-server'>): void {
    const { cluster, database, checker, strikes, scheduler, streams } = this.#stage;
    const backup = this.#serverBackups.get(id);
    if (backup === undefined) return;
    strikes.note('server-restored');
    cluster.crash('to be restored from a backup', forMs);
    const epoch = formatId(streams.of('epoch', id).bytes(16));
    const healingUntil = EPOCH_START_MS + scheduler.now + HEALING_MS;
    database.restore(backup.log, { epoch, healingUntil });
    cluster.restoreSessions(backup.sessions);
    checker.forgetLogs();
    this.#losses.writeOff();
    // Nothing of it waits, so that it is done before any node is up again.
    this.#tryOldLinks(id, forMs);
    cluster.applyLedgers().catch((error) => checker.noteFault('the ledgers', error));
  }

  #restoreProfile(device: SimDevice, id: number): void {
    const { streams, strikes } = this.#stage;
    const backup = this.#profileBackups.get(id);
    if (backup === undefined || backup.device !== device) return;
    strikes.note('old-profile', device.name);
    const isWhole = streams.of('witness', id).chance(0.5);
    device.restore(backup.copy, isWhole ? backup.witness : undefined);
    this.#loseDisk(device);
  }

  #evict(device: SimDevice, { what }: StepOf<'evict'>): void {
    this.#stage.strikes.note('evicted', device.name);
    device.evict(what);
    this.#loseDisk(device);
    if (what === 'database' || what === 'all') this.#copies.forgetDrafts(device);
  }

  /** As one does with a phone before one gives it away, once the new one has everything. */
  #wipe(device: SimDevice): void {
    device.shelf?.clear();
    device.evict('all');
    this.#loseDisk(device);
    this.#copies.forgetDrafts(device);
  }

  /** What had not reached the server went with the old disk. */
  #loseDisk(device: SimDevice): void {
    this.#losses.noteOldDisk(device);
    const { scheduler } = this.#stage;
    scheduler.after(500, () => {
      if (device.pages.length === 0) device.open();
    });
  }

  /** Open tabs run on as what they are, until they are closed; often all are closed for it. */
  #install(device: SimDevice, step: StepOf<'install'>): void {
    const { scheduler, streams, history } = this.#stage;
    const dice = streams.of('install', step.id);
    device.build = this.#buildOf(step);
    history.add(device.name, `installs the ${step.build} build`);
    if (dice.chance(0.3)) return;
    for (const page of [...device.pages]) device.close(page);
    scheduler.after(dice.between(60, 3_000), () => {
      if (device.pages.length === 0) device.open();
    });
  }

  #buildOf(step: { readonly build: 'older' | 'newest' }): Build {
    return step.build === 'newest' ? NEWEST : this.#stage.swarm.olderBuild;
  }

  #disturbPage(
    device: SimDevice,
    step: StepOf<'close-page' | 'crash-page' | 'freeze-page' | 'shelve-page'>,
  ): void {
    const { scheduler, streams, strikes } = this.#stage;
    if (device.pages.length === 0) return;
    const page = streams.of('which-page', step.id).pick(device.pages);
    if (step.do === 'shelve-page') {
      strikes.note('bfcache', device.name);
      device.shelve(page);
      const next = device.open();
      scheduler.after(step.forMs, () => {
        // A browser that needed the room has thrown it away: there is nothing to go back to.
        if (!page.process.alive) return;
        device.close(next);
        device.thaw(page);
      });
      return;
    }
    if (step.do === 'freeze-page') {
      strikes.note('freeze', device.name);
      device.freeze(page);
      scheduler.after(step.forMs, () => device.thaw(page));
      return;
    }
    if (step.do === 'crash-page') {
      strikes.note('page-crash', device.name);
      device.crash(page, 'by the plan');
    } else device.close(page);
    scheduler.after(step.forMs, () => {
      if (device.pages.length === 0) device.open();
    });
    checkPromises(this.rest, 'storm');
  }
}
