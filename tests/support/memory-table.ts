/** One table in memory: rows by primary key, and ordered indexes in Dexie's notation (`&unique`, `[a+b]`). */
import type { Key, Range } from '#client/platform/device-store.ts';

export type StoredRow = Readonly<Record<string, unknown>>;

/** A unique index holds that value already. IndexedDB aborts the transaction for it. */
export class ConstraintError extends Error {
  override readonly name = 'ConstraintError';
}

/** A row's place, the same one as long as its primary key is there: an index entry need not change with the row. */
interface Slot {
  readonly primary: Key;
  row: StoredRow;
}

interface Entry {
  readonly key: Key;
  readonly slot: Slot;
}

interface Index {
  readonly name: string;
  readonly path: readonly string[];
  readonly compound: boolean;
  readonly unique: boolean;
  readonly entries: Entry[];
}

export class MemoryTable {
  readonly #primary: Index;
  readonly #indexes: readonly Index[];
  readonly #slots = new Map<string | number, Slot>();

  constructor(schema: string) {
    const [primary, ...indexes] = schema.split(',').map((part) => parseIndex(part.trim()));
    if (primary === undefined) throw new Error('a table needs a primary key');
    this.#primary = primary;
    this.#indexes = indexes;
  }

  /** Throws TypeError when the row has no valid primary key. */
  keyOf(row: StoredRow): Key {
    const key = readKey(this.#primary, row);
    if (key === undefined) throw new TypeError(`no key ${this.#primary.name}`);
    return key;
  }

  get(key: Key): StoredRow | undefined {
    return this.#slots.get(nameOfKey(key))?.row;
  }

  /** Throws ConstraintError when another row holds the same value of a unique index; nothing has changed then. */
  put(row: StoredRow): void {
    const primary = this.keyOf(row);
    const name = nameOfKey(primary);
    const present = this.#slots.get(name);
    for (const index of this.#indexes) if (index.unique) refuseTaken(index, row, present);
    const slot = present ?? { primary, row };
    if (present === undefined) {
      this.#slots.set(name, slot);
      insert(this.#primary, primary, slot);
    }
    for (const index of this.#indexes) {
      const before = present && readKey(index, present.row);
      const after = readKey(index, row);
      if (before !== undefined && after !== undefined && compareKeys(before, after) === 0) continue;
      if (before !== undefined) take(index, before, slot);
      if (after !== undefined) insert(index, after, slot);
    }
    slot.row = row;
  }

  remove(key: Key): void {
    const name = nameOfKey(key);
    const slot = this.#slots.get(name);
    if (slot === undefined) return;
    this.#slots.delete(name);
    for (const index of [this.#primary, ...this.#indexes]) {
      const present = readKey(index, slot.row);
      if (present !== undefined) take(index, present, slot);
    }
  }

  list({ index: name, from, to, limit, reverse }: Range): StoredRow[] {
    const index = name === undefined ? this.#primary : this.#indexes.find((one) => one.name === name);
    if (index === undefined) throw new Error(`no index ${name}`);
    const { entries } = index;
    const start = from === undefined ? 0 : lowerBound(entries, from);
    const rows: StoredRow[] = [];
    for (let i = start; i < entries.length; i++) {
      const entry = entries[i];
      if (entry === undefined || (to !== undefined && compareKeys(entry.key, to) > 0)) break;
      rows.push(entry.slot.row);
      if (!reverse && limit !== undefined && rows.length === limit) break;
    }
    if (!reverse) return limit === 0 ? [] : rows;
    rows.reverse();
    return limit === undefined ? rows : rows.slice(0, limit);
  }
}

/** Equal keys have equal names, other keys others. */
export function nameOfKey(key: Key): string | number {
  return typeof key === 'object' ? JSON.stringify(key) : key;
}

/** IndexedDB's order: numbers < strings < arrays; arrays item by item, then the shorter first. */
export function compareKeys(a: Key, b: Key): number {
  if (typeof a === 'object' && typeof b === 'object') {
    for (let i = 0; i < a.length && i < b.length; i++) {
      const order = compareKeys(a[i] as Key, b[i] as Key);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (typeof a !== typeof b) return rank(a) - rank(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

const rank = (key: Key): number => (typeof key === 'number' ? 0 : typeof key === 'string' ? 1 : 2);

function parseIndex(notation: string): Index {
  const unique = notation.startsWith('&');
  const name = unique ? notation.slice(1) : notation;
  const compound = name.startsWith('[');
  const path = compound ? name.slice(1, -1).split('+') : [name];
  return { name, path, compound, unique, entries: [] };
}

/** undefined: the row has no such value, or none that can be a key, and is not in the index. */
function readKey(index: Index, row: StoredRow): Key | undefined {
  const parts: (string | number)[] = [];
  for (const field of index.path) {
    const value = row[field];
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    parts.push(value);
  }
  return index.compound ? parts : parts[0];
}

function refuseTaken(index: Index, row: StoredRow, own: Slot | undefined): void {
  const key = readKey(index, row);
  if (key === undefined) return;
  const there = index.entries[lowerBound(index.entries, key)];
  if (there === undefined || there.slot === own || compareKeys(there.key, key) !== 0) return;
  throw new ConstraintError(`${index.name} is taken: ${JSON.stringify(key)}`);
}

function insert(index: Index, key: Key, slot: Slot): void {
  index.entries.splice(placeOf(index, key, slot), 0, { key, slot });
}

function take(index: Index, key: Key, slot: Slot): void {
  index.entries.splice(placeOf(index, key, slot), 1);
}

const placeOf = (index: Index, key: Key, slot: Slot): number =>
  boundOf(
    index.entries,
    (entry) => (compareKeys(entry.key, key) || compareKeys(entry.slot.primary, slot.primary)) < 0,
  );

const lowerBound = (entries: readonly Entry[], key: Key): number =>
  boundOf(entries, (entry) => compareKeys(entry.key, key) < 0);

/** The first place where `isBelow` no longer holds. */
function boundOf(entries: readonly Entry[], isBelow: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry !== undefined && isBelow(entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}
