/**
 * Takes from the outbox what is to be sent now, and numbers what has no number yet: the fenced transaction that
 * marks a batch in flight. From here on these ops wait for their verdict; they can no longer be taken back. What waits for
 * a photo is passed by: it comes again at the end of the outbox (held-photos.ts).
 */
import type { DeviceStore, Range, ReadTransaction } from '#client/platform/device-store.ts';
import type { OutboxEntry } from '#client/store/tables.ts';
import { isWholeEntry } from '#client/store/whole-entries.ts';
import { getMeta } from './device-meta.ts';
import { isHeld } from './held-photos.ts';

/** An entry on its way: it has a number and no verdict. */
export interface NumberedEntry extends OutboxEntry {
  readonly seq: number;
}

export interface TakeOptions {
  /** Whose numbers they get. A device that takes another id meanwhile numbers its lanes anew, from their beginning. */
  readonly deviceId: string;
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
  /** There is a row that is none; what comes after it waits. */
  readonly torn: boolean;
}

export function takeEntries(store: DeviceStore, options: TakeOptions): Promise<Taken> {
  return store.write(['meta', 'outbox', 'lanes'], async (tx) => {
    const device = await getMeta(tx, 'device');
    if (device?.deviceId !== options.deviceId) return { entries: [], more: false, torn: false };
    const { rows, more, torn } = await listToSend(tx, options);
    const groupIds = [...new Set(rows.flatMap(({ groupId, seq }) => (seq === null ? [groupId] : [])))];
    const lanes = await tx.getMany('lanes', groupIds);
    const nextSeqs = new Map(groupIds.map((groupId, i) => [groupId, lanes[i]?.nextSeq ?? 1]));
    const entries = rows.map((entry) => number(entry, nextSeqs));
    const numbered = entries.filter((_, i) => rows[i]?.seq === null);
    if (numbered.length > 0) {
      await tx.put('outbox', numbered);
      await tx.put(
        'lanes',
        [...nextSeqs].map(([groupId, nextSeq]) => ({ groupId, nextSeq })),
      );
    }
    return { entries, more, torn };
  });
}

async function listToSend(
  tx: ReadTransaction,
  { groupId, maxBytes, accept, afterOrder }: TakeOptions,
): Promise<{ rows: OutboxEntry[]; more: boolean; torn: boolean }> {
  const rows: OutboxEntry[] = [];
  let bytes = 0;
  let torn = false;
  let after = afterOrder;
  for (;;) {
    const page = await tx.list('outbox', rangeAfter(after, groupId));
    for (const entry of page) {
      after = entry.order;
      if (typeof entry.version === 'number') continue;
      torn ||= !isWholeEntry(entry);
      if (torn || isHeld(entry) || !accept(entry)) continue;
      if (bytes > 0 && bytes + entry.bytes > maxBytes) return { rows, more: true, torn };
      bytes += entry.bytes;
      rows.push(entry);
    }
    if (page.length < READ_ROWS) return { rows, more: false, torn };
  }
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

/** Lane numbers go up in append order; what has one keeps it. */
function number(entry: OutboxEntry, nextSeqs: Map<string, number>): NumberedEntry {
  if (entry.seq !== null) return { ...entry, seq: entry.seq };
  const seq = nextSeqs.get(entry.groupId) ?? 1;
  nextSeqs.set(entry.groupId, seq + 1);
  return { ...entry, seq };
}
