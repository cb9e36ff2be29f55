/** The texts of plans with one promise broken: each is a mistake that merges forgive in every calm run. */
import * as Y from 'yjs';
import type { DeviceStore, ReadTransaction, WriteTransaction } from '#client/platform/device-store.ts';
import type { OutboxEntry } from '#client/store/tables.ts';
import type { TypedEdit } from '#client/store/text-rows.ts';
import type { MergeText, PlanTexts } from '#client/sync/engine-types.ts';
import { packText, unpackText } from '#domain/plans/packed-text.ts';
import { addAuthors } from '#domain/plans/text/merge-text.ts';
import { bendWrites, passing } from './bend-device.ts';
import type { ApplyText } from './plan-texts.ts';

/** What has a number is merged into all the same, under its own id: as if nothing had been sent yet. */
export function mergeNumbered(store: DeviceStore): DeviceStore {
  return bendWrites(store, (tx) => ({
    ...passing(tx),
    list: (async (table, range) => {
      const rows = await tx.list(table, range);
      // As the look for what may be merged into sees them.
      if (table !== 'outbox' || !range?.reverse || range.limit === undefined) return rows;
      return (rows as readonly OutboxEntry[]).map((entry) =>
        entry.version === null ? { ...entry, seq: null } : entry,
      );
    }) as ReadTransaction['list'],
    put: async (table, rows) => {
      if (table !== 'outbox') return tx.put(table, rows);
      for (const row of rows as readonly OutboxEntry[]) {
        const present = await tx.get('outbox', row.order);
        const isOther = present && present.seq !== null && present.opId !== row.opId;
        const { opId, seq } = isOther ? present : row;
        await tx.put('outbox', [{ ...row, opId, seq, op: { ...row.op, opId } }]);
      }
    },
  }));
}

/** The newest edit of a text is all there is of it. */
export function replaceTexts(store: DeviceStore): DeviceStore {
  return bendWrites(store, (tx) => ({
    ...passing(tx),
    put: async (table, rows) => {
      if (table === 'planEdits') {
        for (const { groupId, planId } of rows as readonly { groupId: string; planId: string }[]) {
          const before = await tx.list('planEdits', {
            from: [groupId, planId, 0],
            to: [groupId, planId, Number.MAX_SAFE_INTEGER],
          });
          await tx.remove(
            'planEdits',
            before.map(({ version }) => [groupId, planId, version]),
          );
        }
      }
      await tx.put(table, rows);
    },
  }));
}

const SAVED = { ok: true, opIds: [] } as const;

/** Every third edit is on the screen, and on no disk. */
export function saveSometimes(): (texts: PlanTexts) => PlanTexts {
  let saves = 0;
  const notAtAll: WeakSet<TypedEdit> = new WeakSet();
  return (texts) => ({
    ...texts,
    note: async (typed) => {
      if (saves++ % 3 !== 2) return texts.note(typed);
      for (const one of typed) notAtAll.add(one);
      return SAVED;
    },
    save: async (input) => {
      const isOnDisk = input.typed?.every((one) => !notAtAll.has(one)) ?? true;
      return isOnDisk ? texts.save(input) : SAVED;
    },
  });
}

/** *Saved* once it is in memory: the op that comes half a second later is the first that the disk has of it. */
export const noteInMemory = (texts: PlanTexts): PlanTexts => ({ ...texts, note: async () => SAVED });

/** What is typed leaves its table as it sets out for the outbox, not when it is there. */
export const forgetTypedFirst = (store: DeviceStore): DeviceStore => ({
  read: (tables, run) => store.read(tables, run),
  write: async (tables, run) => {
    if (tables.includes('outbox')) await store.write(['typed'], emptyTyped);
    return store.write(tables, run);
  },
});

async function emptyTyped(tx: WriteTransaction): Promise<void> {
  const typed = await tx.list('typed');
  await tx.remove(
    'typed',
    typed.map(({ id }) => id),
  );
}

/** Nobody takes up what a page that died had typed. */
export const leaveTyped = (texts: PlanTexts): PlanTexts => ({ ...texts, takeTyped: async () => undefined });

/** What is typed into a block that somebody else deletes meanwhile is deleted too. */
export const applyAsYjsDoes: ApplyText = (doc, text, edits, origin) => {
  if (text) Y.applyUpdate(doc, text.update, origin);
  for (const { data } of edits) Y.applyUpdate(doc, data, origin);
  return new Map();
};

export const mergeAsYjsDoes: MergeText = (base, edits) => {
  const text = base && unpackText(base);
  const doc = new Y.Doc();
  applyAsYjsDoes(doc, text, edits);
  const authors = addAuthors(text?.authors ?? new Map(), edits);
  return packText({ authors, update: Y.encodeStateAsUpdate(doc) });
};
