/**
 * Is this stored row one at all? A row that lost fields (a bug of an older build, a bad disk) would make the fold
 * throw, at the same op again and again, and nothing behind it would ever come through; a screen would break on it
 * each time it is opened. It is taken for missing instead: what changes it is parked, and the comparison with the
 * server brings the row back (sync/divergence-watch.ts). Only what folds and screens take for granted is looked at.
 */
import type { Row, TableName } from '#domain/rows.ts';

const IS_WHOLE: Readonly<Record<TableName, (row: Readonly<Record<string, unknown>>) => boolean>> = {
  groups: ({ name }) => typeof name === 'string',
  members: ({ name, role, status }) =>
    typeof name === 'string' && typeof role === 'string' && typeof status === 'string',
  messages: ({ kind, text, mentions, reactions }) =>
    typeof kind === 'string' &&
    typeof text === 'string' &&
    Array.isArray(mentions) &&
    typeof reactions === 'object' &&
    reactions !== null,
  expenses: ({ payers, shares, split, history, voidedBy }) =>
    Array.isArray(payers) &&
    Array.isArray(shares) &&
    typeof split === 'object' &&
    Array.isArray(history) &&
    voidedBy !== undefined,
  settlements: ({ fromId, toId, amountMinor, voidedBy }) =>
    typeof fromId === 'string' &&
    typeof toId === 'string' &&
    typeof amountMinor === 'number' &&
    voidedBy !== undefined,
  recurrences: ({ payers, shares, every, from }) =>
    Array.isArray(payers) && Array.isArray(shares) && typeof every === 'string' && typeof from === 'string',
  plans: ({ title, folder, position, edits, archivedAt }) =>
    typeof title === 'string' &&
    typeof folder === 'string' &&
    typeof position === 'string' &&
    typeof edits === 'number' &&
    archivedAt !== undefined,
  planComments: ({ planId, text, mentions, deletedBy }) =>
    typeof planId === 'string' &&
    typeof text === 'string' &&
    Array.isArray(mentions) &&
    deletedBy !== undefined,
  planVersions: ({ planId, name }) => typeof planId === 'string' && typeof name === 'string',
};

export function isWhole(table: TableName, row: Row): boolean {
  return IS_WHOLE[table](row as unknown as Readonly<Record<string, unknown>>);
}
