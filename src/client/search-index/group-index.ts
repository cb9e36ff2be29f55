/**
 * The index of one group in memory: its parts, and how far its rows were read.
 *
 *   load        part by part, the newest span first: from the disk where it is, from the rows where not
 *   follow      rows that changed since, put into the parts that are here
 *   save        parts that are not on the disk, while the rows still stand where they were read
 *   plans       their titles and texts, which have an index of their own
 *
 * Rows that were replaced or taken away (another history, a repair, a group left) are not followed: the group is read anew.
 */
import { partOf, SPAN_VERSIONS } from '#client/store/search-parts.ts';
import {
  type GroupPlace,
  isSamePlace,
  readChanged,
  readSearchPart,
  readSpan,
  type SearchedRow,
  writeSearchPart,
} from '#client/store/search-reads.ts';
import { docId, docOf } from './docs.ts';
import { type IndexedDoc, IndexPart } from './part.ts';
import { PlanIndex, type TextPorts } from './plan-index.ts';

/** One more when words are taken or stemmed in another way: what older builds wrote is made again. */
export const PART_SCHEMA = 1;

interface HeldPart {
  readonly name: string;
  readonly part: IndexPart;
  /** Not on the disk as it is here. */
  isDirty: boolean;
}

export class GroupIndex {
  readonly groupId: string;
  readonly plans: PlanIndex;
  readonly #db;
  readonly #parts = new Map<string, HeldPart>();
  readonly #cut = new Set<string>();
  #place: GroupPlace;
  #waiting: { readonly kind: 'm' | 'l'; readonly span: number }[];

  constructor(ports: TextPorts, groupId: string, place: GroupPlace) {
    this.#db = ports.db;
    this.groupId = groupId;
    this.plans = new PlanIndex(ports, groupId);
    this.#place = place;
    this.#waiting = Array.from({ length: Math.floor(place.version / SPAN_VERSIONS) + 1 }, (_, span) => [
      { kind: 'm' as const, span },
      { kind: 'l' as const, span },
    ]).flat();
  }

  /** Spans and texts that are not read yet. */
  get left(): number {
    return this.#waiting.length + this.plans.left;
  }

  /** There is something to read now. */
  get isDue(): boolean {
    return this.#waiting.length > 0 || this.plans.dueInMs === 0;
  }

  get count(): number {
    let count = this.plans.count;
    for (const { part } of this.#parts.values()) count += part.count;
    return count;
  }

  /** Messages, or rows of the accounts. */
  listParts(kind: 'm' | 'l'): IndexPart[] {
    return [...this.#parts.values()].flatMap(({ name, part }) => (name.startsWith(kind) ? [part] : []));
  }

  /** Reads the next span, or else a text; false when the group has changed meanwhile and has to be looked at first. */
  async loadNext(): Promise<boolean> {
    if (this.plans.dueInMs === 0 && this.#waiting.length % 2 === 0) {
      await this.plans.loadNext();
      if (this.#waiting.length === 0) return true;
    }
    const next = this.#waiting.at(-1);
    if (!next) return true;
    const name = `${next.kind}${next.span}`;
    const stored = await this.#readStored(name);
    if (stored) {
      // Of a part that is on the disk the rows may have moved on since: `follow` brings what is newer.
      this.#parts.set(name, { name, part: stored, isDirty: false });
    } else {
      const { rows, place } = await readSpan(this.#db, this.groupId, next.kind, next.span);
      if (!isSamePlace(place, this.#place)) return false;
      const part = IndexPart.of(listDocs(rows));
      if (part.count > 0) this.#parts.set(name, { name, part, isDirty: true });
    }
    this.#waiting.pop();
    return true;
  }

  /** What is not read yet stays unread: the index is as large as it may be. */
  cut(): void {
    for (const { kind, span } of this.#waiting) this.#cut.add(`${kind}${span}`);
    this.#waiting = [];
    this.plans.cut();
  }

  /** False: it has to be made anew. */
  async follow(place: GroupPlace): Promise<boolean> {
    const before = this.#place;
    if (isSamePlace(place, before)) return true;
    const isAnother = place.repairs !== before.repairs || place.gone !== before.gone;
    if (isAnother || place.version < before.version || before.version === 0) return false;
    const changed = await readChanged(this.#db, this.groupId, before);
    if (changed.place.repairs !== before.repairs || changed.place.gone !== before.gone) return false;
    for (const one of changed.rows) this.#put(one);
    for (const { part } of this.#parts.values()) part.settle();
    this.#place = changed.place;
    return true;
  }

  /** Of one part at a time; false: nothing was to be written. */
  async saveOne(): Promise<boolean> {
    const dirty = [...this.#parts.values()].find(({ isDirty }) => isDirty);
    if (this.#waiting.length > 0) return false;
    if (!dirty) return this.plans.saveOne();
    const { name, part } = dirty;
    const row = { groupId: this.groupId, part: name, schema: PART_SCHEMA, data: part.toBytes() };
    const isWritten = await writeSearchPart(this.#db, row, this.#place);
    if (isWritten) dirty.isDirty = false;
    return isWritten;
  }

  async #readStored(name: string): Promise<IndexPart | undefined> {
    const bytes = await readSearchPart(this.#db, this.groupId, name, PART_SCHEMA);
    if (!bytes) return undefined;
    try {
      return IndexPart.read(bytes);
    } catch {
      // Damaged on the disk: the rows have it all.
      return undefined;
    }
  }

  #put({ table, row }: SearchedRow): void {
    const name = partOf(table, row.version);
    // Of a span that is still to be read, all is read then; half of one would pass for the whole.
    if (this.#cut.has(name)) return;
    if (this.#waiting.some(({ kind, span }) => `${kind}${span}` === name)) return;
    const doc = docOf(table, row);
    const held = this.#parts.get(name) ?? { name, part: IndexPart.of([]), isDirty: true };
    this.#parts.set(name, held);
    held.isDirty = true;
    if (doc) held.part.put(doc);
    else held.part.drop(docId(table, row.id));
  }
}

function listDocs(rows: readonly SearchedRow[]): IndexedDoc[] {
  return rows.flatMap(({ table, row }) => docOf(table, row) ?? []);
}
