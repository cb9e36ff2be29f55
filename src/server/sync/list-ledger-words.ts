/** What somebody wrote or photographed in a group's accounts, as ops that take it out of the rows. Amounts and days stay. */
import { LEDGER_ERASED_MAX, type LedgerErased } from '#domain/expenses/erasure-op.ts';
import { authorOf, WORD_FIELDS } from '#domain/expenses/expense-changes.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import type { LogEntry, LogStore } from './log-store.ts';

/**
 * `entries`: their ops, with words. `done`: expenses that were gone through before, whose history tells no longer who wrote what
 * stands there now.
 */
export async function listLedgerWords(
  store: LogStore,
  memberId: string,
  entries: readonly LogEntry[],
  done: Set<string>,
): Promise<Pick<Op, 'type' | 'body'>[]> {
  const idsOf = (types: readonly string[], field: string): string[] => [
    ...new Set(entries.filter(({ op }) => types.includes(op.type)).map(({ op }) => String(op.body[field]))),
  ];
  const expenseIds = idsOf(['expense.added', 'expense.edited'], 'expenseId').filter((id) => !done.has(id));
  for (const id of expenseIds) done.add(id);
  const groupId = entries[0]?.op.groupId ?? '';
  const expenses = await store.read(async (view) => {
    const found: LedgerErased['expenses'][number][] = [];
    for (const expenseId of expenseIds) {
      const change = await view.getRow({ groupId, table: 'expenses', id: expenseId });
      if (change?.table !== 'expenses') continue;
      const fields = WORD_FIELDS.filter((field) => authorOf(change.row, field) === memberId);
      found.push({ expenseId, fields });
    }
    return found;
  });
  const settlementIds = idsOf(['settlement.recorded'], 'settlementId');
  const recurrenceIds = idsOf(['recurrence.added'], 'recurrenceId');
  const most = Math.max(expenses.length, settlementIds.length, recurrenceIds.length);
  return Array.from({ length: Math.ceil(most / LEDGER_ERASED_MAX) }, (_, i) => {
    const cut = <T>(all: readonly T[]): T[] => all.slice(i * LEDGER_ERASED_MAX, (i + 1) * LEDGER_ERASED_MAX);
    const body: LedgerErased = {
      expenses: cut(expenses),
      settlementIds: cut(settlementIds),
      recurrenceIds: cut(recurrenceIds),
    };
    return { type: 'ledger.erased', body: body as unknown as JsonObject };
  });
}
