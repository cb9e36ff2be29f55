/**
 * What one row of the ledger adds to the balances: who is up, who is down, and who owes whom because of it.
 *
 *   net of a member  = paid − borne           sums to zero within every row, so over any set of rows
 *   edges            = debtor → creditor      each debtor's part is spread over the creditors in proportion to what they are up;
 *                                             whole centavos, and what a member owes and is owed adds up to their net exactly
 */
import type { MemberId } from '../ids.ts';
import { compareIds } from './compute-shares.ts';
import type { ExpenseRow, SettlementRow } from './ledger-rows.ts';
import type { Money } from './money.ts';
import { portion } from './portion.ts';

/** `fromId` owes `toId`. */
export interface Debt {
  readonly fromId: MemberId;
  readonly toId: MemberId;
  readonly amountMinor: number;
}

export type LedgerEntry =
  | { readonly table: 'expenses'; readonly row: Pick<ExpenseRow, keyof Money | 'voidedBy'> }
  | {
      readonly table: 'settlements';
      readonly row: Pick<SettlementRow, 'fromId' | 'toId' | 'amountMinor' | 'voidedBy'>;
    };

/** The debts a row brings about. A settlement is a debt the other way round. Void: none. */
export function debtsOf(entry: LedgerEntry): Debt[] {
  if (entry.row.voidedBy !== null) return [];
  if (entry.table === 'settlements') {
    const { fromId, toId, amountMinor } = entry.row;
    return [{ fromId: toId, toId: fromId, amountMinor }];
  }
  return spread(netsOf(entry.row));
}

/** Up is positive. Of everybody who paid or bears a part. */
function netsOf({ payers, shares }: Pick<Money, 'payers' | 'shares'>): Map<MemberId, number> {
  const nets = new Map<MemberId, number>();
  for (const { memberId, amountMinor } of payers) nets.set(memberId, (nets.get(memberId) ?? 0) + amountMinor);
  for (const { memberId, amountMinor } of shares) nets.set(memberId, (nets.get(memberId) ?? 0) - amountMinor);
  return nets;
}

interface Credit {
  readonly id: MemberId;
  left: number;
}

function spread(nets: ReadonlyMap<MemberId, number>): Debt[] {
  const sorted = [...nets].sort(([a], [b]) => compareIds(a, b));
  const credits = sorted.flatMap(([id, net]): Credit[] => (net > 0 ? [{ id, left: net }] : []));
  const debts: Debt[] = [];
  for (const [fromId, net] of sorted) {
    if (net >= 0) continue;
    const parts = portion(
      -net,
      credits.map(({ left }) => left),
    );
    for (const [i, credit] of credits.entries()) {
      const amountMinor = parts[i] ?? 0;
      if (amountMinor === 0) continue;
      credit.left -= amountMinor;
      debts.push({ fromId, toId: credit.id, amountMinor });
    }
  }
  return debts;
}
