/** What an import plans, through the judge and the fold: nothing refused, once is enough, and the whole can be taken back. */
import { describe, expect, test } from 'vitest';
import { applyOp, judgeOp } from '#domain/apply-op.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import { RowDraft } from '#domain/rows.ts';
import { added, created, GROUP_ID, idOf, makeOp } from '#tests/support/ops.ts';
import { foldBalances, netBalances } from '../balances.ts';
import type { LedgerEntry } from '../contributions.ts';
import type { ExpenseRow, SettlementRow } from '../ledger-rows.ts';
import type { ForeignLedger } from './foreign-ledger.ts';
import { listImports, undoImport } from './list-imports.ts';
import { type ImportPlan, type PlannedOp, planImport } from './plan-import.ts';

const part = (person: number, amountMinor: number) => ({ person, amountMinor });
const LEDGER: ForeignLedger = {
  source: 'splitwise',
  people: ['Ana', 'Bia', 'Caio'],
  problems: [],
  entries: [
    {
      kind: 'expense',
      line: 2,
      key: 'a',
      date: '2026-01-01',
      description: 'Pizza',
      category: 'Jantar fora',
      amountMinor: 10000,
      payers: [part(0, 5000), part(1, 5000)],
      shares: [part(0, 3334), part(1, 3333), part(2, 3333)],
    },
    {
      kind: 'expense',
      line: 3,
      key: 'b',
      date: '2026-01-02',
      description: 'Estorno',
      category: '',
      amountMinor: -501,
      payers: [part(2, -501)],
      shares: [part(1, -500), part(2, -1)],
    },
    {
      kind: 'payment',
      line: 4,
      key: 'c',
      date: '2026-01-03',
      description: '',
      amountMinor: 3333,
      from: 2,
      to: 0,
    },
  ],
};

class Group {
  readonly #rows = new RowDraft();
  #version = 0;

  constructor() {
    for (const op of [created('ana'), added('ana', 'bia'), added('ana', 'caio')]) this.take(op);
  }

  take(op: Op): void {
    this.#version += 1;
    expect(judgeOp(this.#rows, op, this.#version), op.type).toBeUndefined();
    const applied = applyOp(this.#rows, op, this.#version);
    if (applied.outcome === 'changed') this.#rows.apply(applied.changes);
  }

  takeAll(ops: readonly PlannedOp[]): void {
    for (const { type, body } of ops) this.take(makeOp('ana', type, body as unknown as JsonObject));
  }

  import(importId: string): ImportPlan {
    const plan = planImport({
      groupId: GROUP_ID,
      importId: idOf(importId),
      ledger: LEDGER,
      memberIds: ['ana', 'bia', 'caio'].map(idOf),
      expenses: new Map(this.expenses().map((row) => [row.id, row])),
      settlements: new Map(this.settlements().map((row) => [row.id, row])),
      untitled: 'Sem descrição',
    });
    this.takeAll(plan.ops);
    return plan;
  }

  expenses(): ExpenseRow[] {
    return this.#rows.changed().flatMap((change) => (change.table === 'expenses' ? [change.row] : []));
  }

  settlements(): SettlementRow[] {
    return this.#rows.changed().flatMap((change) => (change.table === 'settlements' ? [change.row] : []));
  }

  nets(): Map<string, number> {
    return netBalances(
      foldBalances([
        ...this.expenses().map((row): LedgerEntry => ({ table: 'expenses', row })),
        ...this.settlements().map((row): LedgerEntry => ({ table: 'settlements', row })),
      ]),
    );
  }

  told(): string[] {
    return this.#rows
      .changed()
      .flatMap((change) => (change.table === 'messages' ? [change.row.notice?.what ?? ''] : []))
      .filter((what) => /^(expense|settlement)/.test(what));
  }
}

const NETS = new Map([
  [idOf('ana'), 5000 - 3334 - 3333],
  [idOf('bia'), 5000 - 3333 + 500],
  [idOf('caio'), -3333 - 501 + 1 + 3333],
]);

describe('an import', () => {
  test('is taken by the judge, moves what the plan said, and does not bury the conversation', () => {
    const group = new Group();
    const { moves } = group.import('first');
    expect(group.nets()).toEqual(NETS);
    expect(new Map([...moves].filter(([, by]) => by !== 0))).toEqual(NETS);
    expect(group.told()).toEqual([]);
  });

  test('said twice, or by two devices that did not know of each other, is there once', () => {
    const group = new Group();
    const { ops } = group.import('first');
    expect(group.import('second')).toMatchObject({ ops: [], alreadyHere: 3 });
    // The other device's ops, made before it heard of the first import.
    group.takeAll(ops.map((op) => ({ ...op, body: { ...op.body, importId: idOf('other') } }) as PlannedOp));
    expect(group.nets()).toEqual(NETS);
    expect(group.expenses()).toHaveLength(2);
  });

  test('is taken back as a whole, quietly, and comes back by the same file', () => {
    const group = new Group();
    group.import('first');
    const listed = () => listImports(group.expenses(), group.settlements());
    expect(listed()).toMatchObject([{ importId: idOf('first'), by: idOf('ana'), standing: 3, voided: 0 }]);
    const [second] = group.expenses();
    group.take(makeOp('ana', 'expense.voided', { expenseId: second?.id ?? '' }));
    expect(group.told()).toEqual(['expense-voided']);
    const undo = undoImport(idOf('first'), group.expenses(), group.settlements());
    expect(undo).toHaveLength(2);
    group.takeAll(undo);
    expect(group.nets()).toEqual(new Map());
    expect(listed()).toMatchObject([{ standing: 0, voided: 3 }]);
    expect(group.import('again').ops.map(({ type }) => type)).toEqual([
      'expense.restored',
      'expense.restored',
      'settlement.restored',
    ]);
    expect(group.nets()).toEqual(NETS);
    expect(group.told()).toEqual(['expense-voided']);
  });

  test('an import that a row did not come with is refused: nothing is done quietly under its name', () => {
    const group = new Group();
    group.import('first');
    const [row] = group.expenses();
    const op = makeOp('ana', 'expense.voided', { expenseId: row?.id ?? '', importId: idOf('another') });
    expect(() => group.take(op)).toThrow('invalid');
    expect(group.told()).toEqual([]);
  });
});
