import { describe, expect, test } from 'vitest';
import { checkStoredMoney } from '../check-money.ts';
import type { ForeignEntry, ForeignLedger } from './foreign-ledger.ts';
import { type ImportPlan, idOf, listNamed, type PlanInput, planImport } from './plan-import.ts';

const GROUP = 'GGGGGGGGGGGGGGGGGGGGGA';
const [ANA, BIA, CAIO] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(21)}A`) as [string, string, string];
const IMPORT = 'IIIIIIIIIIIIIIIIIIIIIA';

const base = { line: 2, date: '2026-01-05', description: 'Pizza', amountMinor: 3000 };
const bill: ForeignEntry = {
  ...base,
  kind: 'expense',
  key: 'bill',
  category: 'Dining out',
  payers: [{ person: 0, amountMinor: 3000 }],
  shares: [0, 1, 2].map((person) => ({ person, amountMinor: 1000 })),
};
const uneven: ForeignEntry = {
  ...bill,
  key: 'uneven',
  shares: [
    { person: 1, amountMinor: 1 },
    { person: 2, amountMinor: 2999 },
  ],
};
const payment: ForeignEntry = { ...base, kind: 'payment', key: 'payment', from: 1, to: 0 };

function plan(entries: readonly ForeignEntry[], input: Partial<PlanInput> = {}): ImportPlan {
  const ledger: ForeignLedger = {
    source: 'splitwise',
    people: ['Ana', 'Bia', 'Caio', 'Ninguém'],
    entries,
    problems: [],
  };
  return planImport({
    groupId: GROUP,
    importId: IMPORT,
    ledger,
    memberIds: [ANA, BIA, CAIO, null],
    expenses: new Map(),
    settlements: new Map(),
    untitled: 'Sem descrição',
    ...input,
  });
}

describe('planImport', () => {
  test('bills and payments become ops that the ledger takes, and what they move is told', () => {
    const { ops, moves, leftOut, alreadyHere } = plan([bill, uneven, payment]);
    expect(ops).toMatchObject([
      {
        type: 'expense.added',
        body: { category: 'restaurante', split: { mode: 'equal' }, importId: IMPORT },
      },
      { type: 'expense.added', body: { split: { mode: 'exact', parts: [{ value: 1 }, { value: 2999 }] } } },
      { type: 'settlement.recorded', body: { fromId: BIA, toId: ANA, amountMinor: 3000, method: 'other' } },
    ]);
    for (const op of ops) if (op.type === 'expense.added') expect(checkStoredMoney(op.body)).toEqual([]);
    expect([...moves]).toEqual([
      [ANA, 2000 + 3000 - 3000],
      [BIA, -1000 - 1 + 3000],
      [CAIO, -1000 - 2999],
    ]);
    expect({ leftOut, alreadyHere }).toEqual({ leftOut: [], alreadyHere: 0 });
  });

  test('the same file gives the same ids, in another group others', () => {
    const ids = (groupId: string) => [bill, uneven, payment].map((entry) => idOf(groupId, entry));
    expect(ids(GROUP)).toEqual(ids(GROUP));
    expect(new Set([...ids(GROUP), ...ids(ANA)]).size).toBe(6);
  });

  test('what is here is not added again; what was taken out comes back', () => {
    const rows = (voidedBy: string | null): Partial<PlanInput> => ({
      expenses: new Map([[idOf(GROUP, bill), { voidedBy, importId: CAIO }]]),
      settlements: new Map([[idOf(GROUP, payment), { voidedBy }]]),
    });
    expect(plan([bill, payment], rows(null))).toMatchObject({ ops: [], alreadyHere: 2, moves: new Map() });
    const taken = rows(BIA);
    expect(plan([bill, payment], taken).ops).toEqual([
      { type: 'expense.restored', body: { expenseId: idOf(GROUP, bill), importId: CAIO } },
      { type: 'settlement.restored', body: { settlementId: idOf(GROUP, payment) } },
    ]);
    expect(plan([bill, payment], taken).moves).toEqual(plan([bill, payment]).moves);
  });

  test('two people of the file who are one here: their parts are one; what was between them is told', () => {
    const { ops, leftOut } = plan([uneven, { ...payment, from: 1, to: 2 }], { memberIds: [ANA, BIA, BIA] });
    expect(ops).toMatchObject([
      { body: { shares: [{ memberId: BIA, amountMinor: 3000 }], split: { mode: 'equal' } } },
    ]);
    expect(leftOut).toEqual([{ kind: 'one-person', line: 2, excerpt: 'Pizza' }]);
  });

  test('with somebody nobody has said who they are, the bill waits', () => {
    const { ops, leftOut } = plan([bill, payment], { memberIds: [ANA, BIA, null] });
    expect(ops).toHaveLength(1);
    expect(leftOut).toMatchObject([{ kind: 'nobody' }]);
    expect([...listNamed({ people: ['x', 'y', 'z', 'w'], entries: [bill, payment] })]).toEqual([0, 1, 2]);
  });

  test('words are made to fit, and none is lost', () => {
    const long = `${'á'.repeat(199)}😀 e mais`;
    const { ops } = plan([
      { ...bill, description: '' },
      { ...bill, key: '2', description: 'Água,\nluz\u0000e gás\ud800' },
      { ...bill, key: '3', description: long, note: 'no cartão' },
    ]);
    expect(ops).toMatchObject([
      { body: { description: 'Sem descrição' } },
      { body: { description: 'Água, luz e gás\ufffd' } },
      { body: { description: 'á'.repeat(199), note: `${long}\nno cartão` } },
    ]);
  });

  test('more people than an expense holds', () => {
    const people = Array.from({ length: 101 }, (_, person) => person);
    const shares = people.map((person) => ({ person, amountMinor: 10 }));
    const memberIds = people.map((person) => `${String(person).padStart(21, 'x')}A`);
    const crowd: ForeignEntry = {
      ...bill,
      amountMinor: 1010,
      payers: [{ person: 0, amountMinor: 1010 }],
      shares,
    };
    expect(plan([crowd], { memberIds }).leftOut).toMatchObject([{ kind: 'too-many-people' }]);
  });
});
