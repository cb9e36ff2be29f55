/** Performs the steps of a plan that are about copies: made, gone bad, put back by hand; and what they stand beside, lost. */
import type { RestoreChoice } from '#client/copies/restore-parts.ts';
import type { Calls } from './calls.ts';
import type { DraftLedger } from './draft-ledger.ts';
import type { Hand } from './hands.ts';
import type { History } from './history.ts';
import type { Losses } from './losses.ts';
import type { Step } from './plan.ts';
import type { Prng } from './prng.ts';
import type { Recoveries } from './recoveries.ts';
import type { Page, SimDevice } from './sim-device.ts';
import type { Strikes } from './strikes.ts';

type StepOf<K extends Step['do']> = Extract<Step, { do: K }>;
export type CopyStep = StepOf<'write-draft' | 'make-copy' | 'spoil-copies' | 'lose-disk' | 'put-back'>;

/** Half an hour: copies are kept by ten minutes at first. */
const LATER_MAX_MS = 30 * 60_000;

export interface CopyStage {
  readonly history: History;
  readonly strikes: Strikes;
  readonly calls: Calls;
  readonly drafts: DraftLedger;
  readonly losses: Losses;
  readonly recoveries: Recoveries;
  /** The disk is another one now: what nobody has any more is written off, and the app is opened again. */
  readonly loseDisk: (device: SimDevice) => void;
}

export class CopySteps {
  readonly #stage: CopyStage;

  constructor(stage: CopyStage) {
    this.#stage = stage;
  }

  perform({ device, person }: Hand, step: CopyStep, dice: Prng) {
    switch (step.do) {
      case 'write-draft':
        return person.writeDraft(dice);
      case 'make-copy':
        return this.#copy(device, dice);
      case 'spoil-copies':
        return this.#spoil(device, step, dice);
      case 'lose-disk':
        return this.#lose(device, step);
      case 'put-back':
        return this.#putBack(device, step, dice);
    }
  }

  /** Of what was typed only a copy knows now. */
  forgetDrafts({ name, shelf }: SimDevice): void {
    if (shelf) this.#stage.drafts.forget(name, shelf.promise.drafts);
  }

  /** Time goes by, or not, and the page goes out of sight: so that copies are of different times too. */
  #copy(device: SimDevice, dice: Prng): void {
    const page = pageOf(device, dice);
    if (!page?.copies) return;
    if (dice.chance(0.5)) device.wall.offsetMs += dice.below(LATER_MAX_MS);
    this.#stage.calls.follow(page, 'copy', page.copies.hide(), () => undefined);
  }

  #spoil(device: SimDevice, { how }: StepOf<'spoil-copies'>, dice: Prng): void {
    const { strikes, history, losses } = this.#stage;
    if (!device.shelf?.damage(how, dice)) return;
    strikes.note('copies', device.name);
    history.add(device.name, `a copy goes bad: ${how}`);
    losses.writeOff();
    if (!device.isRecovered) this.forgetDrafts(device);
  }

  #lose(device: SimDevice, { what }: StepOf<'lose-disk'>): void {
    const { strikes, losses, loseDisk } = this.#stage;
    strikes.note('copies', device.name);
    device.loseDisk(what);
    // What was to be recovered from them, and was not yet, is gone as well.
    if (what === 'copies' && device.isRecovered) return;
    if (what === 'copies') losses.writeOff();
    else loseDisk(device);
    if (what !== 'identity') this.forgetDrafts(device);
  }

  #putBack(device: SimDevice, step: StepOf<'put-back'>, dice: Prng): void {
    const { calls, history, recoveries } = this.#stage;
    const page = pageOf(device, dice);
    if (!page?.copies) return;
    const choice = this.#choose(device, step, dice);
    const call = page.copies.putBack(
      (manifests) => (manifests.length > 0 ? dice.pick(manifests) : undefined),
      choice,
    );
    calls.follow(page, 'putBack', call, (restored) => {
      history.add(page.process.name, `puts back ${choice.kind}: ${JSON.stringify(restored)}`);
      for (const [what, count] of Object.entries(restored ?? {})) {
        if (count > 0) recoveries.note(`by hand, ${choice.kind}: ${what}`);
      }
    });
  }

  #choose({ database }: SimDevice, { choice }: StepOf<'put-back'>, dice: Prng): RestoreChoice {
    if (choice !== 'group') return { kind: choice };
    const groups = database.rows('memberships');
    return groups.length > 0 ? { kind: 'group', groupId: dice.pick(groups).groupId } : { kind: 'unsent' };
  }
}

/** One that is awake; nobody opens the app for this. */
function pageOf(device: SimDevice, dice: Prng): Page | undefined {
  const awake = device.pages.filter(({ process }) => !process.frozen);
  return awake.length > 0 ? dice.pick(awake) : undefined;
}
