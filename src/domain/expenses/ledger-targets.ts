/** What the ops of the ledger have in common: whom and what they name. */
import type { MemberId } from '../ids.ts';
import type { RowKey, RowView } from '../rows.ts';

export const expense = (id: string): RowKey => ({ table: 'expenses', id });
export const settlement = (id: string): RowKey => ({ table: 'settlements', id });
export const recurrence = (id: string): RowKey => ({ table: 'recurrences', id });
export const members = (ids: readonly MemberId[]): RowKey[] => ids.map((id) => ({ table: 'members', id }));

/** Also who has left or was removed: what they owe stays, and can be settled. Who was never let in is nobody. */
export function areKnown(rows: RowView, ids: readonly MemberId[]): boolean {
  return ids.every((id) => {
    const status = rows.get('members', id)?.status;
    return status !== undefined && status !== 'waiting' && status !== 'refused';
  });
}
