import { expect, it } from 'vitest';
import { normalDocument } from '#domain/documents/normal-document.ts';
import { plainText } from '#domain/documents/plain-text.ts';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import { summarise } from '#domain/expenses/summary.ts';
import { REPORT_HEADS } from '#tests/support/document-words.ts';
import { reportDocument } from './report-document.ts';

const expense = (date: string, description: string, amountMinor: number, more: Partial<ExpenseRow> = {}) =>
  ({
    date,
    description,
    amountMinor,
    category: 'food',
    payers: [{ memberId: 'ana', amountMinor }],
    shares: [
      { memberId: 'ana', amountMinor: amountMinor / 2 },
      { memberId: 'ze', amountMinor: amountMinor / 2 },
    ],
    voidedBy: null,
    version: 1,
    ...more,
  }) as unknown as ExpenseRow;

it('says the sums of a month, who owes whom, and each expense that counts, by day', () => {
  const expenses = [
    expense('2026-11-20', 'Pão', 1_000),
    expense('2026-11-02', 'Gás | água', 9_000, { version: 2 }),
    expense('2026-11-03', 'Desfeita', 5_000, { voidedBy: 'op' } as Partial<ExpenseRow>),
    expense('2026-10-30', 'Outubro', 7_000),
  ];
  const report = {
    summary: summarise(expenses, { month: '2026-11' }),
    debts: [{ fromId: 'ze', toId: 'ana', amountMinor: 8_500 }],
    expenses,
    month: '2026-11',
  };
  const document = reportDocument(report, {
    title: 'Resumo de novembro',
    total: 'Total: R$ 100,00 em 2 despesas',
    ...REPORT_HEADS,
    debt: ({ from, to, amount }) => `${from} deve ${amount} a ${to}`,
    money: (amountMinor) => `R$ ${amountMinor / 100}`,
    dayOf: (day) => day.split('-').reverse().join('/'),
    categoryName: () => 'Comida',
    memberName: (id) => (id === 'ana' ? 'Ana' : 'Zé'),
  });
  expect(document.title).toBe('Resumo de novembro');
  expect(plainText(normalDocument(document))).toBe(`Total: R$ 100,00 em 2 despesas
Categoria\tValor
Comida\tR$ 100
Pessoa\tPagou\tParte
Ana\tR$ 100\tR$ 50
Zé\tR$ 0\tR$ 50
Quem deve a quem
Zé deve R$ 85 a Ana
Despesas
Dia\tO quê\tQuem pagou\tValor
02/11/2026\tGás | água\tAna\tR$ 90
20/11/2026\tPão\tAna\tR$ 10`);
});
