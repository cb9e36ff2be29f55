/** What a person does with a group's accounts: whom and what it hits is chance, mostly what others are at too. */
import type { Intent } from '#client/sync/engine-types.ts';
import { computeShares } from '#domain/expenses/compute-shares.ts';
import type { ExpenseRow, RecurrenceRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import type { Part, Split } from '#domain/expenses/money.ts';
import type { JsonObject } from '#domain/json.ts';
import { naiveEntryId } from './naive-ledger.ts';
import type { Prng } from './prng.ts';
import type { Spending } from './swarm.ts';

export interface SeenAccounts {
  readonly groupId: string;
  readonly me: string;
  /** Everybody this device knows of in the group. */
  readonly memberIds: readonly string[];
  readonly expenses: readonly ExpenseRow[];
  readonly settlements: readonly SettlementRow[];
  readonly recurrences: readonly RecurrenceRow[];
  readonly newId: () => string;
}

/** Nothing where there is nothing to do it to. */
export function listSpendings(dice: Prng, spending: Spending, seen: SeenAccounts): readonly Intent[] {
  const { groupId, me, memberIds, newId } = seen;
  const some = <R extends { readonly version: number }>(rows: readonly R[]): R | undefined => {
    const late = rows.toSorted((a, b) => b.version - a.version);
    return late[Math.floor(dice.fraction() ** 2 * late.length)];
  };
  const say = (type: string, body: object | undefined): readonly Intent[] =>
    body ? [{ type, groupId, body: body as JsonObject } as unknown as Intent] : [];
  const expense = some(seen.expenses);
  const settlement = some(seen.settlements);
  const recurrence = some(seen.recurrences);
  const words = { description: `compra ${dice.below(1e6)}`, category: dice.pick(['mercado', 'casa']) };
  switch (spending) {
    case 'spend': {
      const expenseId = newId();
      return say('expense.added', {
        expenseId,
        ...words,
        date: someDay(dice),
        ...drawMoney(dice, seen, expenseId),
      });
    }
    case 'correct':
      return say('expense.edited', expense && { expenseId: expense.id, ...drawWords(dice) });
    case 'move-money':
      return say(
        'expense.edited',
        expense && { expenseId: expense.id, money: drawMoney(dice, seen, expense.id) },
      );
    case 'void':
      return say('expense.voided', expense && { expenseId: expense.id });
    case 'restore':
      return say('expense.restored', expense && { expenseId: expense.id });
    case 'settle': {
      const other = memberIds.filter((id) => id !== me);
      if (other.length === 0) return [];
      const [fromId, toId] = dice.chance(0.5) ? [me, dice.pick(other)] : [dice.pick(other), me];
      const terms = { fromId, toId, amountMinor: 1 + dice.below(1e6), method: 'pix', date: someDay(dice) };
      return say('settlement.recorded', { settlementId: newId(), ...terms });
    }
    case 'confirm':
      return say('settlement.confirmed', settlement && { settlementId: settlement.id });
    case 'void-settlement':
      return say('settlement.voided', settlement && { settlementId: settlement.id });
    case 'restore-settlement':
      return say('settlement.restored', settlement && { settlementId: settlement.id });
    case 'repeat': {
      const recurrenceId = newId();
      const money = drawMoney(dice, seen, recurrenceId);
      return say('recurrence.added', {
        recurrenceId,
        ...words,
        ...money,
        every: 'month',
        from: someDay(dice),
      });
    }
    case 'entry': {
      if (!recurrence) return [];
      // Few numbers: several devices make the same entry.
      const index = dice.below(3);
      const { amountMinor, payers, split, shares, description, category } = recurrence;
      return say('expense.added', {
        expenseId: naiveEntryId(recurrence.id, index),
        description,
        category,
        date: `2026-0${index + 1}-28`,
        amountMinor,
        payers,
        split,
        shares,
        recurrence: { of: recurrence.id, index },
      });
    }
    case 'end':
      return say(
        'recurrence.ended',
        recurrence && { recurrenceId: recurrence.id, after: dice.pick(['2026-01-30', '2026-02-28']) },
      );
  }
}

const someDay = (dice: Prng): string => `2026-0${1 + dice.below(9)}-1${dice.below(10)}`;

function drawWords(dice: Prng): object {
  const fields = [
    { description: `nome ${dice.below(100)}` },
    { date: someDay(dice) },
    { category: dice.pick(['viagem', 'lazer']) },
    { note: dice.pick(['', 'um', 'dois']) },
  ];
  return dice.chance(0.7) ? dice.pick(fields) : { ...dice.pick(fields), ...dice.pick(fields) };
}

function drawMoney(dice: Prng, { me, memberIds }: SeenAccounts, expenseId: string) {
  const others = memberIds.filter((id) => id !== me && dice.chance(0.7));
  const people = dice.chance(0.8) ? [me, ...others] : others.length > 0 ? others : [me];
  const amountMinor = (dice.chance(0.15) ? -1 : 1) * (1 + dice.below(dice.pick([10, 1_000, 10_000_000])));
  const second = dice.pick(memberIds);
  const part = second === me ? 0 : Math.trunc(amountMinor / 3);
  const payers: Part[] = [
    { memberId: me, amountMinor: amountMinor - part },
    ...(part === 0 ? [] : [{ memberId: second, amountMinor: part }]),
  ];
  const split = drawSplit(dice, people, amountMinor);
  return { amountMinor, payers, split, shares: computeShares(amountMinor, split, payers, expenseId) };
}

function drawSplit(dice: Prng, people: readonly string[], amountMinor: number): Split {
  const mode = dice.pick(['equal', 'equal', 'exact', 'percent', 'shares', 'adjust'] as const);
  const of = (total: number): number[] => {
    const each = people.map(() => Math.trunc(total / people.length));
    each[0] = (each[0] ?? 0) + total - each.reduce((all, part) => all + part, 0);
    return each;
  };
  const values = {
    exact: of(amountMinor),
    percent: of(10_000),
    shares: people.map(() => 1 + dice.below(5)),
    adjust: people.map((_, i) => (i === 0 ? Math.trunc(amountMinor / 4) : 0)),
    equal: undefined,
  }[mode];
  return {
    mode,
    parts: people.map((memberId, i) => ({ memberId, ...(values && { value: values[i] ?? 0 }) })),
  };
}
