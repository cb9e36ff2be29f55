/**
 * Takes from the outbox what is to be sent now, and numbers what has no number yet: the fenced transaction that
 * marks a batch in flight. From here on these ops wait for their verdict; they can no longer be taken back.
 */
import type { DeviceStore, Range, WriteTransaction } from '#client/platform/device-store.ts';
import type { Lane, OutboxEntry } from '#client/store/tables.ts';

/** An entry on its way: it has a number and no verdict. */
export interface NumberedEntry extends OutboxEntry {
  readonly seq: number;
}

export interface TakeOptions {
  /** One lane; absent: all of them, in append order. */
  readonly groupId?: string;
  /** Bytes of ops; at least one op is taken when there is any. */
  readonly maxBytes: number;
  /** False leaves the entry and everything after it in its lane. */
  readonly accept: (entry: OutboxEntry) => boolean;
  /** Where to begin reading. */
  readonly afterOrder: number;
}

/** Rows read at once: enough for a full window of short messages. */
const READ_ROWS = 512;

export interface Taken {
  readonly entries: NumberedEntry[];
  /** The limit was reached before the end of the outbox. */
  readonly more: boolean;
}

export function takeEntries(store: DeviceStore, options: TakeOptions): Promise<Taken> {
  return store.write(['outbox', 'lanes'], async (tx) => {
    const taken: NumberedEntry[] = [];
    const numbering = new Numbering(tx);
    let bytes = 0;
    let after = options.afterOrder;
    for (;;) {
      const rows = await tx.list('outbox', rangeAfter(after, options.groupId));
      for (const entry of rows) {
        after = entry.order;
        if (entry.version !== null || !options.accept(entry)) continue;
        if (bytes > 0 && bytes + entry.bytes > options.maxBytes) return numbering.done(taken, true);
        bytes += entry.bytes;
        taken.push(await numbering.number(entry));
      }
      if (rows.length < READ_ROWS) return numbering.done(taken, false);
    }
  });
}

function rangeAfter(after: number, groupId: string | undefined): Range {
  const order = after + 1;
  if (groupId === undefined) return { from: order, limit: READ_ROWS };
  return {
    index: '[groupId+order]',
    from: [groupId, order],
    to: [groupId, Number.MAX_SAFE_INTEGER],
    limit: READ_ROWS,
  };
}

/** Gives lane numbers in append order and writes them with their lanes at the end. */
class Numbering {
  readonly #tx: WriteTransaction;
  readonly #lanes = new Map<string, Lane>();
  readonly #numbered: OutboxEntry[] = [];

  constructor(tx: WriteTransaction) {
    this.#tx = tx;
  }

  async number(entry: OutboxEntry): Promise<NumberedEntry> {
    if (entry.seq !== null) return { ...entry, seq: entry.seq };
    const lane = this.#lanes.get(entry.groupId) ??
      (await this.#tx.get('lanes', entry.groupId)) ?? { groupId: entry.groupId, nextSeq: 1 };
    this.#lanes.set(entry.groupId, { ...lane, nextSeq: lane.nextSeq + 1 });
    const numbered = { ...entry, seq: lane.nextSeq };
    this.#numbered.push(numbered);
    return numbered;
  }

  async done(entries: NumberedEntry[], more: boolean): Promise<Taken> {
    if (this.#numbered.length > 0) {
      await this.#tx.put('outbox', this.#numbered);
      await this.#tx.put('lanes', [...this.#lanes.values()]);
    }
    return { entries, more };
  }
}
