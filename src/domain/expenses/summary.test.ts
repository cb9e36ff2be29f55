import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATEGORIES } from './categories.ts';
import { computeShares } from './compute-shares.ts';
import { listMonths, monthOf, summarise } from './summary.ts';

const [ANA, BIA, CAIO] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(21)}A`) as [string, string, string];

const spent = (
  date: string,
  category: string,
  amountMinor: number,
  payer = ANA,
  voidedBy: string | null = null,
) => {
  const payers = [{ memberId: payer, amountMinor }];
  const split = { mode: 'equal', parts: [{ memberId: ANA }, { memberId: BIA }] } as const;
  return {
    date,
    category,
    amountMinor,
    payers,
    shares: computeShares(amountMinor, split, payers, date),
    voidedBy,
  };
};

const ROWS = [
  spent('2026-01-31', 'mercado', 1000),
  spent('2026-03-01', 'mercado', 3000, BIA),
  spent('2026-03-02', 'transporte', 5001),
  spent('2026-03-03', 'mercado', -1000),
  spent('2026-03-04', 'from-a-newer-app', 10),
  spent('2026-03-05', 'casa', 99_999, ANA, BIA),
];

describe('summarise', () => {
  test('a month: what it came to, by category and by person; refunds take away, void counts for nothing', () => {
    expect(summarise(ROWS, { month: '2026-03' })).toEqual({
      count: 4,
      amountMinor: 7011,
      categories: [
        { category: 'transporte', amountMinor: 5001 },
        { category: 'mercado', amountMinor: 2000 },
        { category: 'outros', amountMinor: 10 },
      ],
      people: [
        { memberId: BIA, paidMinor: 3000, shareMinor: 3506 },
        { memberId: ANA, paidMinor: 4011, shareMinor: 3505 },
      ],
    });
    expect(summarise(ROWS).amountMinor).toBe(8011);
    expect(summarise(ROWS, { month: '2026-02' })).toEqual({
      count: 0,
      amountMinor: 0,
      categories: [],
      people: [],
    });
  });

  test('who said to be a person without the app counts for both', () => {
    const { people } = summarise(ROWS, { month: '2026-03', personOf: (id) => (id === BIA ? ANA : id) });
    expect(people).toEqual([{ memberId: ANA, paidMinor: 7011, shareMinor: 7011 }]);
  });

  test('months between are there with nothing', () => {
    expect(listMonths(ROWS)).toEqual([
      { month: '2026-01', amountMinor: 1000 },
      { month: '2026-02', amountMinor: 0 },
      { month: '2026-03', amountMinor: 7011 },
    ]);
    expect(listMonths([])).toEqual([]);
    expect(listMonths([spent('0001-01-01', 'casa', 1), spent('9999-12-01', 'casa', 1)]).length).toBeLessThan(
      2000,
    );
  });

  test('the parts of every cut add up to the whole, and months to everything', () => {
    const row = fc
      .record({
        date: fc.constantFrom('2025-12-31', '2026-01-01', '2026-02-28'),
        category: fc.constantFrom(...CATEGORIES, 'unknown-one'),
        amountMinor: fc.integer({ min: -99_999, max: 99_999 }),
        payer: fc.constantFrom(ANA, BIA, CAIO),
        voidedBy: fc.constantFrom(null, null, ANA),
      })
      .map(({ date, category, amountMinor, payer, voidedBy }) =>
        spent(date, category, amountMinor, payer, voidedBy),
      );
    const sum = <T>(list: readonly T[], of: (one: T) => number) =>
      list.reduce((all, one) => all + of(one), 0);
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const whole = summarise(rows);
        expect(sum(whole.categories, (one) => one.amountMinor)).toBe(whole.amountMinor);
        expect(sum(whole.people, (one) => one.paidMinor)).toBe(whole.amountMinor);
        expect(sum(whole.people, (one) => one.shareMinor)).toBe(whole.amountMinor);
        const months = listMonths(rows);
        expect(sum(months, (one) => one.amountMinor)).toBe(whole.amountMinor);
        for (const { month, amountMinor } of months) {
          expect(summarise(rows, { month }).amountMinor).toBe(amountMinor);
        }
        expect(rows.every(({ date }) => monthOf(date).length === 7)).toBe(true);
      }),
    );
  });
});
