import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MemberView } from '#client/store/read-types.ts';
import { type Balances, foldBalances, joinPeople, netBalances } from '#domain/expenses/balances.ts';
import type { ExpenseRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import { listBalanceParts } from './balance-parts.ts';
import { keyStateOf } from './key-warning.ts';
import { buildSettling } from './settling-model.ts';
import { createPeople, type Person } from './settling-people.ts';

const DAY_MS = 86_400_000;

function member(memberId: string, over: Partial<MemberView> = {}): MemberView {
  return {
    memberId,
    name: memberId,
    role: 'member',
    status: 'active',
    claimedBy: null,
    own: false,
    blocked: false,
    nameHidden: false,
    pixKey: null,
    pixKeyChanged: false,
    ...over,
  };
}

const MEMBERS = [
  member('ana', { own: true, name: 'Ana' }),
  member('bia', { name: 'Bia' }),
  member('caio', { name: 'Caio' }),
  // Ana said that the name "Aninha" is her.
  member('aninha', { status: 'named', claimedBy: 'ana', name: 'Aninha' }),
];
const people = createPeople(MEMBERS, 'Você');
const owes = (pairs: Record<string, number>): Balances => ({ pairs });
const line = ({ from, to, amountMinor }: { from: Person; to: Person; amountMinor: number }) =>
  `${from.name} → ${to.name} ${amountMinor}`;

test('one’s own payments come first, then what one is paid, then what is between others', () => {
  // "a b": positive, b owes a.
  const balances = owes({ 'ana bia': -500, 'ana caio': 300, 'bia caio': 200 });
  const { transfers } = buildSettling(balances, people, { presentIds: [], view: 'as-is' });
  expect(transfers.map(line)).toEqual(['Você → Bia 500', 'Caio → Você 300', 'Caio → Bia 200']);
});

test('simplified, a chain becomes one payment', () => {
  const balances = owes({ 'ana bia': -500, 'bia caio': -500 });
  const at = (view: 'simplified' | 'as-is') =>
    buildSettling(balances, people, { presentIds: [], view }).transfers.map(line);
  expect(at('as-is')).toEqual(['Você → Bia 500', 'Bia → Caio 500']);
  expect(at('simplified')).toEqual(['Você → Caio 500']);
});

test('everybody in the group has a position, oneself first; a claimed name is nobody besides', () => {
  const balances = owes({ 'ana bia': -500 });
  const { positions } = buildSettling(balances, people, {
    presentIds: ['caio', 'bia', 'aninha', 'ana'],
    view: 'simplified',
  });
  expect(positions.map(({ person, netMinor }) => [person.name, netMinor])).toEqual([
    ['Você', -500],
    ['Bia', 500],
    ['Caio', 0],
  ]);
});

function expense(id: string, date: string, paid: Record<string, number>, shares: Record<string, number>) {
  const parts = (amounts: Record<string, number>) =>
    Object.entries(amounts).map(([memberId, amountMinor]) => ({ memberId, amountMinor }));
  const row: ExpenseRow = {
    groupId: 'g',
    id,
    version: 1,
    rowVersion: 1,
    description: id,
    date,
    category: 'outros',
    addedBy: 'ana',
    at: 0,
    voidedBy: null,
    history: [],
    amountMinor: Object.values(paid).reduce((a, b) => a + b, 0),
    payers: parts(paid),
    split: { mode: 'exact', parts: [] },
    shares: parts(shares),
  };
  return row;
}

function payment(id: string, date: string, fromId: string, toId: string, amountMinor: number): SettlementRow {
  const base = { groupId: 'g', id, version: 2, rowVersion: 2, fromId, toId, amountMinor, date, at: 0 };
  return { ...base, method: 'pix', recordedBy: fromId, confirmedBy: null, voidedBy: null };
}

test('what is behind a balance is newest first, counts a claimed name, leaves out what is void', () => {
  const ledger = {
    expenses: [
      expense('pizza', '2026-11-01', { bia: 900 }, { ana: 300, bia: 300, aninha: 300 }),
      { ...expense('void', '2026-11-02', { bia: 900 }, { ana: 900 }), voidedBy: 'bia' },
      expense('others', '2026-11-02', { bia: 100 }, { caio: 100 }),
    ],
    settlements: [
      payment('p', '2026-11-03', 'ana', 'bia', 250),
      payment('self', '2026-11-03', 'ana', 'aninha', 10),
    ],
  };
  const parts = listBalanceParts(ledger, people.get('ana'), people);
  expect(parts.map(({ id, netMinor }) => [id, netMinor])).toEqual([
    ['p', 250],
    ['pizza', -600],
  ]);
});

test('the parts sum to the balance that is shown, whatever the ledger', () => {
  const id = fc.constantFrom('ana', 'bia', 'caio', 'aninha');
  const day = fc.constantFrom('2026-11-01', '2026-11-02');
  const anExpense = fc
    .record({
      payer: id,
      shares: fc.dictionary(id, fc.integer({ min: 1, max: 10_000 }), { minKeys: 1 }),
      day,
    })
    .map(({ payer, shares, day: date }) => {
      const total = Object.values(shares).reduce((a, b) => a + b, 0);
      return expense('e', date, { [payer]: total }, shares);
    });
  const aPayment = fc
    .record({ from: id, to: id, amount: fc.integer({ min: 1, max: 10_000 }), day })
    .map(({ from, to, amount, day: date }) => payment('s', date, from, to, amount));
  fc.assert(
    fc.property(fc.array(anExpense), fc.array(aPayment), (expenses, settlements) => {
      const entries = [
        ...expenses.map((row) => ({ table: 'expenses' as const, row })),
        ...settlements.map((row) => ({ table: 'settlements' as const, row })),
      ];
      const nets = netBalances(joinPeople(foldBalances(entries), people.personOf));
      for (const memberId of ['ana', 'bia', 'caio']) {
        const parts = listBalanceParts({ expenses, settlements }, people.get(memberId), people);
        expect(parts.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(nets.get(memberId) ?? 0);
      }
    }),
  );
});

test('a key is new for a week, and a changed one says so', () => {
  const now = 100 * DAY_MS;
  const withKey = (setAt: number, pixKeyChanged = false, key = '52998224725'): Person => {
    const [bia] = [member('bia', { pixKey: { keyType: 'cpf', key, setAt, version: 3 }, pixKeyChanged })];
    return createPeople([bia], 'Você').get('bia');
  };
  expect(keyStateOf(people.get('bia'), now)).toBe('missing');
  expect(keyStateOf(withKey(now - DAY_MS), now)).toBe('new');
  expect(keyStateOf(withKey(now - DAY_MS, true), now)).toBe('changed');
  expect(keyStateOf(withKey(now - 8 * DAY_MS, true), now)).toBe('known');
  // A device's clock that runs ahead hides no new key.
  expect(keyStateOf(withKey(now + 300 * DAY_MS), now)).toBe('new');
  expect(keyStateOf(withKey(now - 8 * DAY_MS, false, '1'), now)).toBe('wrong');
});
