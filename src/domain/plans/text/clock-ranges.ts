/** Sets of what Yjs inserted, by the clocks of each client: what a change deleted, what an update names. */
import * as Y from 'yjs';

export interface ClockRange {
  readonly client: number;
  readonly clock: number;
  readonly len: number;
}

type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds'];

export class ClockRanges {
  /** Ascending, apart from each other: from, and up to. */
  readonly #byClient: ReadonlyMap<number, readonly (readonly [number, number])[]>;

  constructor(ranges: Iterable<ClockRange>) {
    const found = new Map<number, [number, number][]>();
    for (const { client, clock, len } of ranges) {
      const own = found.get(client) ?? [];
      if (own.length === 0) found.set(client, own);
      own.push([clock, clock + len]);
    }
    for (const [client, own] of found) found.set(client, join(own));
    this.#byClient = found;
  }

  get isEmpty(): boolean {
    return this.#byClient.size === 0;
  }

  *[Symbol.iterator](): Generator<ClockRange> {
    for (const [client, own] of this.#byClient) {
      for (const [from, to] of own) yield { client, clock: from, len: to - from };
    }
  }

  /** What of this range is in the set, and what is not; ascending. */
  *split({ client, clock, len }: ClockRange): Generator<ClockRange & { readonly isIn: boolean }> {
    const end = clock + len;
    let at = clock;
    for (const [from, to] of this.#byClient.get(client) ?? []) {
      if (to <= at) continue;
      if (from >= end) break;
      if (from > at) yield { client, clock: at, len: from - at, isIn: false };
      const start = Math.max(from, at);
      at = Math.min(to, end);
      yield { client, clock: start, len: at - start, isIn: true };
    }
    if (at < end) yield { client, clock: at, len: end - at, isIn: false };
  }

  with(others: ClockRanges): ClockRanges {
    return others.isEmpty ? this : new ClockRanges([...this, ...others]);
  }

  without(others: ClockRanges): ClockRanges {
    const left: ClockRange[] = [];
    for (const range of this) {
      for (const part of others.split(range)) if (!part.isIn) left.push(part);
    }
    return new ClockRanges(left);
  }
}

/** `from`: of each client, so many are known already. */
export function* rangesOfSet(
  { clients }: DeleteSet,
  from?: ReadonlyMap<number, number>,
): Generator<ClockRange> {
  for (const [client, ranges] of clients) {
    for (const { clock, len } of ranges.slice(from?.get(client) ?? 0)) yield { client, clock, len };
  }
}

/** What of these is in the document, by the item that it is a part of. */
export function* itemsIn(store: Y.Doc['store'], ranges: ClockRanges): Generator<Y.Item> {
  for (const { client, clock, len } of ranges) {
    const structs = store.clients.get(client);
    if (!structs || clock >= Y.getState(store, client)) continue;
    for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
      const struct = structs[i];
      if (!struct || struct.id.clock >= clock + len) break;
      if (struct instanceof Y.Item) yield struct;
    }
  }
}

function join(ranges: readonly [number, number][]): [number, number][] {
  const joined: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
