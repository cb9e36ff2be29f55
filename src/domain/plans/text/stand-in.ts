/**
 * What stands in for one deleted text, as structs of Yjs: a block of its own right where the deleted one stood, and in it the items of
 * the deleted text under ids of their own (stand-in-ids.ts). An item keeps its neighbours, so what two people lost there stands in the
 * order in which they would have read it, but not how it looked. What was not lost is an item that is gone: whoever refers to it finds it.
 *
 * A writer's items in one text come in the order of their clocks: those that stand in for them are counted from zero, and grow at the end.
 */
import * as Y from 'yjs';
import { blockClient, type ItemId, isStandInBlock, wordsClient } from '../stand-in-ids.ts';
import type { ClockRange, ClockRanges } from './clock-ranges.ts';

/** What holds words: a text; a name or a picture, by its attributes. */
export type Holder = Y.XmlText | Y.XmlElement;

const LEAVES: readonly string[] = ['mention', 'image'];

export interface StandIn {
  readonly structs: readonly Y.Item[];
  readonly deletions: readonly ClockRange[];
  /** By the ids that they stand under now. */
  readonly writers: ReadonlyMap<number, number>;
  /** Asked when the rest is in the document: the block, if nothing is left in it. */
  readonly listEmptied: () => readonly ClockRange[];
}

type Store = Y.Doc['store'];

export function asHolder(type: unknown): Holder | undefined {
  if (type instanceof Y.XmlText) return type;
  return type instanceof Y.XmlElement && LEAVES.includes(type.nodeName) ? type : undefined;
}

/** So many times over may what stood in for a text have gone empty, each time before the next words in it came. */
const GENERATIONS = 8;

/** Ids under which something would stand in for it; or for what would stand in for that, and so on. */
export function idsOf(holder: Holder): number[] {
  const item = holder._item;
  if (!item) return [];
  const ids: number[] = [];
  let { id }: { id: ItemId } = item;
  let writers = [...byClient(holder).keys()];
  for (let i = 0; i < GENERATIONS; i++) {
    const block = blockClient(id);
    const words = writers.map((writer) => wordsClient(id, writer));
    ids.push(block, ...words);
    id = innerId(block, isImage(holder));
    writers = words;
  }
  return ids;
}

/** The block that it is in, if that stands in for something. */
export function frameAround({ _item: item }: Holder): ClockRange | undefined {
  const top = item && topOf(item);
  if (!top || !isStandInBlock(top.id.client) || !(top.content instanceof Y.ContentType)) return undefined;
  const { type } = top.content;
  return frameOf(top.id.client, type instanceof Y.XmlElement && isImage(type));
}

/**
 * What is missing of it. `lost` just now: nobody took it away; `taken`: just now, by who had seen it. undefined: the text is there, or
 * nowhere that could be seen.
 */
export function standInFor(
  store: Store,
  holder: Holder,
  { lost, taken }: { readonly lost: ClockRanges; readonly taken: ClockRanges },
): StandIn | undefined {
  const item = holder._item;
  const top = item && topOf(item);
  if (!top || !item.deleted) return undefined;
  const frame = new Frame(holder, item, top);
  const structs = Y.getState(store, frame.client) === 0 ? frame.structs() : [];
  const deletions: ClockRange[] = [];
  const writers = new Map<number, number>();
  const held = byClient(holder);
  const counted = new Map([...held].map(([writer, items]) => [writer, new Counted(item.id, writer, items)]));
  const idFor = (id: ItemId | null): Y.ID | null => (id && counted.get(id.client)?.idFor(id.clock)) ?? null;
  for (const [writer, own] of counted) {
    const known = Y.getState(store, own.client);
    writers.set(own.client, writer);
    for (const [one, from] of own) {
      const add = (range: ClockRange, content: Y.Item['content']): void => {
        const offset = range.clock - one.id.clock;
        const left = offset === 0 ? idFor(one.origin) : Y.createID(own.client, from + offset - 1);
        const right = idFor(one.rightOrigin);
        const parent = left || right ? null : frame.inner;
        const id = Y.createID(own.client, from + offset);
        structs.push(new Y.Item(id, null, left, null, right, parent, parent && one.parentSub, content));
      };
      const skip = Math.max(0, known - from);
      const range = { client: writer, clock: one.id.clock + skip, len: one.length - skip };
      if (range.len > 0) {
        for (const part of lost.split(range)) {
          add(part, part.isIn ? copyOf(one, part) : new Y.ContentDeleted(part.len));
        }
      }
      for (const part of taken.split({
        client: writer,
        clock: one.id.clock,
        len: Math.min(skip, one.length),
      })) {
        const clock = from + part.clock - one.id.clock;
        if (part.isIn) deletions.push({ client: own.client, clock, len: part.len });
      }
    }
  }
  const isTaken = [...taken.split({ ...item.id, len: 1 })].some(({ isIn }) => isIn);
  // An edit that waited may have taken them away right there, as it would have done later: what it leaves is a paragraph like any.
  const bringsWords = structs.some((struct) => struct.content instanceof Y.ContentString);
  return {
    structs,
    deletions,
    writers,
    listEmptied: () => (bringsWords ? [] : frame.listEmptied(store, isTaken)),
  };
}

/** The block that it stands in; a paragraph, if it is not one itself. */
class Frame {
  readonly client: number;
  /** What the words stand in. */
  readonly inner: Y.ID;
  readonly #holder: Holder;
  readonly #top: Y.Item;
  readonly #isBlock: boolean;
  readonly #name: string;

  constructor(holder: Holder, { id, parent }: Y.Item, top: Y.Item) {
    this.client = blockClient(id);
    this.#holder = holder;
    this.#top = top;
    this.#isBlock = isImage(holder);
    this.inner = innerId(this.client, this.#isBlock);
    const isCode = parent instanceof Y.XmlElement && parent.nodeName === 'codeBlock';
    this.#name = this.#isBlock ? 'image' : isCode ? 'codeBlock' : 'paragraph';
  }

  structs(): Y.Item[] {
    // Between what the block came behind and the block: its id is above all of those who write, so it comes to stand last there.
    const { origin, id } = this.#top;
    const block = new Y.ContentType(new Y.XmlElement(this.#name));
    const outer = new Y.Item(Y.createID(this.client, 0), null, origin, null, id, null, null, block);
    if (this.#isBlock) return [outer];
    const content =
      this.#holder instanceof Y.XmlText ? new Y.XmlText() : new Y.XmlElement(this.#holder.nodeName);
    const inner = new Y.Item(this.inner, null, null, null, null, outer.id, null, new Y.ContentType(content));
    return [outer, inner];
  }

  listEmptied(store: Store, isTaken: boolean): ClockRange[] {
    const inner = itemAt(store, this.inner);
    const content = inner?.content;
    if (!inner || inner.deleted || !(content instanceof Y.ContentType)) return [];
    const words = asHolder(content.type);
    const isEmpty = words instanceof Y.XmlText ? words.length === 0 : isTaken;
    const outer = this.#isBlock ? undefined : inner.parent;
    if (!isEmpty || (outer instanceof Y.XmlElement && outer.length > 1)) return [];
    return [frameOf(this.client, this.#isBlock)];
  }
}

const isImage = (holder: Holder): boolean => holder instanceof Y.XmlElement && holder.nodeName === 'image';

/** What the words stand in; that may be the block itself. */
const innerId = (block: number, isBlock: boolean): Y.ID => Y.createID(block, isBlock ? 0 : 1);

const frameOf = (block: number, isBlock: boolean): ClockRange => ({
  client: block,
  clock: 0,
  len: innerId(block, isBlock).clock + 1,
});

/** What one writer put into one text. */
class Counted {
  readonly client: number;
  readonly #items: readonly (readonly [item: Y.Item, from: number])[];

  constructor(text: ItemId, writer: number, items: readonly Y.Item[]) {
    this.client = wordsClient(text, writer);
    let from = 0;
    this.#items = items.map((item) => {
      const counted = [item, from] as const;
      from += item.length;
      return counted;
    });
  }

  [Symbol.iterator]() {
    return this.#items[Symbol.iterator]();
  }

  idFor(clock: number): Y.ID | null {
    let low = 0;
    for (let high = this.#items.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#items[middle]?.[0].id.clock ?? 0) <= clock) low = middle;
      else high = middle - 1;
    }
    const [item, from] = this.#items[low] ?? [];
    if (!item || from === undefined || clock < item.id.clock || clock >= item.id.clock + item.length)
      return null;
    return Y.createID(this.client, from + clock - item.id.clock);
  }
}

function byClient(holder: Holder): Map<number, Y.Item[]> {
  const found = new Map<number, Y.Item[]>();
  for (const item of itemsOf(holder)) {
    const own = found.get(item.id.client);
    if (own) own.push(item);
    else found.set(item.id.client, [item]);
  }
  for (const own of found.values()) own.sort((a, b) => a.id.clock - b.id.clock);
  return found;
}

function* itemsOf(holder: Holder): Generator<Y.Item> {
  if (holder instanceof Y.XmlText) for (let item = holder._start; item; item = item.right) yield item;
  else
    for (const last of holder._map.values())
      for (let item: Y.Item | null = last; item; item = item.left) yield item;
}

/** Which block of the text it is in; undefined: none that stands in it. */
function topOf(item: Y.Item): Y.Item | undefined {
  for (let at: Y.Item | null = item; at && at.parentSub === null; ) {
    if (!(at.parent instanceof Y.AbstractType)) return undefined;
    if (at.parent._item === null) return at;
    at = at.parent._item;
  }
  return undefined;
}

function copyOf({ id, content }: Y.Item, { clock, len }: ClockRange): Y.Item['content'] {
  const from = clock - id.clock;
  if (content instanceof Y.ContentString) return new Y.ContentString(content.str.slice(from, from + len));
  if (content instanceof Y.ContentAny) return new Y.ContentAny(content.arr.slice(from, from + len));
  // How it looked went with the rest: half of it is of words that somebody took away.
  return new Y.ContentDeleted(len);
}

function itemAt(store: Store, { client, clock }: Y.ID): Y.Item | undefined {
  const structs = store.clients.get(client);
  if (!structs || clock >= Y.getState(store, client)) return undefined;
  const struct = structs[Y.findIndexSS(structs, clock)];
  return struct instanceof Y.Item ? struct : undefined;
}
