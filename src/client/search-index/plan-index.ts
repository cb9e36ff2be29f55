/**
 * Titles and texts of one group's plans, in memory: a doc for each title and for each block of words.
 *
 *   follow   what became of the plans: titles at once, texts are to be read
 *   load     one text: from its part on the disk where that is, from the text itself where not
 *   save     blocks of texts that are not on the disk, while the text still stands where it was read
 *
 * A text that goes on being written is read again at most every `READ_EVERY_MS`; of what was read only the blocks that differ are
 * taken out and put in. On the disk lie the blocks alone: their words are quickly found again.
 */
import type { DeviceDatabase } from '#client/store/database.ts';
import { planPart } from '#client/store/search-parts.ts';
import {
  readSearchPart,
  readTextPlace,
  type SearchedGroup,
  writePlanPart,
} from '#client/store/search-reads.ts';
import type { PlanRow } from '#domain/plans/plan-rows.ts';
import { type AskedWord, IndexPart, type Step } from './part.ts';
import type { TextReader } from './text-reader.ts';

/** One more when a text is cut into blocks in another way. */
const TEXT_SCHEMA = 1;
const READ_EVERY_MS = 2_000;
/** Of one plan, as hits. */
const BLOCKS_SHOWN = 3;

export interface TextBlock {
  readonly text: string;
  /** Ids of the members who typed what stands in it, by spaces. */
  readonly who: string;
}

export interface FoundPlan {
  readonly row: PlanRow;
  /** null: its title. */
  readonly block: { readonly index: number; readonly text: string } | null;
}

export interface TextPorts {
  readonly db: DeviceDatabase;
  readonly openReader: () => Promise<TextReader>;
  /** Milliseconds, of a clock that only goes on. */
  readonly now: () => number;
}

interface HeldBlock extends TextBlock {
  readonly docId: string;
}

interface HeldPlan {
  row: PlanRow;
  waitingEdits: string;
  blocks: readonly HeldBlock[];
  /** What stood when the text was read; undefined: it was not. */
  readOf: string | undefined;
  readAt: number;
  isHere: boolean;
  /** The place it was read at, when it is not on the disk as it is here. */
  unsaved: string | null;
}

export class PlanIndex {
  readonly #groupId: string;
  readonly #ports: TextPorts;
  readonly #part = IndexPart.of([]);
  readonly #plans = new Map<string, HeldPlan>();
  #made = 0;

  constructor(ports: TextPorts, groupId: string) {
    this.#ports = ports;
    this.#groupId = groupId;
  }

  /** Texts that were never read. */
  get left(): number {
    return [...this.#plans.values()].filter(({ readOf }) => readOf === undefined).length;
  }

  get count(): number {
    return this.#part.count;
  }

  hasText(planId: string): boolean {
    return this.#plans.get(planId)?.isHere ?? false;
  }

  /** How long until a text is to be read; undefined: all are. */
  get dueInMs(): number | undefined {
    const due = [...this.#plans.values()].filter(isStale).map((plan) => this.#dueIn(plan));
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** `hasTexts`: texts came that were not here. */
  follow({ plans, waitingEdits }: Pick<SearchedGroup, 'plans' | 'waitingEdits'>, hasTexts: boolean): void {
    const present = new Set(plans.map(({ id }) => id));
    for (const [id, plan] of this.#plans) {
      if (present.has(id)) continue;
      this.#replace(id, plan, []);
      this.#part.drop(`${id}.`);
      this.#plans.delete(id);
    }
    for (const row of plans) {
      const before = this.#plans.get(row.id);
      const plan: HeldPlan = before ?? { ...UNREAD, row, waitingEdits: '' };
      if (!before || nameOf(before.row) !== nameOf(row)) {
        this.#part.put({ id: `${row.id}.`, text: nameOf(row), who: '', at: 0, amountMinor: null });
      }
      if (hasTexts && !plan.isHere && plan.readOf !== undefined) plan.readOf = '';
      this.#plans.set(row.id, Object.assign(plan, { row, waitingEdits: waitingEdits.get(row.id) ?? '' }));
    }
    this.#settle();
  }

  /** Reads one text that is due, the one that was written last. */
  async loadNext(): Promise<void> {
    const due = [...this.#plans.values()].filter((plan) => isStale(plan) && this.#dueIn(plan) === 0);
    const plan = due.sort((a, b) => b.row.editedAt - a.row.editedAt)[0];
    if (!plan) return;
    const { id } = plan.row;
    const readOf = standOf(plan);
    const { db, now, openReader } = this.#ports;
    const key = { groupId: this.#groupId, planId: id };
    const stored =
      plan.waitingEdits === '' && plan.readOf === undefined ? await this.#readStored(id) : undefined;
    const readAt = await readTextPlace(db, this.#groupId, id);
    const isBlank = plan.row.textVersion === 0 && plan.waitingEdits === '';
    const read = stored ?? (isBlank ? BLANK : await (await openReader()).read(key));
    Object.assign(plan, { readOf, readAt: now(), isHere: read !== undefined });
    plan.unsaved = stored || !read || read.isWaiting || isBlank ? null : readAt;
    this.#replace(id, plan, read?.blocks ?? []);
    this.#settle();
  }

  /** No text is read any more: the index is as large as it may be. What is not read again must not be found as it was, either. */
  cut(): void {
    for (const [id, plan] of this.#plans) {
      if (!isStale(plan)) continue;
      this.#replace(id, plan, []);
      Object.assign(plan, { readOf: standOf(plan), unsaved: null });
    }
    this.#settle();
  }

  /** One text; false: none was to be written. */
  async saveOne(): Promise<boolean> {
    const found = [...this.#plans.values()].find(({ unsaved }) => unsaved !== null);
    if (!found || found.unsaved === null) return false;
    const { row, unsaved: readAt, blocks } = found;
    found.unsaved = null;
    const said = blocks.map(({ text, who }): TextBlock => ({ text, who }));
    const data = new TextEncoder().encode(JSON.stringify(said));
    const part = { groupId: this.#groupId, part: planPart(row.id), schema: TEXT_SCHEMA, data };
    await writePlanPart(this.#ports.db, part, { planId: row.id, readAt });
    return true;
  }

  /** Plans in whose title and text all words stand, each with the blocks that have most of them. Without words: all that pass. */
  ask(words: readonly AskedWord[], step: Step, passes: (row: PlanRow, who: string) => boolean): FoundPlan[] {
    if (words.length === 0) {
      const all = [...this.#plans.values()].map(({ row }) => row);
      return all.filter((row) => passes(row, ownersOf(row))).map((row) => ({ row, block: null }));
    }
    /** By plan, by doc: which words it has. */
    const having = new Map<string, Map<string, Set<number>>>();
    for (const [i, word] of words.entries()) {
      for (const { id, who } of this.#part.listHaving(word, { isLast: i === words.length - 1, step })) {
        const [planId = '', place] = id.split('.');
        const row = this.#plans.get(planId)?.row;
        if (!row || !passes(row, place === '' ? ownersOf(row) : who)) continue;
        const docs = having.get(planId) ?? new Map<string, Set<number>>();
        having.set(planId, docs.set(id, (docs.get(id) ?? new Set()).add(i)));
      }
    }
    return [...having].flatMap(([planId, docs]) => {
      const plan = this.#plans.get(planId);
      const isAll = new Set([...docs.values()].flatMap((own) => [...own])).size === words.length;
      return plan && isAll ? placesIn(plan, docs) : [];
    });
  }

  #dueIn({ readOf, readAt }: HeldPlan): number {
    return readOf === undefined ? 0 : Math.max(0, readAt + READ_EVERY_MS - this.#ports.now());
  }

  async #readStored(planId: string): Promise<{ blocks: readonly TextBlock[]; isWaiting: false } | undefined> {
    const bytes = await readSearchPart(this.#ports.db, this.#groupId, planPart(planId), TEXT_SCHEMA);
    if (!bytes) return undefined;
    try {
      const blocks = JSON.parse(new TextDecoder().decode(bytes)) as readonly TextBlock[];
      return blocks.every(isBlock) ? { blocks, isWaiting: false } : undefined;
    } catch {
      // Damaged on the disk: the text has it all.
      return undefined;
    }
  }

  /** What stands the same at the beginning and at the end stays; the rest gives way. */
  #replace(planId: string, plan: HeldPlan, after: readonly TextBlock[]): void {
    const before = plan.blocks;
    const most = Math.min(before.length, after.length);
    let head = 0;
    while (head < most && isSame(before[head], after[head])) head += 1;
    let tail = 0;
    while (tail < most - head && isSame(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
    for (const { docId } of before.slice(head, before.length - tail)) this.#part.drop(docId);
    const fresh = after.slice(head, after.length - tail).map(({ text, who }): HeldBlock => {
      this.#made += 1;
      const docId = `${planId}.${this.#made}`;
      if (text.trim() !== '') this.#part.put({ id: docId, text, who, at: 0, amountMinor: null });
      return { docId, text, who };
    });
    plan.blocks = [...before.slice(0, head), ...fresh, ...before.slice(before.length - tail)];
  }

  /** Not for each letter: it walks through all words. What was dropped is found no more all the same. */
  #settle(): void {
    if (this.#part.gaps * 4 > this.#part.count) this.#part.settle();
  }
}

const UNREAD = { blocks: [], readOf: undefined, readAt: 0, isHere: false, unsaved: null } as const;
const BLANK = { blocks: [], isWaiting: false } as const;

const nameOf = ({ title, folder }: PlanRow): string => `${title} ${folder}`;
/** Whose a plan is when nobody's words are looked at. */
const ownersOf = ({ createdBy, editedBy }: PlanRow): string => `${createdBy} ${editedBy}`;
const standOf = ({ row, waitingEdits }: HeldPlan): string => `${row.textVersion}${waitingEdits}`;
const isStale = (plan: HeldPlan): boolean => plan.readOf !== standOf(plan);
const isSame = (a: TextBlock | undefined, b: TextBlock | undefined): boolean =>
  a?.text === b?.text && a?.who === b?.who;

function isBlock(block: TextBlock | null): boolean {
  return typeof block?.text === 'string' && typeof block.who === 'string';
}

function placesIn({ row, blocks }: HeldPlan, docs: ReadonlyMap<string, ReadonlySet<number>>): FoundPlan[] {
  const most = Math.max(...[...docs.values()].map(({ size }) => size));
  const best = [...docs].filter(([, { size }]) => size === most).map(([docId]) => docId);
  const places = blocks.flatMap(({ docId, text }, index) =>
    best.includes(docId) ? [{ row, block: { index, text } }] : [],
  );
  return places.length === 0 ? [{ row, block: null }] : places.slice(0, BLOCKS_SHOWN);
}
