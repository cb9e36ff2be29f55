/** The published examples of splits (shared/samples/splits.json), each through the real ops, the judge and the fold. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyOp, judgeOp } from '#domain/apply-op.ts';
import type { JsonObject } from '#domain/json.ts';
import { RowDraft } from '#domain/rows.ts';
import { added, created, idOf, makeOp } from '#tests/support/ops.ts';
import { foldBalances, netBalances } from './balances.ts';
import { checkMoney } from './check-money.ts';
import { computeShares } from './compute-shares.ts';
import type { LedgerEntry } from './contributions.ts';
import { type Split, sumOf } from './money.ts';
import { simplifyDebts } from './simplify-debts.ts';

interface SampleOp {
  readonly id: string;
  readonly kind: 'expense' | 'settlement';
  readonly amount_cents: number;
  readonly payers: Readonly<Record<string, number>>;
  readonly split: {
    readonly mode: 'equal' | 'exact' | 'percent_bp' | 'shares' | 'adjust';
    readonly participants: readonly string[];
    readonly values?: Readonly<Record<string, number>>;
  };
  readonly from?: string;
  readonly to?: string;
}

interface Sample {
  readonly id: string;
  readonly title: string;
  readonly members: readonly string[];
  readonly ops: readonly SampleOp[];
  readonly expected: {
    readonly tie_free: boolean;
    readonly balances: Readonly<Record<string, number>> | null;
    readonly balance_bounds: Readonly<Record<string, readonly [number, number]>> | null;
    readonly share_multisets: Readonly<Record<string, readonly number[]>>;
    readonly settlement: { readonly min_transfers: number; readonly max_transfers: number };
  };
}

const { cases, invalid_cases: invalid } = JSON.parse(
  readFileSync(new URL('../../../tests/fixtures/splits.json', import.meta.url), 'utf8'),
) as { cases: readonly Sample[]; invalid_cases: readonly InvalidSample[] };

interface InvalidSample {
  readonly id: string;
  readonly title: string;
  readonly op: SampleOp;
  readonly expected: { reason: string; difference_cents?: number; difference_bp?: number };
}

/** Accents are not ASCII. */
const memberId = (name: string): string => idOf(name.normalize('NFD').replace(/\p{Mn}/gu, ''));

function splitOf({ mode, participants, values }: SampleOp['split']): Split {
  return {
    mode: mode === 'percent_bp' ? 'percent' : mode,
    parts: participants.map((name) => {
      const value = values?.[name];
      return { memberId: memberId(name), ...(value !== undefined && { value }) };
    }),
  };
}

const payersOf = ({ payers }: SampleOp) =>
  Object.entries(payers).map(([name, amountMinor]) => ({ memberId: memberId(name), amountMinor }));

function bodyOf(op: SampleOp): JsonObject {
  if (op.kind === 'settlement') {
    return {
      settlementId: idOf(op.id),
      fromId: memberId(op.from ?? ''),
      toId: memberId(op.to ?? ''),
      amountMinor: op.amount_cents,
      method: 'pix',
      date: '2026-11-20',
    };
  }
  const split = splitOf(op.split);
  const payers = payersOf(op);
  const shares = computeShares(op.amount_cents, split, payers, idOf(op.id));
  const money = { amountMinor: op.amount_cents, payers, split, shares };
  return {
    expenseId: idOf(op.id),
    description: 'Amostra',
    date: '2026-11-20',
    category: 'outros',
    ...money,
  } as unknown as JsonObject;
}

function play({ members, ops }: Sample): RowDraft {
  const draft = new RowDraft();
  const first = created('maker');
  const names = members.map((name) => ({ ...added('maker', 'x'), body: { memberId: memberId(name), name } }));
  const log = ops.map((op) =>
    makeOp('maker', op.kind === 'expense' ? 'expense.added' : 'settlement.recorded', bodyOf(op)),
  );
  let version = 0;
  for (const op of [first, ...names, ...log]) {
    version += 1;
    const refusal = judgeOp(draft, op, version);
    // An op whose id is there already changes nothing, as in a log.
    if (refusal === 'already-exists') continue;
    expect(refusal, `${op.type} ${JSON.stringify(op.body)}`).toBeUndefined();
    const applied = applyOp(draft, op, version);
    if (applied.outcome === 'changed') draft.apply(applied.changes);
  }
  return draft;
}

function entriesOf(draft: RowDraft): LedgerEntry[] {
  return draft
    .changed()
    .flatMap((change) => (change.table === 'expenses' || change.table === 'settlements' ? [change] : []));
}

describe.each(cases.map((one) => [`${one.id} ${one.title}`, one] as const))('%s', (_, sample) => {
  const draft = play(sample);
  const nets = netBalances(foldBalances(entriesOf(draft)));
  const { expected } = sample;

  test('shares, balances and plan', () => {
    for (const [id, multiset] of Object.entries(expected.share_multisets)) {
      const row = draft.get('expenses', idOf(id));
      expect(row?.shares.map(({ amountMinor }) => amountMinor).sort((a, b) => a - b)).toEqual(multiset);
      expect(sumOf(row?.shares ?? [])).toBe(row?.amountMinor);
    }
    const netOf = (name: string): number => nets.get(memberId(name)) ?? 0;
    const { balances, balance_bounds: bounds } = expected;
    for (const [name, net] of Object.entries(balances ?? {})) expect(netOf(name), name).toBe(net);
    for (const [name, [least, most]] of Object.entries(bounds ?? {})) {
      expect(netOf(name), name).toBeGreaterThanOrEqual(least);
      expect(netOf(name), name).toBeLessThanOrEqual(most);
    }
    expect([...nets.values()].reduce((sum, net) => sum + net, 0)).toBe(0);
    const left = new Map(nets);
    const plan = simplifyDebts(nets);
    for (const { fromId, toId, amountMinor } of plan) {
      expect(amountMinor).toBeGreaterThan(0);
      left.set(fromId, (left.get(fromId) ?? 0) + amountMinor);
      left.set(toId, (left.get(toId) ?? 0) - amountMinor);
    }
    expect([...left.values()].every((net) => net === 0)).toBe(true);
    if (expected.tie_free) expect(plan).toHaveLength(expected.settlement.min_transfers);
    expect(plan.length).toBeLessThanOrEqual(Math.max(0, nets.size - 1));
  });
});

test.each(invalid)('$id $title: refused with what is wrong, signed', ({ op, expected }) => {
  const problems = checkMoney({
    amountMinor: op.amount_cents,
    payers: payersOf(op),
    split: splitOf(op.split),
  });
  const by = expected.difference_cents ?? expected.difference_bp;
  const what = { exact_sum: 'exact-sum', percent_sum: 'percent-sum', no_participants: 'no-participants' }[
    expected.reason
  ];
  expect(problems).toEqual([{ what, ...(by !== undefined && { by }) }]);
});
