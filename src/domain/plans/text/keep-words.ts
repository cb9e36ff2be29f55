/**
 * Words that go with a text nobody deleted them from. To Yjs a heading made of a paragraph is the paragraph deleted and a heading
 * put there; what somebody else types into the paragraph at the same time is deleted as it comes.
 *
 *   deleted and named by an update     somebody who had seen it took it away: gone
 *   deleted and named by none          it was lost with what it stood in: it stands in a paragraph of its own, right there
 *
 * That paragraph stands in for the text that was deleted, item for item (stand-in-ids.ts): same order, same letters, empty where
 * something was taken away. It is told from the edits alone, so every device has the same one and may write in it, and no edit says it.
 * What a later edit takes out of the deleted text is taken out of it; emptied so, it goes. It may itself be deleted by who has not seen
 * all that is in it: then something stands in for it.
 *
 * A name and a picture are words too: one that was lost stands in a block of its own.
 */
import * as Y from 'yjs';
import { blockClient, isStandIn, isStandInBlock } from '../stand-in-ids.ts';
import { ClockRanges, itemsIn, rangesOfSet } from './clock-ranges.ts';
import { asHolder, frameAround, type Holder, idsOf, standInFor } from './stand-in.ts';
import { writeUpdate } from './write-update.ts';

type Update = 'edit' | 'state';

/** What was lost just now, and what was taken away. */
interface Touch {
  readonly lost: ClockRanges;
  readonly taken: ClockRanges;
}

/** For one transaction: nothing that is deleted in it is forgotten before it ends. */
export class WordKeeper {
  /** Whose words stand under an id that nobody writes under. */
  readonly writers = new Map<number, number>();
  readonly #transaction: Y.Transaction;
  readonly #origin: unknown;
  /** Of `deleteSet`, by client: so many ranges were looked at. */
  readonly #looked = new Map<number, number>();
  /** Of the updates that are being applied, one in the other. */
  #open: Touch = { lost: new ClockRanges([]), taken: new ClockRanges([]) };
  #hasStandIns: boolean;

  constructor(transaction: Y.Transaction, origin: unknown) {
    this.#transaction = transaction;
    this.#origin = origin;
    this.#hasStandIns = [...this.#store.clients.keys()].some(isStandInBlock);
    this.#takeDeleted();
  }

  get #store(): Y.Doc['store'] {
    return this.#transaction.doc.store;
  }

  /** `state`: of a whole text, in which what was lost stands already. */
  apply(update: Uint8Array, kind: Update = 'edit'): void {
    const { pendingDs } = this.#store;
    const isFirst = this.#store.clients.size === 0;
    Y.applyUpdate(this.#transaction.doc, update, this.#origin);
    const deleted = this.#takeDeleted();
    if (isFirst && kind === 'state') {
      this.#hasStandIns = [...this.#store.clients.keys()].some(isStandInBlock);
      return;
    }
    if (deleted.isEmpty && !this.#hasStandIns) return;
    const named = new ClockRanges([
      ...rangesOfSet(Y.decodeUpdate(update).ds),
      ...(pendingDs ? rangesOfSet(Y.decodeUpdateV2(pendingDs).ds) : []),
    ]);
    const lost = deleted.without(named);
    // A state names all that is gone, also what was lost and stands in it elsewhere.
    const taken = kind === 'edit' ? named : new ClockRanges([]);
    const touched = this.#listTouched(lost, [deleted, taken]);
    if (touched.size === 0) return;
    // What stands in for one text may be what an update waited for that brings the next one more, before it is its turn.
    const around = this.#open;
    this.#open = { lost: lost.with(around.lost), taken: taken.with(around.taken) };
    for (const holder of touched) this.#standIn(holder);
    this.#open = around;
  }

  /** What waits for ids that stand for something: it was lost in another order of things, and is not in this one. */
  finish(): void {
    const done = new Set<Holder>();
    for (let fresh = this.#listAwaited(done); fresh.length > 0; fresh = this.#listAwaited(done)) {
      for (const holder of fresh) {
        done.add(holder);
        this.#standInAsElsewhere(holder);
      }
    }
  }

  /** Texts and the like that something stands in for where these edits were made, and not here. */
  #listAwaited(done: ReadonlySet<Holder>): Holder[] {
    const { pendingStructs, pendingDs } = this.#store;
    const awaited = new Set(
      [
        ...(pendingStructs?.missing.keys() ?? []),
        ...(pendingDs ? Y.decodeUpdateV2(pendingDs).ds.clients.keys() : []),
      ].filter((client) => isStandIn(client) && !this.#store.clients.has(client)),
    );
    if (awaited.size === 0) return [];
    const found: Holder[] = [];
    for (const structs of this.#store.clients.values()) {
      for (const struct of structs) {
        const holder = struct instanceof Y.Item ? holderIn(struct) : undefined;
        if (!holder || done.has(holder) || !(holder._item?.deleted || frameAround(holder))) continue;
        if (idsOf(holder).some((id) => awaited.has(id))) found.push(holder);
      }
    }
    return found;
  }

  #standInAsElsewhere(holder: Holder): void {
    const frame = holder._item?.deleted ? undefined : frameAround(holder);
    // Elsewhere it went empty before what is in it came: it goes here too, and what is in it is lost with it.
    if (frame) this.apply(writeUpdate([], [frame]));
    this.#standIn(holder);
  }

  #takeDeleted(): ClockRanges {
    const { deleteSet } = this.#transaction;
    const fresh = [...rangesOfSet(deleteSet, this.#looked)];
    for (const { client } of fresh) this.#looked.set(client, deleteSet.clients.get(client)?.length ?? 0);
    return new ClockRanges(fresh);
  }

  /** Texts and the like that lost something, and those that something stands in for already, if they changed. */
  #listTouched(lost: ClockRanges, changed: readonly ClockRanges[]): ReadonlySet<Holder> {
    const touched = new Set<Holder>();
    for (const item of itemsIn(this.#store, lost)) {
      const own = holderIn(item);
      if (own instanceof Y.XmlElement) touched.add(own);
      if (item.content instanceof Y.ContentString && item.parent instanceof Y.XmlText)
        touched.add(item.parent);
    }
    if (!this.#hasStandIns) return touched;
    for (const item of changed.flatMap((ranges) => [...itemsIn(this.#store, ranges)])) {
      for (const holder of [holderIn(item), holderOf(item)]) {
        if (holder?._item && this.#store.clients.has(blockClient(holder._item.id))) touched.add(holder);
      }
    }
    return touched;
  }

  #standIn(holder: Holder): void {
    const made = standInFor(this.#store, holder, this.#open);
    if (!made) return;
    this.#hasStandIns = true;
    for (const [client, writer] of made.writers) this.writers.set(client, writer);
    if (made.structs.length + made.deletions.length === 0) return;
    this.apply(writeUpdate(made.structs, made.deletions));
    const emptied = made.listEmptied();
    if (emptied.length > 0) this.apply(writeUpdate([], emptied));
  }
}

/** The text, or the leaf that says something, that this item is. */
function holderIn({ content }: Y.Item): Holder | undefined {
  return content instanceof Y.ContentType ? asHolder(content.type) : undefined;
}

/** That this item is in. */
const holderOf = ({ parent }: Y.Item): Holder | undefined => asHolder(parent);
