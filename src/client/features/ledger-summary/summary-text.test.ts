import { expect, test } from 'vitest';
import { type SummaryWords, summaryText } from './summary-text.ts';

const words: SummaryWords = {
  title: 'Resumo de novembro de 2026: Praia',
  total: 'Total: 30,00 em 2 despesas',
  categories: 'Em quê:',
  category: ({ emoji, name, amount }) => `${emoji} ${name}: ${amount}`,
  people: 'Quem pagou:',
  person: ({ name, paid, share }) => `${name}: pagou ${paid}, parte ${share}`,
  balances: 'Quem deve a quem:',
  debt: ({ from, to, amount }) => `${from} deve ${amount} a ${to}`,
  even: 'Todo mundo está quite.',
  amount: (minor) => (minor / 100).toFixed(2).replace('.', ','),
  categoryName: (category) => category,
  memberName: (memberId) => memberId,
};
const summary = {
  count: 2,
  amountMinor: 3000,
  categories: [{ category: 'mercado', amountMinor: 3000 }],
  people: [{ memberId: 'Ana', paidMinor: 3000, shareMinor: 1500 }],
} as const;

test('a text that any messenger takes', () => {
  expect(summaryText(summary, [{ fromId: 'Bia', toId: 'Ana', amountMinor: 1500 }], words)).toBe(
    [
      'Resumo de novembro de 2026: Praia',
      'Total: 30,00 em 2 despesas',
      '',
      'Em quê:',
      '🛒 mercado: 30,00',
      '',
      'Quem pagou:',
      'Ana: pagou 30,00, parte 15,00',
      '',
      'Quem deve a quem:',
      'Bia deve 15,00 a Ana',
    ].join('\n'),
  );
});

test('without expenses and without debts it says so', () => {
  const empty = { count: 0, amountMinor: 0, categories: [], people: [] };
  expect(summaryText(empty, [], words)).toBe(`${words.title}\n${words.total}\n\n${words.even}`);
});
