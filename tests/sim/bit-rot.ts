/**
 * A row that goes bad on one device, as a bug of ours, of a browser or of a disk would have it: gone, or holding something
 * else. A confirmed one must come right by itself. One that is owed may have lost what the person typed; it must not hold up
 * what is whole, and what is whole in it must go out.
 */
import type { OutboxEntry } from '#client/store/tables.ts';
import type { Op } from '#domain/op.ts';
import type { TableName } from '#domain/rows.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import type { StoredRow } from '#tests/support/memory-table.ts';
import type { Prng } from './prng.ts';

export interface Rot {
  readonly groupId: string;
  readonly table: TableName | 'outbox' | 'tray';
  readonly id: string;
  readonly how: string;
  /** What the person typed went with it: nobody can promise this op any more. */
  readonly lostOpId?: string;
  /** The same of what was typed and never sent. */
  readonly lostText?: string;
}

/** Of a row as it may be found, whatever its type promises. */
export function isOp(op: Op | undefined | null): boolean {
  return typeof op === 'object' && op !== null && typeof op.body === 'object' && op.body !== null;
}

type Damage = (row: StoredRow, dice: Prng) => StoredRow | undefined;

const COMMON: Readonly<Record<string, Damage>> = {
  gone: () => undefined,
  'a later rowVersion': (row, dice) => ({ ...row, rowVersion: Number(row.rowVersion) + dice.below(50) + 1 }),
  // What is left is no row at all: whoever folds over it meets what no type allows.
  'only its keys': ({ groupId, id, version, rowVersion }) => ({ groupId, id, version, rowVersion }),
  'an earlier rowVersion': (row) => ({ ...row, rowVersion: Number(row.rowVersion) - 1 }),
};

const DAMAGES: Readonly<Record<TableName, Readonly<Record<string, Damage>>>> = {
  groups: { ...COMMON, 'another name': (row) => ({ ...row, name: `${row.name}?` }) },
  members: { ...COMMON, 'another name': (row) => ({ ...row, name: '' }) },
  messages: {
    ...COMMON,
    'another text': (row) => ({ ...row, text: `${row.text}\u0000` }),
    'no reactions': (row) => ({ ...row, reactions: {} }),
    'a field too many': (row) => ({ ...row, flipped: true }),
  },
  expenses: { ...COMMON, 'another amount': (row) => ({ ...row, amountMinor: Number(row.amountMinor) + 1 }) },
  settlements: {
    ...COMMON,
    'another amount': (row) => ({ ...row, amountMinor: Number(row.amountMinor) + 1 }),
  },
  recurrences: { ...COMMON, 'another day': (row) => ({ ...row, from: '2000-01-01' }) },
  plans: { ...COMMON, 'another title': (row) => ({ ...row, title: `${row.title}?` }) },
  planComments: { ...COMMON, 'another text': (row) => ({ ...row, text: `${row.text}?` }) },
  planVersions: { ...COMMON, 'another name': (row) => ({ ...row, name: '' }) },
};

type Owed = Pick<OutboxEntry, 'opId' | 'groupId' | 'op'>;

const LOSES_ITS_OP: Readonly<Record<string, (row: Owed) => object>> = {
  'without its op': ({ op: _, ...row }) => row,
  'with half of its op': ({ op, ...row }) => ({ ...row, op: { ...op, body: null } }),
};

const KEEPS_ITS_OP: Readonly<Record<string, (row: Owed) => object>> = {
  'without its number': (row) => ({ ...row, seq: undefined }),
  'without its weight': (row) => ({ ...row, bytes: undefined }),
};

/** Damages one row that is owed; undefined: this device owes nothing. */
export function rotOneOwed(database: MemoryDeviceDatabase, dice: Prng): Rot | undefined {
  // What is typed on top of a lost edit waits for it unseen, for good, and the words of a lost row are lost: texts are drilled with
  // whole databases (0062).
  const isOther = ({ op }: { readonly op?: Op }): boolean => op?.type !== 'plan.edited';
  const waiting = database.rows('outbox').filter((entry) => entry.version === null && isOther(entry));
  const refused = database.rows('tray').filter(isOther);
  const table = waiting.length === 0 || (refused.length > 0 && dice.chance(0.3)) ? 'tray' : 'outbox';
  const rows: readonly Owed[] = table === 'tray' ? refused : waiting;
  if (rows.length === 0) return undefined;
  const row = dice.pick(rows);
  if (!isOp(row.op)) return undefined;
  const keeps = table === 'outbox' && dice.chance(0.3);
  const damages = keeps ? KEEPS_ITS_OP : LOSES_ITS_OP;
  const how = dice.pick(Object.keys(damages));
  database.table(table).put({ ...damages[how]?.(row) } as StoredRow);
  const { groupId, opId } = row;
  const lost = { lostOpId: opId, lostText: String(row.op.body.text) };
  return { groupId, table, id: opId, how, ...(!keeps && lost) };
}

/** Damages one row of one group; undefined: this device holds none. */
export function rotOneRow(database: MemoryDeviceDatabase, dice: Prng): Rot | undefined {
  const cursors = database.rows('cursors');
  if (cursors.length === 0) return undefined;
  const { groupId } = dice.pick(cursors);
  // Most rows are messages: the group's own and its members get their turn all the same.
  const table = dice.pick(['groups', 'members', 'messages', 'messages'] as const);
  const rows = database.rows(table).filter((row) => row.groupId === groupId);
  if (rows.length === 0) return undefined;
  const row = dice.pick(rows);
  const how = dice.pick(Object.keys(DAMAGES[table]));
  const damaged = DAMAGES[table][how]?.(row as unknown as StoredRow, dice);
  if (damaged) database.table(table).put(damaged);
  else database.table(table).remove([groupId, row.id]);
  return { groupId, table, id: row.id, how };
}
