/** Out as a file and into an empty group: everybody's balance is the same, by JSON and by the sheet of every language. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldBalances, netBalances } from '#domain/expenses/balances.ts';
import { computeShares } from '#domain/expenses/compute-shares.ts';
import type { LedgerEntry } from '#domain/expenses/contributions.ts';
import { type ImportPlan, planImport } from '#domain/expenses/exchange/plan-import.ts';
import type { SheetLanguage } from '#domain/expenses/exchange/sheet-words.ts';
import { type WrittenLedger, writeOwnJson, writeOwnSheet } from '#domain/expenses/exchange/write-own-file.ts';
import type { ExpenseRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import type { Split } from '#domain/expenses/money.ts';
import { formatId } from '#domain/ids.ts';
import { joinSheet } from './cut-sheet.ts';
import { readText } from './read-file.ts';

const idOf = (number: number): string => formatId(new Uint8Array(16).fill(number % 256).fill(number >> 8, 8));
const PEOPLE = ['Ana', 'Ana', '=João', 'Bia "B", Silva', 'Zé\u00a0da Ilha'].map((name, i) => ({
  id: idOf(i + 1),
  name,
}));
const ROW = { groupId: idOf(900), version: 1, rowVersion: 1, at: 0, voidedBy: null };

const members = fc.uniqueArray(fc.constantFrom(...PEOPLE.map(({ id }) => id)), { minLength: 1 });
const text = fc.oneof(
  fc.constantFrom('Pizza', '=1+1', "'=1", '-5', 'com; ponto, "aspas"', '@soma', 'Payment', 'acerto'),
  fc.string({ minLength: 1, maxLength: 30 }).filter((words) => words.trim() !== '' && !/\p{Cc}/u.test(words)),
);
const day = fc.constantFrom('2024-02-29', '2026-01-05', '2026-11-30');

const expense: fc.Arbitrary<Omit<ExpenseRow, 'id'>> = fc
  .record({
    amountMinor: fc.integer({ min: -5_000_000, max: 5_000_000 }).filter((amount) => amount !== 0),
    payer: fc.constantFrom(...PEOPLE.map(({ id }) => id)),
    members,
    mode: fc.constantFrom('equal', 'shares', 'exact'),
    description: text,
    note: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: undefined }),
    date: day,
    category: fc.constantFrom('mercado', 'pets', 'from-tomorrow'),
  })
  .map(({ amountMinor, payer, members: chosen, mode, note, ...words }) => {
    const weighted: Split = {
      mode: 'shares',
      parts: chosen.map((memberId, i) => ({ memberId, value: i + 1 })),
    };
    const payers = [{ memberId: payer, amountMinor }];
    const shares = computeShares(amountMinor, weighted, payers, 'x');
    const exact: Split = {
      mode: 'exact',
      parts: shares.map((part) => ({ memberId: part.memberId, value: part.amountMinor })),
    };
    const equal: Split = { mode: 'equal', parts: chosen.map((memberId) => ({ memberId })) };
    const split = mode === 'equal' ? equal : mode === 'exact' ? exact : weighted;
    const borne = mode === 'equal' ? computeShares(amountMinor, equal, payers, 'x') : shares;
    const row = { ...ROW, ...words, addedBy: payer, history: [], ...(note !== undefined && { note }) };
    return { ...row, amountMinor, payers, split, shares: borne };
  });

const settlement: fc.Arbitrary<Omit<SettlementRow, 'id'>> = fc
  .record({
    people: fc.uniqueArray(fc.constantFrom(...PEOPLE.map(({ id }) => id)), { minLength: 2, maxLength: 2 }),
    amountMinor: fc.integer({ min: 1, max: 1_000_000 }),
    date: day,
    note: fc.option(text, { nil: undefined }),
    isVoid: fc.boolean(),
  })
  .map(({ people: [fromId = '', toId = ''], amountMinor, date, note, isVoid }) => ({
    ...ROW,
    fromId,
    toId,
    amountMinor,
    method: 'pix',
    date,
    ...(note !== undefined && { note }),
    recordedBy: fromId,
    confirmedBy: null,
    voidedBy: isVoid ? fromId : null,
  }));

const ledger: fc.Arbitrary<WrittenLedger> = fc
  .record({
    expenses: fc.array(expense, { maxLength: 8 }),
    settlements: fc.array(settlement, { maxLength: 4 }),
  })
  .map(({ expenses, settlements }) => ({
    groupName: 'Praia',
    people: PEOPLE,
    expenses: expenses.map((row, i) => ({ ...row, id: idOf(300 + i) })),
    settlements: settlements.map((row, i) => ({ ...row, id: idOf(400 + i) })),
  }))
  .filter(({ expenses, settlements }) =>
    [...expenses, ...settlements].some(({ voidedBy }) => voidedBy === null),
  );

describe('a ledger that goes out and comes back', () => {
  test('as JSON: balances, words, splits and ids are the same', () => {
    fc.assert(
      fc.property(ledger, (written) => {
        const { ops, people } = readBack(JSON.stringify(writeOwnJson(written, 0)));
        expect(people).toEqual(PEOPLE.map(({ name }) => name));
        expect(netsOf(ops)).toEqual(netBalances(foldBalances(entriesOf(written))));
        for (const op of ops) {
          if (op.type !== 'expense.added') continue;
          const row = written.expenses.find(({ id }) => id === op.body.expenseId);
          expect(row?.split.mode).toBe(op.body.split.mode);
          expect(row?.description.trim()).toBe(op.body.description);
        }
      }),
      { numRuns: 150, seed: 20261121 },
    );
  });

  test.each(['pt-BR', 'en', 'es'] satisfies SheetLanguage[])(
    'as a sheet in %s: balances and words are the same',
    (language) => {
      fc.assert(
        fc.property(ledger, (written) => {
          const sheet = joinSheet(writeOwnSheet(written, language));
          const { ops } = readBack(sheet);
          expect(netsOf(ops)).toEqual(netBalances(foldBalances(entriesOf(written))));
          const words = ops.flatMap((op) => (op.type === 'expense.added' ? [op.body.description] : []));
          expect(words.toSorted()).toEqual(
            written.expenses.map(({ description }) => plain(description)).toSorted(),
          );
        }),
        { numRuns: 100, seed: 20261121 },
      );
    },
  );

  test('no cell of the sheet is a formula', () => {
    fc.assert(
      fc.property(ledger, (written) => {
        for (const cell of writeOwnSheet(written, 'pt-BR').flat()) {
          expect(/^[=+@\t\r]/.test(cell) || (/^-/.test(cell) && !/^-\d+\.\d\d$/.test(cell))).toBe(false);
        }
      }),
      { numRuns: 100, seed: 20261121 },
    );
  });
});

const plain = (words: string): string => words.replace(/\s+/g, ' ').trim();

function readBack(text: string): { ops: ImportPlan['ops']; people: readonly string[] } {
  const result = readText(text);
  if (!result.ok) throw new Error(result.problem);
  expect(result.ledger).toMatchObject({ source: 'racha', problems: [] });
  const { ops, leftOut } = planImport({
    groupId: idOf(901),
    importId: idOf(902),
    ledger: result.ledger,
    memberIds: PEOPLE.map(({ id }) => id),
    expenses: new Map(),
    settlements: new Map(),
    untitled: '?',
  });
  expect(leftOut).toEqual([]);
  return { ops, people: result.ledger.people };
}

function netsOf(ops: ImportPlan['ops']): Map<string, number> {
  const entries = ops.flatMap((op): LedgerEntry[] => {
    if (op.type === 'expense.added') return [{ table: 'expenses', row: { ...op.body, voidedBy: null } }];
    return op.type === 'settlement.recorded'
      ? [{ table: 'settlements', row: { ...op.body, voidedBy: null } }]
      : [];
  });
  expect(entries).toHaveLength(ops.length);
  return netBalances(foldBalances(entries));
}

function entriesOf({ expenses, settlements }: WrittenLedger): LedgerEntry[] {
  return [
    ...expenses.map((row): LedgerEntry => ({ table: 'expenses', row })),
    ...settlements.map((row): LedgerEntry => ({ table: 'settlements', row })),
  ];
}
