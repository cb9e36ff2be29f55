/** What one person does with plans, on whichever of their pages: makes and puts them in order, and writes in them. */
import { closeOnceSaved, type OpenPlanText } from '#client/session/plan-text.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { openText } from '#client/sync/open-plan-text.ts';
import { mergeText } from '#domain/plans/text/merge-text.ts';
import { isOp } from './bit-rot.ts';
import type { Follow } from './person.ts';
import { PlanPen } from './plan-pen.ts';
import type { NewWord, PlanWords } from './plan-words.ts';
import type { Prng } from './prng.ts';
import type { Bends } from './sabotage.ts';
import { knowsPlans, type Page, type SimDevice } from './sim-device.ts';
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

/** A plan's screen on one page. */
interface Screen {
  readonly text: OpenPlanText;
  readonly pen: PlanPen;
  /** What to note when the screen says that it is saved. */
  readonly unsaid: (() => void)[];
}

/** Compaction keeps so many edits apart in a run, or there would never be enough. */
const KEEP_EDITS = 3;

const ON_COMMENT: Partial<Record<PlanDeed, string>> = {
  'edit-comment': 'plan.comment-edited',
  'resolve-comment': 'plan.comment-resolved',
  'reopen-comment': 'plan.comment-reopened',
  'delete-comment': 'plan.comment-deleted',
};

export class PlanDesk {
  readonly #device: SimDevice;
  readonly #options: DeskOptions;
  readonly #screens = new WeakMap<Page, Map<string, Screen>>();
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
    else if (planId !== undefined && knowsPlans(page) && !deed.endsWith('-comment'))
      this.#write(dice, page, { groupId, planId }, deed);
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
        return this.#say(dice, page, planId, deed);
    }
  }

  /** In a comment; somebody else's words too, which the rules refuse. */
  #say(dice: Prng, page: Page, planId: string, deed: PlanDeed) {
    const comments = this.#device.database.rows('planComments').filter((row) => row.planId === planId);
    const text = `comentário ${dice.below(1e6)}`;
    if (deed === 'comment' || (deed === 'answer' && comments.length === 0)) {
      const quote = dice.chance(0.5) ? { quote: 'um trecho' } : {};
      return { type: 'plan.comment-added', body: { planId, commentId: page.engine.newId(), text, ...quote } };
    }
    const type = ON_COMMENT[deed];
    if (comments.length === 0 || (deed !== 'answer' && type === undefined)) return undefined;
    const { id } = dice.pick(comments);
    switch (deed) {
      case 'answer': {
        const body = { planId, commentId: page.engine.newId(), text, replyTo: id };
        return { type: 'plan.comment-added', body };
      }
      case 'edit-comment':
        return { type: 'plan.comment-edited', body: { planId, commentId: id, text } };
      default:
        return { type, body: { planId, commentId: id } };
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
    const screen = this.#openScreen(dice, page, key);
    const { text, pen } = screen;
    this.#options.follow(page, 'readPlan', text.whenLoaded, () => {
      // As the screen does by itself.
      if (text.state() === 'stale') {
        this.#leave(page, screen);
        return;
      }
      // What is not here comes when it comes; until then the editor takes nothing.
      if (text.state() !== 'whole') return;
      const times = deed === 'type' ? 1 + dice.below(4) : 1;
      for (let i = 0; i < times; i++) screen.unsaid.push(...this.#edit(dice, pen, key, deed));
    });
  }

  /** One edit of the text; returns what to note when it is saved. */
  #edit(dice: Prng, pen: PlanPen, key: Key, deed: PlanDeed): (() => void)[] {
    const { words } = this.#options;
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
    return saved;
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

  #openScreen(dice: Prng, page: Page, key: Key): Screen {
    const screens = this.#screens.get(page) ?? new Map<string, Screen>();
    this.#screens.set(page, screens);
    const present = screens.get(key.planId);
    // Closed and opened again now and then.
    const isLeft = dice.chance(0.15);
    const clientId = 1 + dice.below(2 ** 31);
    if (present && !isLeft) return present;
    if (present) this.#leave(page, present);
    const { bends } = this.#options;
    const planTexts = bends?.planTexts?.(page.engine.planTexts) ?? page.engine.planTexts;
    const text = openText({ ...page.ports, engine: { planTexts, status: () => page.engine.status() } }, key);
    // Drawn by the seed, not by Yjs.
    text.doc.clientID = clientId;
    const screen = { text, pen: new PlanPen(text), unsaid: [] };
    text.subscribe(() => sayWhenSaved(screen));
    screens.set(key.planId, screen);
    return screen;
  }

  /** Its person goes on to another screen; what was typed last is saved on the way. */
  #leave(page: Page, { text }: Screen): void {
    const screens = this.#screens.get(page);
    if (screens?.get(text.planId)?.text === text) screens.delete(text.planId);
    this.#options.follow(page, 'closePlan', closeOnceSaved(text), () => undefined);
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

/** *Saved* is said of everything that was typed up to then. */
function sayWhenSaved({ text, unsaid }: Screen): void {
  if (text.saveState().name === 'saved') for (const note of unsaid.splice(0)) note();
}

const position = (dice: Prng): string => `a${dice.below(36).toString(36)}${1 + dice.below(8)}`;
