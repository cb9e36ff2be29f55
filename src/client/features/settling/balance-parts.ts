/** What makes one person's balance: each expense and payment they have a part in, and what it adds. Newest first. Pure. */
import type { Day } from '#domain/expenses/day.ts';
import type { ExpenseRow, SettlementMethod, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import type { Part } from '#domain/expenses/money.ts';
import type { People, Person } from './settling-people.ts';

interface PartBase {
  readonly id: string;
  readonly date: Day;
  readonly version: number;
  /** Positive: the group owes them more by it. */
  readonly netMinor: number;
}

export interface ExpensePart extends PartBase {
  readonly kind: 'expense';
  readonly description: string;
  readonly category: string;
  readonly paidMinor: number;
  readonly shareMinor: number;
}

export interface PaymentPart extends PartBase {
  readonly kind: 'payment';
  readonly otherId: string;
  readonly method: SettlementMethod;
}

export type BalancePart = ExpensePart | PaymentPart;

export interface LedgerRows {
  readonly expenses: readonly ExpenseRow[];
  readonly settlements: readonly SettlementRow[];
}

/** They sum to the balance: what is void counts for nothing, as there. */
export function listBalanceParts(
  { expenses, settlements }: LedgerRows,
  { memberId }: Person,
  { personOf }: People,
): BalancePart[] {
  const isTheirs = (id: string): boolean => personOf(id) === memberId;
  const parts = [
    ...expenses.flatMap((row) => (row.voidedBy === null ? partOfExpense(row, isTheirs) : [])),
    ...settlements.flatMap((row) => (row.voidedBy === null ? partOfPayment(row, isTheirs) : [])),
  ];
  return parts.sort((a, b) => (a.date === b.date ? b.version - a.version : a.date < b.date ? 1 : -1));
}

type IsTheirs = (memberId: string) => boolean;

function partOfExpense(row: ExpenseRow, isTheirs: IsTheirs): BalancePart[] {
  const { id, date, version, description, category, payers, shares } = row;
  if (![...payers, ...shares].some((part) => isTheirs(part.memberId))) return [];
  const [paidMinor, shareMinor] = [sumOf(payers, isTheirs), sumOf(shares, isTheirs)];
  const netMinor = paidMinor - shareMinor;
  return [{ kind: 'expense', id, date, version, description, category, paidMinor, shareMinor, netMinor }];
}

function partOfPayment(row: SettlementRow, isTheirs: IsTheirs): BalancePart[] {
  const { id, date, version, fromId, toId, amountMinor, method } = row;
  const gave = isTheirs(fromId);
  // Between two names of one person: nothing moved.
  if (gave === isTheirs(toId)) return [];
  const netMinor = gave ? amountMinor : -amountMinor;
  return [{ kind: 'payment', id, date, version, otherId: gave ? toId : fromId, method, netMinor }];
}

function sumOf(parts: readonly Part[], isTheirs: IsTheirs): number {
  return parts.reduce((sum, { memberId, amountMinor }) => (isTheirs(memberId) ? sum + amountMinor : sum), 0);
}
