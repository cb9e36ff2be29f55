/**
 * A confirmed row that goes bad on one device, as a bug of ours, of a browser or of a disk would have it: gone, or
 * holding something else. Nothing a person typed lies in these tables; what they show must come right by itself.
 */
import type { TableName } from '#domain/rows.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import type { StoredRow } from '#tests/support/memory-table.ts';
import type { Prng } from './prng.ts';

export interface Rot {
  readonly groupId: string;
  readonly table: TableName;
  readonly id: string;
  readonly how: string;
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
};

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
