/** A summary as a document: sums as tables, who owes whom, and every expense behind them. Nobody is "you" in it: others read it. */
import type { Block, RichDocument, TableCell } from '#domain/documents/document.ts';
import type { Category } from '#domain/expenses/categories.ts';
import type { Debt } from '#domain/expenses/contributions.ts';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import type { Month, Summary } from '#domain/expenses/summary.ts';

export interface ReportWords {
  readonly title: string;
  readonly total: string;
  readonly category: string;
  readonly amount: string;
  readonly person: string;
  readonly paid: string;
  readonly share: string;
  readonly balances: string;
  readonly even: string;
  readonly expenses: string;
  readonly day: string;
  readonly what: string;
  readonly whoPaid: string;
  readonly debt: (parts: { from: string; to: string; amount: string }) => string;
  readonly money: (amountMinor: number) => string;
  readonly dayOf: (day: string) => string;
  readonly categoryName: (category: Category) => string;
  readonly memberName: (memberId: string) => string;
}

export interface Report {
  readonly summary: Summary;
  readonly debts: readonly Debt[];
  readonly expenses: readonly ExpenseRow[];
  /** null: everything. */
  readonly month: Month | null;
}

export function reportDocument(
  { summary, debts, expenses, month }: Report,
  words: ReportWords,
): RichDocument {
  const { money, memberName } = words;
  const counted = expenses
    .filter(({ voidedBy, date }) => voidedBy === null && (month === null || date.startsWith(month)))
    .sort((one, other) =>
      one.date < other.date ? -1 : one.date > other.date ? 1 : one.version - other.version,
    );
  return {
    title: words.title,
    blocks: [
      paragraph(words.total),
      ...table(
        [words.category, words.amount],
        summary.categories.map(({ category, amountMinor }) => [
          words.categoryName(category),
          money(amountMinor),
        ]),
      ),
      ...table(
        [words.person, words.paid, words.share],
        summary.people.map((one) => [memberName(one.memberId), money(one.paidMinor), money(one.shareMinor)]),
      ),
      heading(words.balances),
      ...(debts.length === 0 ? [paragraph(words.even)] : [listOf(debts.map((debt) => said(debt, words)))]),
      ...(counted.length === 0 ? [] : [heading(words.expenses)]),
      ...table(
        [words.day, words.what, words.whoPaid, words.amount],
        counted.map(({ date, description, payers, amountMinor }) => [
          words.dayOf(date),
          description,
          payers.map(({ memberId }) => memberName(memberId)).join(', '),
          money(amountMinor),
        ]),
      ),
    ],
  };
}

function said({ fromId, toId, amountMinor }: Debt, { debt, memberName, money }: ReportWords): string {
  return debt({ from: memberName(fromId), to: memberName(toId), amount: money(amountMinor) });
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): Block[] {
  const cells = (texts: readonly string[], header: boolean) => ({
    cells: texts.map((text): TableCell => ({ header, blocks: [paragraph(text)] })),
  });
  return rows.length === 0
    ? []
    : [{ kind: 'table', rows: [cells(heads, true), ...rows.map((row) => cells(row, false))] }];
}

const listOf = (lines: readonly string[]): Block => ({
  kind: 'list',
  ordered: false,
  items: lines.map((line) => ({ blocks: [paragraph(line)] })),
});

const heading = (text: string): Block => ({ kind: 'heading', level: 1, inlines: [{ kind: 'text', text }] });
const paragraph = (text: string): Block => ({ kind: 'paragraph', inlines: [{ kind: 'text', text }] });
