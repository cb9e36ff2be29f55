/** What must hold of money whatever is typed: the properties that money.md and the issue ask for. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEntries, foldBalances, netBalances, pairwiseDebts } from './balances.ts';
import { checkMoney, checkStoredMoney } from './check-money.ts';
import { computeShares } from './compute-shares.ts';
import { debtsOf, type LedgerEntry } from './contributions.ts';
import { changeExpense, fieldsOf } from './expense-changes.ts';
import type { ExpenseRow } from './ledger-rows.ts';
import { AMOUNT_MAX_MINOR, type Money, type Part, type Split, sumOf } from './money.ts';
import { parseAmount } from './parse-amount.ts';
import { EXACT_MAX_PEOPLE, simplifyDebts } from './simplify-debts.ts';
import { splitInstallments } from './split-installments.ts';

const NAMES = ['ana', 'bia', 'caio', 'davi', 'eva', 'fabi', 'gil'];

const amounts = fc
  .oneof(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: AMOUNT_MAX_MINOR }))
  .chain((amount) => fc.constantFrom(amount, -amount));
const people = fc.shuffledSubarray(NAMES, { minLength: 1 });

const payersOf = (amountMinor: number): fc.Arbitrary<Part[]> =>
  people.map((ids) => {
    const part = Math.trunc(amountMinor / ids.length) || 0;
    const [first = '', ...others] = ids;
    const rest = others.map((memberId) => ({ memberId, amountMinor: part }));
    return [{ memberId: first, amountMinor: amountMinor - sumOf(rest) }, ...rest];
  });

const splitOf = (amountMinor: number): fc.Arbitrary<Split> =>
  fc
    .record({ ids: people, weights: fc.array(fc.nat(9), { minLength: 7, maxLength: 7 }) })
    .chain(({ ids, weights }) => {
      const cut = (total: number): number[] => {
        const each = ids.map(() => Math.trunc(total / ids.length) || 0);
        return [(each[0] ?? 0) + total - each.reduce((sum, part) => sum + part, 0), ...each.slice(1)];
      };
      const parts = (values: readonly number[]) =>
        ids.map((memberId, i) => ({ memberId, value: values[i] ?? 0 }));
      return fc.constantFrom<Split>(
        { mode: 'equal', parts: ids.map((memberId) => ({ memberId })) },
        { mode: 'exact', parts: parts(cut(amountMinor)) },
        { mode: 'percent', parts: parts(cut(10_000)) },
        { mode: 'shares', parts: parts([1, ...weights]) },
        { mode: 'adjust', parts: parts([Math.trunc(amountMinor / 5) || 0]) },
      );
    });

const expenses = amounts.chain((amountMinor) =>
  fc
    .record({ payers: payersOf(amountMinor), split: splitOf(amountMinor), id: fc.string({ minLength: 1 }) })
    .map(({ payers, split, id }) => {
      const shares = computeShares(amountMinor, split, payers, id);
      return { id, money: { amountMinor, payers, split, shares } };
    }),
);

const entryOf = (money: Money, voidedBy: string | null = null): LedgerEntry => ({
  table: 'expenses',
  row: { ...money, voidedBy },
});

describe('shares', () => {
  test('sum to the amount, in whole centavos, each the floor or the ceiling of its ideal', () => {
    fc.assert(
      fc.property(expenses, ({ money }) => {
        expect(checkStoredMoney(money)).toEqual([]);
        expect(sumOf(money.shares)).toBe(money.amountMinor);
        for (const { amountMinor } of money.shares) {
          expect(Number.isSafeInteger(amountMinor)).toBe(true);
          expect(Object.is(amountMinor, -0)).toBe(false);
        }
      }),
    );
  });

  test('order of participants and payers, time zone and locale change nothing', () => {
    const zone = process.env.TZ;
    fc.assert(
      fc.property(
        expenses,
        fc.constantFrom('UTC', 'America/Sao_Paulo', 'Asia/Tokyo'),
        ({ id, money }, tz) => {
          process.env.TZ = tz;
          const { amountMinor, payers, split, shares } = money;
          const turned = { mode: split.mode, parts: split.parts.toReversed() };
          expect(computeShares(amountMinor, turned, payers.toReversed(), id)).toEqual(shares);
        },
      ),
    );
    process.env.TZ = zone;
  });

  test('the odd centavo goes to who did not pay, and has no fixed victim: 50 times R$ 1,00 by three', () => {
    const odd = new Map<string, number>();
    for (let i = 0; i < 50; i++) {
      const split: Split = { mode: 'equal', parts: ['ana', 'bia', 'caio'].map((memberId) => ({ memberId })) };
      const shares = computeShares(100, split, [], `gasto ${i}`);
      const payer = computeShares(100, split, [{ memberId: 'ana', amountMinor: 100 }], `gasto ${i}`);
      expect(payer.find(({ memberId }) => memberId === 'ana')?.amountMinor).toBe(33);
      for (const { memberId, amountMinor } of shares) {
        if (amountMinor === 34) odd.set(memberId, (odd.get(memberId) ?? 0) + 1);
      }
    }
    expect([...odd.keys()].sort()).toEqual(['ana', 'bia', 'caio']);
  });

  test('fault 76: the edges: 10,00 by three, 0,1 + 0,2, negative amounts, and what no number holds', () => {
    const three: Split = { mode: 'equal', parts: ['a', 'b', 'c'].map((memberId) => ({ memberId })) };
    const of = (amountMinor: number) =>
      computeShares(amountMinor, three, [], 'x')
        .map((part) => part.amountMinor)
        .sort((a, b) => a - b);
    expect(of(1000)).toEqual([333, 333, 334]);
    expect(of(-1000)).toEqual([-334, -333, -333]);
    expect((parseAmount('0,1') ?? 0) + (parseAmount('0,2') ?? 0)).toBe(30);
    expect(parseAmount('1.234,56')).toBe(123_456);
    expect(of(Number.MAX_SAFE_INTEGER).reduce((sum, part) => sum + part, 0)).toBe(Number.MAX_SAFE_INTEGER);
    const tooLarge = {
      amountMinor: 2 ** 53,
      payers: [{ memberId: 'a', amountMinor: 2 ** 53 }],
      split: three,
    };
    expect(checkMoney(tooLarge)).toContainEqual({ what: 'amount-too-large' });
    expect(checkMoney({ ...tooLarge, amountMinor: 10.5 })).toContainEqual({ what: 'amount-too-large' });
    expect(checkMoney({ ...tooLarge, amountMinor: 0 })).toContainEqual({ what: 'zero-amount' });
    expect(parseAmount('90071992547409,92')).toBeUndefined();
  });
});

describe('balances', () => {
  test('sum to zero at every prefix, whatever the order and however often', () => {
    const ledger = fc.array(expenses, { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(ledger, (all) => {
        let balances = foldBalances([]);
        for (const { money } of all) {
          balances = applyEntries(balances, [{ before: undefined, after: entryOf(money) }]);
          const nets = [...netBalances(balances).values()];
          expect(nets.reduce((sum, net) => sum + net, 0)).toBe(0);
        }
        expect(foldBalances(all.toReversed().map(({ money }) => entryOf(money)))).toEqual(balances);
        // Voiding and restoring brings every one of them back.
        const [first] = all;
        if (!first) return;
        const voided = applyEntries(balances, [
          { before: entryOf(first.money), after: entryOf(first.money, 'bia') },
        ]);
        expect(
          applyEntries(voided, [{ before: entryOf(first.money, 'bia'), after: entryOf(first.money) }]),
        ).toEqual(balances);
      }),
    );
  });

  test('debts of an expense add up to what each one is up or down, also of a payer who takes no part', () => {
    fc.assert(
      fc.property(expenses, ({ money }) => {
        const nets = new Map<string, number>();
        const add = (id: string, amount: number) => nets.set(id, (nets.get(id) ?? 0) + amount);
        for (const { memberId, amountMinor } of money.payers) add(memberId, amountMinor);
        for (const { memberId, amountMinor } of money.shares) add(memberId, -amountMinor);
        for (const { fromId, toId, amountMinor } of debtsOf(entryOf(money))) {
          expect(amountMinor).toBeGreaterThan(0);
          add(fromId, amountMinor);
          add(toId, -amountMinor);
        }
        expect([...nets.values()].every((net) => net === 0)).toBe(true);
      }),
    );
  });

  test('editing words moves no centavo', () => {
    const word = fc.record({ description: fc.string(), category: fc.constant('lazer'), note: fc.string() });
    fc.assert(
      fc.property(expenses, word, ({ id, money }, words) => {
        const base = { groupId: 'g', id, version: 1, rowVersion: 1, addedBy: 'ana', at: 0 };
        const kept = { description: 'x', date: '2026-01-01', category: 'casa', voidedBy: null, history: [] };
        const row: ExpenseRow = { ...base, ...kept, ...money };
        const edited = changeExpense(row, { actorId: 'bia', at: 1, opId: 'o', version: 2 }, words);
        expect(fieldsOf(edited).money).toEqual(money);
        expect(edited.history.at(-1)?.before).not.toHaveProperty('money');
      }),
    );
  });
});

describe('settling', () => {
  const nets = (max: number) =>
    fc.array(fc.integer({ min: -50_000, max: 50_000 }), { minLength: 1, maxLength: max - 1 }).map((parts) => {
      const rest = -parts.reduce((sum, part) => sum + part, 0);
      return new Map([...parts, rest].map((net, i) => [`m${String(i).padStart(2, '0')}`, net]));
    });

  test('makes everybody even, by at most n − 1 transfers of whole centavos', () => {
    fc.assert(
      fc.property(nets(30), (all) => {
        const left = new Map(all);
        const plan = simplifyDebts(all);
        for (const { fromId, toId, amountMinor } of plan) {
          expect(Number.isSafeInteger(amountMinor) && amountMinor > 0).toBe(true);
          left.set(fromId, (left.get(fromId) ?? 0) + amountMinor);
          left.set(toId, (left.get(toId) ?? 0) - amountMinor);
        }
        expect([...left.values()].every((net) => net === 0)).toBe(true);
        const open = [...all.values()].filter((net) => net !== 0).length;
        expect(plan.length).toBeLessThanOrEqual(Math.max(0, open - 1));
      }),
    );
  });

  test('up to twelve people no plan is shorter: never longer than largest with largest, as short as trying them all', () => {
    const small = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 6 }).map((parts) => {
      const rest = -parts.reduce((sum, part) => sum + part, 0);
      return new Map([...parts, rest].map((net, i) => [`m${i}`, net]));
    });
    fc.assert(
      fc.property(small, (all) => {
        expect(simplifyDebts(all).length).toBe(fewestByTrying([...all.values()]));
      }),
    );
    fc.assert(
      fc.property(nets(EXACT_MAX_PEOPLE), (all) => {
        expect(simplifyDebts(all).length).toBeLessThanOrEqual(greedyCount(all));
      }),
    );
  });

  test('recording one suggestion, whole or in part, leaves the others as they were', () => {
    fc.assert(
      fc.property(nets(8), fc.nat(), fc.boolean(), (all, pick, inPart) => {
        const plan = simplifyDebts(all);
        const chosen = plan[pick % Math.max(1, plan.length)];
        if (!chosen) return;
        const paid = inPart ? Math.ceil(chosen.amountMinor / 2) : chosen.amountMinor;
        const after = new Map(all);
        after.set(chosen.fromId, (after.get(chosen.fromId) ?? 0) + paid);
        after.set(chosen.toId, (after.get(chosen.toId) ?? 0) - paid);
        const left = plan
          .map((debt) => (debt === chosen ? { ...debt, amountMinor: debt.amountMinor - paid } : debt))
          .filter(({ amountMinor }) => amountMinor > 0);
        const next = simplifyDebts(after);
        expect(next.length).toBeLessThanOrEqual(left.length);
        // Unless by chance other people now make each other even: then there are several plans as short.
        if (hasOnePartition([...after.values()])) expect(next).toEqual(left);
      }),
    );
  });

  test('as it stands nobody owes and is owed by the same person', () => {
    fc.assert(
      fc.property(fc.array(expenses, { maxLength: 20 }), (all) => {
        const debts = pairwiseDebts(foldBalances(all.map(({ money }) => entryOf(money))));
        const pairs = debts.map(({ fromId, toId }) => [fromId, toId].sort().join());
        expect(new Set(pairs).size).toBe(pairs.length);
        expect(debts.every(({ amountMinor }) => amountMinor > 0)).toBe(true);
      }),
    );
  });
});

test('installments add up to the purchase, each by itself and for everybody', () => {
  fc.assert(
    fc.property(expenses, fc.integer({ min: 1, max: 24 }), ({ money }, count) => {
      fc.pre(Math.abs(money.amountMinor) >= count);
      const parts = splitInstallments(money, count, '2026-01-31');
      expect(parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(money.amountMinor);
      for (const { amountMinor, payers } of parts) expect(sumOf(payers)).toBe(amountMinor);
      for (const { memberId, amountMinor } of money.payers) {
        const paid = parts.flatMap(({ payers }) => payers.filter((part) => part.memberId === memberId));
        expect(sumOf(paid)).toBe(amountMinor);
      }
      if (money.split.mode === 'exact') {
        for (const { amountMinor, split } of parts) {
          expect(split.parts.reduce((sum, { value = 0 }) => sum + value, 0)).toBe(amountMinor);
        }
      }
    }),
  );
});

test('any amount reads back as it is written, with comma and with dot', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: AMOUNT_MAX_MINOR }), fc.boolean(), (minor, isNegative) => {
      const cents = String(minor % 100).padStart(2, '0');
      const whole = String(Math.floor(minor / 100));
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
      const sign = isNegative ? '-' : '';
      const expected = isNegative && minor > 0 ? -minor : minor;
      for (const text of [
        `${whole},${cents}`,
        `${whole}.${cents}`,
        `${grouped},${cents}`,
        `R$ ${grouped},${cents}`,
      ]) {
        expect(parseAmount(sign + text), text).toBe(expected);
      }
    }),
  );
  expect(['1.200', '12.50', '86,4', '1.2.3', '1,2,3', '', 'abc', '12,345,6'].map(parseAmount)).toEqual([
    120_000,
    1_250,
    8_640,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

/** The smallest groups that are even among themselves do not overlap. */
function hasOnePartition(all: readonly number[]): boolean {
  const open = all.filter((net) => net !== 0);
  const even = Array.from({ length: 2 ** open.length }, (_, mask) => mask).filter(
    (mask) => mask > 0 && open.reduce((sum, net, i) => sum + (mask & (1 << i) ? net : 0), 0) === 0,
  );
  const smallest = even.filter((mask) => !even.some((other) => other !== mask && (other & mask) === other));
  return smallest.every((mask) => smallest.every((other) => mask === other || (mask & other) === 0));
}

function fewestByTrying(all: readonly number[]): number {
  const open = all.filter((net) => net !== 0);
  const [first, ...others] = open;
  if (first === undefined) return 0;
  // The first one is made even against each other one of the other sign.
  const counts = others.flatMap((other, i) =>
    Math.sign(other) === -Math.sign(first) ? [1 + fewestByTrying(others.with(i, other + first))] : [],
  );
  return Math.min(...counts);
}

function greedyCount(all: ReadonlyMap<string, number>): number {
  const open = [...all.values()].filter((net) => net !== 0);
  let count = 0;
  while (open.length > 0) {
    open.sort((a, b) => a - b);
    const [debtor = 0, creditor = 0] = [open.shift(), open.pop()];
    const rest = debtor + creditor;
    if (rest !== 0) open.push(rest);
    count += 1;
  }
  return count;
}
