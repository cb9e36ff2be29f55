/** Whatever stands in a file: reading it never throws, loses no record, and takes none that does not add up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ForeignLedger, isLeftOut, movesOf } from '#domain/expenses/exchange/foreign-ledger.ts';
import { joinSheet } from './cut-sheet.ts';
import { readText } from './read-file.ts';

const cell = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -99999, max: 99999 }).map((minor) => (minor / 100).toFixed(2)) },
  fc.constantFrom(
    '',
    '0',
    ' ',
    '12,5',
    '1.200',
    'R$ 3,00',
    '=1+1',
    '-',
    'Ana',
    'Payment',
    'Pagamento',
    'Yes',
    'EUR',
    'BRL',
  ),
  fc.constantFrom('2026-01-05', '31/12/2026', '02/03/2026', '2026-02-30', 'ontem'),
  fc.string({ unit: 'binary' }),
);
/** A heading, and rows that are right under it. */
const SHEETS: readonly { readonly heading: readonly string[]; readonly right: readonly string[] }[] = [
  {
    heading: ['Date', 'Description', 'Category', 'Cost', 'Currency', 'A', 'B', 'C'],
    right: [
      '2026-01-05,x,General,30.00,BRL,20.00,-10.00,-10.00',
      '2026-01-05,x,Payment,10.00,BRL,10.00,-10.00,0',
    ],
  },
  {
    heading: ['Data', 'Descrição', 'Categoria', 'Custo', 'Moeda', 'A', 'B'],
    right: ['05/01/2026,x,Geral,10.00,BRL,-5.00,5.00', '2026-01-05,Saldo total, , ,BRL,0,0'],
  },
  {
    heading: [
      'Date',
      'Description',
      'Category',
      'Currency',
      'Cost',
      'Is Reimbursement',
      'Split mode',
      'A',
      'B',
      'C',
    ],
    right: [
      '2026-01-05,x,,R$,10.00,No,Evenly,3.33,-3.33,-3.33',
      '2026-01-05,x,,R$,9.00,Yes,Evenly,0,-9.00,-0.01',
    ],
  },
  {
    heading: ['Date', 'Title', 'Paid by A', 'Paid by B', 'Paid for A', 'Paid for B', 'Currency', 'Category'],
    right: ['2026-01-05,x,10.00,,5.00,5.00,BRL,Food', '2026-01-05,x,10.00,,,10.00,BRL,Money Transfer'],
  },
  {
    heading: ['Title', 'Amount', 'Currency', 'Paid by', 'Date', 'Impacted to A', 'Impacted to B'],
    right: ['x,10.00,BRL,A,2026-01-05,-4.00,-6.00', 'x,10.00,BRL,Z,2026-01-05,-4.00,-6.00'],
  },
  {
    heading: ['Data', 'Descrição', 'Valor', 'Moeda', 'Tipo', 'Pago por A', 'Parte de A', 'Código'],
    right: ['2026-01-05,x,10.00,BRL,despesa,10.00,10.00,'],
  },
];

/** Rows that mostly hold what their heading asks for, so that many are taken. */
function rowFor({ heading, right }: (typeof SHEETS)[number]): fc.Arbitrary<string[]> {
  const wellMeant = heading.map((word) => {
    if (/^dat/i.test(word)) return fc.constantFrom('2026-01-05', '31/12/2026', '2026-02-30');
    if (/^(currency|moeda)$/i.test(word)) return fc.constantFrom('BRL', 'BRL', 'R$', 'EUR', '');
    if (/^is /i.test(word)) return fc.constantFrom('Yes', 'No');
    if (/^(cost|custo|amount|valor)$/i.test(word))
      return fc.constantFrom('10.00', '20.00', '-10.00', '0', '', 'x');
    if (/^(title|desc|categ|tipo|split|c[óo]d)/i.test(word))
      return fc.constantFrom('Pizza', 'Payment', '', '=1');
    return fc.constantFrom('10.00', '-10.00', '5.00', '-5.00', '20.00', '0', '', 'A');
  });
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...right).map((row) => row.split(',')) },
    { weight: 4, arbitrary: fc.tuple(...wellMeant).map((cells) => [...cells]) },
    fc.array(cell, { maxLength: heading.length + 2 }),
  );
}

const sheet = fc
  .constantFrom(...SHEETS)
  .chain((one) => fc.tuple(fc.constant(one.heading), fc.array(rowFor(one), { maxLength: 12 })));

describe('sheets', () => {
  test('each row with something in it is an entry, a problem, or the file’s own sum', () => {
    let taken = 0;
    fc.assert(
      fc.property(sheet, ([heading, rows]) => {
        const result = readText(joinSheet([heading, ...rows]));
        if (!result.ok) return;
        const { entries, problems } = result.ledger;
        const lines = entries
          .map(({ line }) => line)
          .concat(problems.filter(isLeftOut).map(({ line }) => line));
        expect(new Set(lines).size).toBe(lines.length);
        const filled = rows.filter((cells) => cells.some((one) => one.trim() !== ''));
        const sums = filled.filter(isSum);
        expect(lines.length).toBeGreaterThanOrEqual(filled.length - sums.length);
        taken += entries.length;
        expectSound(result.ledger);
      }),
      { numRuns: 800, seed: 20261121 },
    );
    // A generator that makes nothing that can be taken would prove nothing.
    expect(taken).toBeGreaterThan(1000);
  });
});

/** Splitwise's last line: cost and category blank. */
const isSum = (cells: readonly string[]): boolean =>
  (cells[3] ?? '').trim() === '' && (cells[2] ?? '').trim() === '' && (cells[4] ?? '').trim() !== '';

describe('JSON', () => {
  const name = fc.constantFrom('a', 'b', 'c', '');
  const value = fc.oneof(
    fc.integer({ min: -500, max: 500 }),
    fc.constantFrom(null, '10.00', '-10.00', 1.5, 2 ** 53),
  );
  const spliit = fc.record({
    name: fc.string(),
    currency: fc.constantFrom('R$', 'BRL', '€', ''),
    participants: fc.constant([
      { id: 'a', name: 'Ana' },
      { id: 'b', name: 'Bia' },
    ]),
    expenses: fc.array(
      fc.oneof(
        fc.jsonValue(),
        fc.record({
          title: fc.string(),
          expenseDate: fc.constantFrom('2026-01-01T00:00:00.000Z', 'x'),
          amount: value,
          paidById: name,
          isReimbursement: fc.boolean(),
          splitMode: fc.constantFrom('EVENLY', 'BY_SHARES', 'BY_PERCENTAGE', 'BY_AMOUNT', 'BY_MOON'),
          paidFor: fc.array(fc.record({ participantId: name, shares: value }), { maxLength: 3 }),
        }),
      ),
    ),
  });
  const alias = name.map((one) => ({ RegistryMembershipNonUser: { alias: { display_name: one } } }));
  const money = fc.record({ value: value.map(String), currency: fc.constantFrom('BRL', 'EUR') });
  const tricount = fc.record({
    Registry: fc.record({
      title: fc.string(),
      memberships: fc.array(alias, { minLength: 1, maxLength: 3 }),
      all_registry_entry: fc.array(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            RegistryEntry: fc.record({
              description: fc.string(),
              date: fc.constantFrom('2026-01-01 10:00:00', ''),
              status: fc.constantFrom('ACTIVE', 'DELETED'),
              type_transaction: fc.constantFrom('NORMAL', 'BALANCE', 'INCOME'),
              amount: money,
              membership_owned: alias,
              allocations: fc.array(fc.record({ membership: alias, amount: money }), { maxLength: 3 }),
            }),
          }),
        ),
      ),
    }),
  });

  test('each element is an entry or a problem', () => {
    fc.assert(
      fc.property(fc.oneof(spliit, tricount), (json) => {
        const result = readText(JSON.stringify(json));
        if (!result.ok) return;
        const { entries, problems } = result.ledger;
        const count = 'Registry' in json ? json.Registry.all_registry_entry.length : json.expenses.length;
        const lines = [...entries, ...problems.filter(isLeftOut)].map(({ line }) => line);
        expect(lines.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
        expectSound(result.ledger);
      }),
      { numRuns: 800, seed: 20261121 },
    );
  });
});

test('any text at all has an answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
      const result = readText(text);
      if (result.ok) expectSound(result.ledger);
    }),
    { numRuns: 500, seed: 20261121 },
  );
});

function expectSound({ entries, people }: ForeignLedger): void {
  const keys = entries.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const entry of entries) {
    expect(Number.isSafeInteger(entry.amountMinor) && entry.amountMinor !== 0).toBe(true);
    expect([...movesOf(entry).values()].reduce((sum, by) => sum + by, 0)).toBe(0);
    for (const person of movesOf(entry).keys()) expect(people[person]).toBeDefined();
    if (entry.kind === 'payment') {
      expect(entry.amountMinor).toBeGreaterThan(0);
      expect(entry.from).not.toBe(entry.to);
      continue;
    }
    const sum = (parts: readonly { amountMinor: number }[]) =>
      parts.reduce((all, part) => all + part.amountMinor, 0);
    expect(sum(entry.payers)).toBe(entry.amountMinor);
    expect(sum(entry.shares)).toBe(entry.amountMinor);
  }
}
