/** What one person does with plans, on whichever of their pages: makes and puts them in order, and writes in them. */
import type { Intent } from '#client/sync/engine-types.ts';
import { applyText, mergeText, mergeWaiting } from '#domain/plans/text/merge-text.ts';
import { isOp } from './bit-rot.ts';
import type { Follow } from './person.ts';
import { PlanPen } from './plan-pen.ts';
import type { NewWord, PlanWords } from './plan-words.ts';
import type { Prng } from './prng.ts';
import type { Bends } from './sabotage.ts';
import type { Page, SimDevice } from './sim-device.ts';
import type { PlanDeed } from './swarm.ts';

export interface DeskOptions {
  readonly words: PlanWords;
  readonly follow: Follow;
  readonly bends: Bends | undefined;
  readonly commit: (page: Page, intents: readonly Intent[]) => void;
}

interface Key {
  readonly groupId: string;
  readonly planId: string;
}

interface OpenPen {
  readonly pen: PlanPen;
  /** Of this plan in the tray when it was opened: what is refused is in no text that is opened later. */
  readonly refused: number;
  readonly unsaved: {
    readonly updates: readonly Uint8Array[];
    readonly seen: number;
    readonly notes: readonly (() => void)[];
  }[];
  isSaving: boolean;
}

/** Compaction keeps so many edits apart in a run, or there would never be enough. */
const KEEP_EDITS = 3;

export class PlanDesk {
  readonly #device: SimDevice;
  readonly #options: DeskOptions;
  readonly #pens = new WeakMap<Page, Map<string, OpenPen>>();
  #typed = 0;

  constructor(device: SimDevice, options: DeskOptions) {
    this.#device = device;
    this.#options = options;
  }

  perform(dice: Prng, page: Page, groupId: string, deed: PlanDeed): void {
    const plans = this.#listPlans(groupId);
    // Mostly the same one: people meet in it.
    const some = dice.chance(0.7) ? plans[0] : plans[dice.below(plans.length)];
    const planId = deed === 'make' ? undefined : some;
    const intent = planId === undefined ? this.#make(dice, page) : this.#change(dice, page, planId, deed);
    if (intent) this.#options.commit(page, [{ ...intent, groupId } as Intent]);
    else if (planId !== undefined && deed === 'compact') this.#compact(page, { groupId, planId });
    else if (planId !== undefined) this.#write(dice, page, { groupId, planId }, deed);
  }

  #make(dice: Prng, page: Page) {
    const body = { planId: page.engine.newId(), title: `plano ${dice.below(1e6)}`, position: position(dice) };
    return { type: 'plan.created', body };
  }

  /** undefined: it is about the text. */
  #change(dice: Prng, page: Page, planId: string, deed: PlanDeed) {
    const title = `plano ${dice.below(1e6)}`;
    switch (deed) {
      case 'rename':
        return { type: 'plan.renamed', body: { planId, title } };
      case 'move': {
        const folder = dice.pick(['', 'viagem', 'casa']);
        return { type: 'plan.moved', body: { planId, folder, position: position(dice) } };
      }
      case 'put-away':
        return { type: 'plan.archived', body: { planId, title } };
      case 'bring-back':
        return { type: 'plan.restored', body: { planId, title } };
      case 'name-version': {
        const body = { planId, versionId: page.engine.newId(), name: `versão ${dice.below(100)}` };
        return { type: 'plan.version-named', body };
      }
      default:
        return undefined;
    }
  }

  #compact(page: Page, key: Key): void {
    const { follow, bends } = this.#options;
    const merge = bends?.mergeText?.(mergeText) ?? mergeText;
    follow(
      page,
      'compact',
      page.engine.planTexts.compact({ ...key, merge, keep: KEEP_EDITS }),
      () => undefined,
    );
  }

  #write(dice: Prng, page: Page, key: Key, deed: PlanDeed): void {
    const { follow } = this.#options;
    const open = this.#openPen(dice, page, key);
    follow(page, 'readPlan', open.pen.read(page.engine.planTexts, key), (isHere) => {
      if (!isHere || this.#countRefused(key) !== open.refused) {
        this.#drop(page, key);
        return;
      }
      const times = deed === 'type' ? 1 + dice.below(4) : 1;
      for (let i = 0; i < times; i++) this.#edit(dice, page, key, { open, deed });
    });
  }

  /** One edit of the text, and its way to the disk; others may be on it already. */
  #edit(
    dice: Prng,
    page: Page,
    key: Key,
    { open, deed }: { readonly open: OpenPen; readonly deed: PlanDeed },
  ): void {
    const { words } = this.#options;
    const { pen } = open;
    const { blocks } = pen;
    const block = blocks.length > 0 ? dice.below(blocks.length) : 0;
    const held = blocks[block] ?? [];
    const saved: (() => void)[] = [];
    const type = (fresh: readonly string[], between: Pick<NewWord, 'after' | 'before'>): void => {
      saved.push(words.type(this.#place(fresh, key, between)));
    };
    const around = (index: number, behind = index): Pick<NewWord, 'after' | 'before'> => ({
      after: blocks.slice(0, index).flat().at(-1),
      before: blocks.slice(behind).flat()[0],
    });
    if (deed === 'take-away' && held.length > 0) {
      const at = dice.below(held.length);
      const count = 1 + dice.below(3);
      saved.push(words.takeAway(held.slice(at, at + count)));
      pen.takeAway({ block, at }, count);
    } else if (deed === 'take-block' && blocks.length > 1) {
      saved.push(words.takeAway(held));
      pen.takeBlock(block);
    } else if (deed === 'change-kind' && blocks.length > 0) {
      const fresh = this.#freshWords(dice);
      saved.push(words.takeAway(held));
      type(fresh, around(block, block + 1));
      pen.changeKind(block, fresh);
    } else if (deed === 'join' && block + 1 < blocks.length) {
      const fresh = this.#freshWords(dice);
      saved.push(words.takeAway(blocks[block + 1] ?? []));
      type(fresh, around(block + 1, block + 2));
      pen.join(block, fresh);
    } else if (deed === 'split' && held.length > 1) {
      const at = 1 + dice.below(held.length - 1);
      const fresh = this.#freshWords(dice);
      saved.push(words.takeAway(held.slice(at)));
      type(fresh, { after: held[at - 1], before: around(block + 1).before });
      pen.split({ block, at }, fresh);
    } else if (deed === 'add-block' || blocks.length === 0) {
      const index = dice.below(blocks.length + 1);
      const fresh = this.#freshWords(dice);
      type(fresh, around(index));
      pen.addBlock(index, fresh);
    } else {
      const at = dice.below(held.length + 1);
      const fresh = this.#freshWords(dice);
      type(fresh, { after: held[at - 1], before: held[at] });
      pen.type({ block, at }, fresh);
    }
    open.unsaved.push({ ...pen.takeUpdates(), notes: saved });
    this.#save(page, key, open);
  }

  /** What is typed while a save is under way goes with the next; what could not be saved goes with it too. */
  #save(page: Page, key: Key, open: OpenPen): void {
    const { follow, bends } = this.#options;
    if (open.isSaving || open.unsaved.length === 0) return;
    const taken = open.unsaved.splice(0);
    const updates = taken.flatMap((one) => one.updates);
    const update = updates.length > 0 ? mergeWaiting(updates) : undefined;
    if (!update) return;
    open.isSaving = true;
    const texts = bends?.planTexts?.(page.engine.planTexts) ?? page.engine.planTexts;
    const seen = Math.min(...taken.map((one) => one.seen));
    const call = texts.save({ ...key, updates: [update], seen, merge: mergeWaiting });
    follow(page, 'savePlanEdit', call, (result) => {
      open.isSaving = false;
      if (result.ok) for (const note of taken.flatMap(({ notes }) => notes)) note();
      else open.unsaved.unshift(...taken);
      if (result.ok) this.#save(page, key, open);
    });
  }

  #freshWords(dice: Prng): string[] {
    const odd = dice.chance(0.2) ? ' ção 👩🏽‍🚀' : '';
    return Array.from({ length: 1 + dice.below(3) }, () => `[${this.#device.name}-${this.#typed++}${odd}]`);
  }

  /** Each behind the one before it. */
  #place(
    fresh: readonly string[],
    key: Key,
    { after, before }: Pick<NewWord, 'after' | 'before'>,
  ): NewWord[] {
    return fresh.map((word, i) => ({
      ...key,
      word,
      device: this.#device.name,
      after: fresh[i - 1] ?? after,
      before: fresh[i + 1] ?? before,
    }));
  }

  #openPen(dice: Prng, page: Page, key: Key): OpenPen {
    const pens = this.#pens.get(page) ?? new Map<string, OpenPen>();
    this.#pens.set(page, pens);
    const present = pens.get(key.planId);
    // Closed and opened again now and then.
    if (present && !dice.chance(0.15)) return present;
    const pen = new PlanPen(1 + dice.below(2 ** 31), this.#options.bends?.applyText ?? applyText);
    const open: OpenPen = { pen, refused: this.#countRefused(key), unsaved: [], isSaving: false };
    pens.set(key.planId, open);
    return open;
  }

  #drop(page: Page, { planId }: Key): void {
    this.#pens.get(page)?.delete(planId);
  }

  #countRefused({ planId }: Key): number {
    return this.#device.database.rows('tray').filter(({ op }) => op?.body?.planId === planId).length;
  }

  /** On this screen, confirmed or pending. */
  #listPlans(groupId: string): string[] {
    const { database } = this.#device;
    const confirmed = database.rows('plans').filter((row) => row.groupId === groupId);
    const pending = database
      .rows('outbox')
      .filter(({ groupId: of, op }) => of === groupId && isOp(op) && op.type === 'plan.created');
    return [...confirmed.map(({ id }) => id), ...pending.map(({ op }) => String(op.body.planId))];
  }
}

const position = (dice: Prng): string => `a${dice.below(36).toString(36)}${1 + dice.below(8)}`;
