/**
 * A row as it once stood, without the words of somebody who had them erased since. Blanker than a fold of the erased log would
 * leave it: of an expense nobody's older words are told from the other's in a history that was cut.
 */
import { messageIdsOf, withoutWords } from '../erasure-ops.ts';
import type { LedgerErased } from '../expenses/erasure-op.ts';
import { authorOf, eraseExpense, WORD_FIELDS } from '../expenses/expense-changes.ts';
import { expense, recurrence, settlement } from '../expenses/ledger-targets.ts';
import type { Op } from '../op.ts';
import { withoutCommentWords } from '../plans/comment-ops.ts';
import type { PlanErased } from '../plans/erasure-op.ts';
import { planComment } from '../plans/plan-fields.ts';
import type { RowChange, RowKey } from '../rows.ts';

/** Rows that `op` takes words out of; none when it erases nothing. */
export function listErased({ type, actorId, body }: Op): RowKey[] {
  switch (type) {
    case 'message.erased':
      return messageIdsOf(body).map((id) => ({ table: 'messages', id }));
    case 'member.erased':
      return [{ table: 'members', id: actorId }];
    case 'ledger.erased': {
      const { expenses, settlementIds, recurrenceIds } = body as unknown as LedgerErased;
      return [
        ...expenses.map(({ expenseId }) => expense(expenseId)),
        ...settlementIds.map(settlement),
        ...recurrenceIds.map(recurrence),
      ];
    }
    case 'plan.erased':
      return (body as unknown as PlanErased).commentIds.map(planComment);
    default:
      return [];
  }
}

/** `memberId`: whose words they were. */
export function eraseImage({ table, row }: RowChange, memberId: string): RowChange {
  switch (table) {
    case 'messages':
      return { table, row: withoutWords(row) };
    case 'members':
      return { table, row: { ...row, name: '', nameHidden: true } };
    case 'expenses': {
      const fields = WORD_FIELDS.filter((field) => authorOf(row, field) === memberId);
      return { table, row: eraseExpense(row, fields, row.rowVersion) };
    }
    case 'settlements': {
      const { note: _, ...rest } = row;
      return { table, row: rest };
    }
    case 'recurrences': {
      const { note: _, ...rest } = row;
      return { table, row: { ...rest, description: '' } };
    }
    case 'planComments':
      return { table, row: withoutCommentWords(row, memberId) };
    case 'plans':
      return { table, row };
    case 'planVersions':
      return { table, row };
    case 'groups':
      return { table, row };
  }
}
