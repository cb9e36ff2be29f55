/** The phones of a run and who holds them: a person may hold several once a profile was cloned. */
import type { Calls } from './calls.ts';
import type { Checker } from './checker.ts';
import type { DraftLedger } from './draft-ledger.ts';
import { drawDiskHabits, drawLinkHabits } from './habits.ts';
import type { History } from './history.ts';
import type { Ledger } from './ledger.ts';
import { Link } from './link.ts';
import { Person } from './person.ts';
import type { PlanWords } from './plan-words.ts';
import type { Streams } from './prng.ts';
import type { Recoveries } from './recoveries.ts';
import type { Bends } from './sabotage.ts';
import type { Scheduler } from './scheduler.ts';
import { SimBlobs } from './sim-blobs.ts';
import type { SimCluster } from './sim-cluster.ts';
import { SimDevice } from './sim-device.ts';
import type { Strike, Strikes } from './strikes.ts';
import type { Swarm } from './swarm.ts';

export interface Hand {
  readonly index: number;
  readonly device: SimDevice;
  readonly person: Person;
}

export interface HandsOptions {
  readonly scheduler: Scheduler;
  readonly history: History;
  readonly streams: Streams;
  readonly checker: Checker;
  readonly strikes: Strikes;
  readonly ledger: Ledger;
  readonly drafts: DraftLedger;
  readonly words: PlanWords;
  readonly recoveries: Recoveries;
  readonly calls: Calls;
  readonly cluster: SimCluster;
  readonly swarm: Swarm;
  readonly bends: Bends | undefined;
}

export class Hands {
  readonly #options: HandsOptions;
  readonly #all: Hand[] = [];
  readonly #blobs: SimBlobs;

  constructor(options: HandsOptions) {
    this.#options = options;
    const blobs = new SimBlobs(options.streams, options.scheduler);
    this.#blobs = blobs;
    options.checker.watchPhotos((groupId, blobId) => blobs.has(groupId, blobId));
    options.strikes.watch(() => this.devices);
    for (let i = 0; i < options.swarm.devices; i++) this.#add(i, undefined);
  }

  get devices(): SimDevice[] {
    return this.#all.map(({ device }) => device);
  }

  /** The device of a step, or one of its clones: the same person holds them all. */
  some(step: { readonly id: number; readonly device: number }): Hand | undefined {
    const hands = this.#all.filter(({ index }) => index === step.device);
    return hands.length > 0 ? this.#options.streams.of('which-hand', step.id).pick(hands) : undefined;
  }

  /** One more phone, which begins as a copy of this one's profile. */
  clone(original: Hand): SimDevice {
    const copy = this.#add(original.index, original.device);
    copy.open();
    return copy;
  }

  /** One more phone of this person's, as it comes out of its box. */
  moveHouse({ index }: Hand): SimDevice {
    return this.#add(index, undefined);
  }

  #add(index: number, original: SimDevice | undefined): SimDevice {
    const { scheduler, history, streams, checker, strikes, ledger, drafts, calls, cluster, swarm, bends } =
      this.#options;
    const clones = this.#all.filter((hand) => hand.index === index).length;
    const name = clones === 0 ? `d${index}` : `d${index}-${original ? 'clone' : 'phone'}${clones}`;
    const strike: Strike = (fault) => strikes.note(fault, name);
    const device = new SimDevice({
      name,
      scheduler,
      history,
      streams,
      checker,
      strike,
      route: cluster.route(name),
      link: new Link({ name, habits: drawLinkHabits(streams, swarm, index), streams, history, strike }),
      blobs: this.#blobs,
      disk: drawDiskHabits(streams, swarm, index),
      wall: { offsetMs: original?.wall.offsetMs ?? 0 },
      profile: original,
      hasWitness: swarm.hasWitness,
      recoveries: swarm.faults.has('copies') ? this.#options.recoveries : undefined,
      storage: swarm.storage,
      bends,
    });
    const person = new Person(device, {
      ledger,
      drafts,
      words: this.#options.words,
      bends,
      follow: (page, what, call, answered) => calls.follow(page, what, call, answered),
      say: (who, what) => history.add(who, what),
      photos: this.#blobs.isUsed ? streams.of('photo-hands', name) : undefined,
    });
    this.#all.push({ index, device, person });
    return device;
  }
}
