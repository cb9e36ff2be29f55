/**
 * Performs the steps of a plan in which files go by hand: everything of a phone to a new one of the same person, cut short on
 * the way now and then; and what waits in a group to somebody else's phone, which delivers it, twice, changed by somebody, or
 * where it is not in the group.
 *
 * The seals of both are not played: nothing here waits for WebCrypto, which keeps its own time. A signature is stood in for by
 * a hash that only the author's device can make here.
 */
import { composeDeviceFile } from '#client/copies/device-file.ts';
import type { MetaValues } from '#client/store/tables.ts';
import { packLane } from '#client/sync/pack-lane.ts';
import { BUNDLE_VERSION, bundleText, type CarriedPush } from '#protocol/bundle.ts';
import type { Calls } from './calls.ts';
import type { Checker } from './checker.ts';
import type { Hand, Hands } from './hands.ts';
import type { History } from './history.ts';
import type { Losses } from './losses.ts';
import type { Step } from './plan.ts';
import type { Prng } from './prng.ts';
import type { Recoveries } from './recoveries.ts';
import type { Scheduler } from './scheduler.ts';
import { signFor } from './sessions.ts';
import type { SimCluster } from './sim-cluster.ts';
import type { Page, SimDevice } from './sim-device.ts';
import type { Strikes } from './strikes.ts';

type StepOf<K extends Step['do']> = Extract<Step, { do: K }>;
export type CarryStep = StepOf<'move-house' | 'carry-bundle'>;

export const FILE_FATES = ['whole', 'whole', 'whole', 'cut'] as const;
export const BUNDLE_FATES = ['whole', 'whole', 'twice', 'changed'] as const;

/** The app is open on it, and knows which device it is. */
const UNPACKED_MS = 100;
/** An evening until the other one opens the chat with the file in it. */
const TRIES = 3;

export interface CarryStage {
  readonly scheduler: Scheduler;
  readonly history: History;
  readonly checker: Checker;
  readonly strikes: Strikes;
  readonly calls: Calls;
  readonly losses: Losses;
  readonly recoveries: Recoveries;
  readonly cluster: SimCluster;
  readonly hands: Hands;
  /** The old phone is wiped. */
  readonly wipe: (device: SimDevice) => void;
}

export class CarrySteps {
  readonly #stage: CarryStage;

  constructor(stage: CarryStage) {
    this.#stage = stage;
  }

  perform(hand: Hand, step: CarryStep, dice: Prng): void {
    const page = pageOf(hand.device, dice);
    if (!page?.copies) return;
    this.#stage.strikes.note('carried', hand.device.name);
    if (step.do === 'move-house') this.#moveHouse(hand, page, step);
    else this.#carryBundle(hand, page, step, dice);
  }

  #moveHouse(hand: Hand, page: Page, step: StepOf<'move-house'>): void {
    const { scheduler, calls } = this.#stage;
    const store = page.copies?.store ?? page.connection;
    calls.follow(page, 'composeDeviceFile', readAll(store), (bytes) => {
      if (bytes) scheduler.after(step.laterMs, () => this.#takeIn(hand, bytes, step));
    });
  }

  /** On a new phone on which its person has signed in; what they wrote where no server has met them stays where it is. */
  #takeIn(hand: Hand, bytes: Uint8Array, step: StepOf<'move-house'>): void {
    const { hands, losses, cluster, scheduler } = this.#stage;
    const old = getDevice(hand.device);
    if (old === undefined || cluster.accountOf(old.deviceId) === undefined) return;
    const phone = hands.moveHouse(hand);
    losses.noteCopy(hand.device, phone);
    // Until they have signed in it is nobody's, or it would be a person of its own.
    phone.link.setWeather('refused');
    phone.open();
    scheduler.after(UNPACKED_MS, () => {
      phone.link.setWeather('open');
      const device = getDevice(phone);
      if (device && cluster.signIn(old.deviceId, device)) this.#restore(hand, phone, bytes, step);
    });
  }

  #restore(
    hand: Hand,
    phone: SimDevice,
    bytes: Uint8Array,
    { fate, isOldWiped }: StepOf<'move-house'>,
  ): void {
    const { calls, history, recoveries, checker, wipe } = this.#stage;
    const [page] = phone.pages;
    if (!page?.copies) return;
    // Somewhere in the middle of it: every length stands for a chat that would not send the rest.
    const sent = fate === 'cut' ? bytes.subarray(0, Math.floor(bytes.length * 0.7)) : bytes;
    calls.follow(page, 'takeIn', page.copies.takeIn(sent, hand.device.database), (restored) => {
      history.add(page.process.name, `takes in a file: ${JSON.stringify(restored ?? 'cut')}`);
      page.engine.noteRestored().catch((error) => checker.noteFault(page.process.name, error));
      if ((restored === undefined) !== (fate === 'cut')) {
        checker.fail('I1', `${phone.name} took a file that was ${fate} for another`);
      }
      if (restored === undefined) recoveries.note('by file: cut, and refused whole');
      for (const [what, count] of Object.entries(restored ?? {})) {
        if (count > 0) recoveries.note(`by file: ${what}`);
      }
      if (restored && isOldWiped) wipe(hand.device);
    });
  }

  #carryBundle(author: Hand, page: Page, step: StepOf<'carry-bundle'>, dice: Prng): void {
    const { scheduler, hands, calls, history } = this.#stage;
    const groups = author.device.database.rows('memberships');
    const carrier = hands.some({ id: step.id, device: step.by });
    if (groups.length === 0 || !carrier) return;
    const store = page.copies?.store ?? page.connection;
    const { groupId } = dice.pick(groups);
    calls.follow(page, 'packLane', packLane(store, groupId), (packed) => {
      if (!packed.ok) return;
      history.add(page.process.name, `packs ${packed.push.ops.length} from ${packed.push.firstSeq}`);
      const text = JSON.stringify(bundleOf(packed.push, step.fate === 'changed'));
      const times = step.fate === 'twice' ? 2 : 1;
      for (let i = 1; i <= times; i++) {
        scheduler.after(step.laterMs * i, () => this.#deliver(carrier, text, TRIES));
      }
    });
  }

  /** As the carrier's phone does it: again a while later when nobody answered. */
  #deliver(carrier: Hand, text: string, tries: number): void {
    const { scheduler, cluster, checker, history, recoveries } = this.#stage;
    const { name, jar, link } = carrier.device;
    const door = cluster.route(`bundle-${name}`)();
    const again = (): void => {
      if (tries > 1) scheduler.after(20_000, () => this.#deliver(carrier, text, tries - 1));
    };
    if (!door.up || link.weather !== 'open') {
      again();
      return;
    }
    door.deliver(jar.cookie, text).then(
      (reply) => {
        history.add(name, `delivers a bundle: ${JSON.stringify(reply)}`);
        if ('error' in reply) recoveries.note(`by bundle: ${reply.error}`);
        else if (reply.stop) recoveries.note(`by bundle: stopped, ${reply.stop}`);
        if ('accepted' in reply && reply.accepted > 0) recoveries.note('by bundle: accepted');
        if ('error' in reply && reply.error === 'unavailable') again();
      },
      (error) => checker.noteFault(name, error),
    );
  }
}

/** What somebody changes on the way is still signed by what it was. */
function bundleOf(push: CarriedPush, isChanged: boolean): object {
  const signature = signFor(push.deviceId, bundleText(push));
  const [first, ...others] = push.ops;
  const changed = { ...push, ops: [{ ...first, at: (first?.at ?? 0) + 1 }, ...others] };
  return { racha: 'bundle', v: BUNDLE_VERSION, push: isChanged ? changed : push, signature };
}

async function readAll(store: Parameters<typeof composeDeviceFile>[0]): Promise<Uint8Array> {
  const { pieces } = await composeDeviceFile(store, { now: 0 });
  const parts: Uint8Array[] = [];
  for await (const piece of pieces()) parts.push(piece);
  return Buffer.concat(parts);
}

function getDevice({ database }: SimDevice): MetaValues['device'] | undefined {
  const rows = new Map<string, unknown>(database.rows('meta').map(({ name, value }) => [name, value]));
  return rows.get('device') as MetaValues['device'] | undefined;
}

/** One that is awake; nobody opens the app for this. */
function pageOf(device: SimDevice, dice: Prng): Page | undefined {
  const awake = device.pages.filter(({ process }) => !process.frozen);
  return awake.length > 0 ? dice.pick(awake) : undefined;
}
