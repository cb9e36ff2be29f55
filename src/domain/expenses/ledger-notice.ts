/** Which lines of the conversation tell of the accounts. */
import type { LedgerNotice, Notice } from '../rows.ts';

export function isOfLedger(notice: Notice): notice is LedgerNotice {
  return 'expenseId' in notice || 'settlementId' in notice || 'recurrenceId' in notice;
}
