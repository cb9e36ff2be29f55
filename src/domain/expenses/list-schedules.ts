/** Purchases in installments, each as one thing: how many parts are past, what is to come. */
import type { Day } from './day.ts';
import type { ExpenseRow } from './ledger-rows.ts';

export interface Schedule {
  readonly of: string;
  readonly description: string;
  readonly category: string;
  readonly count: number;
  /** Parts of today and before. */
  readonly past: number;
  /** What the parts to come add up to. */
  readonly leftMinor: number;
  /** undefined: none is to come. */
  readonly next: Day | undefined;
  /** The part that is next, else the last one: where to look. */
  readonly expenseId: string;
}

/** Those with parts to come first, the nearest first; then the last one that ended. Void parts are not counted. */
export function listSchedules(expenses: readonly ExpenseRow[], today: Day): Schedule[] {
  const parts = new Map<string, ExpenseRow[]>();
  for (const row of expenses) {
    if (!row.installment || row.voidedBy !== null) continue;
    parts.set(row.installment.of, [...(parts.get(row.installment.of) ?? []), row]);
  }
  const schedules = [...parts].flatMap(([of, rows]): Schedule[] => {
    rows.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
    const ahead = rows.filter(({ date }) => date > today);
    const shown = ahead[0] ?? rows.at(-1);
    if (!shown) return [];
    const { description, category, id: expenseId } = shown;
    const leftMinor = ahead.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const count = rows.length;
    const next = ahead[0]?.date;
    return [{ of, description, category, count, past: count - ahead.length, leftMinor, next, expenseId }];
  });
  return schedules.sort((a, b) => compareNext(a, b) || (a.of < b.of ? -1 : 1));
}

function compareNext(a: Schedule, b: Schedule): number {
  const [first, second] = [a.next ?? '9999-99-99', b.next ?? '9999-99-99'];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
