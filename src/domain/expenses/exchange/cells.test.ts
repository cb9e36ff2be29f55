import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDateOrder, readAmountCell, readDateCell } from './cells.ts';
import { guardCell, unguardCell } from './guard-cell.ts';

describe('readAmountCell', () => {
  test.each([
    ['12.50', 1250],
    ['12,5', 1250],
    ['-22.5', -2250],
    ['−3,00', -300],
    ['(3,00)', -300],
    ['+7', 700],
    ['1.234,56', 123456],
    ['1,234.56', 123456],
    ['1.234.567,89', 123456789],
    ['1.200', 120000],
    ['1,200', 120000],
    ['12.500.000', 1250000000],
    ['R$ 86,40', 8640],
    ['-R$ 86,40', -8640],
    ['R$\u00a086,40', 8640],
    ['BRL 5', 500],
    ['0.00', 0],
    ['-0', 0],
    ['358.0', 35800],
    ['12.5000', 1250],
    ['999999999.99', 99_999_999_999],
  ])('%s', (cell, expected) => {
    const read = readAmountCell(cell);
    expect(read).toBe(expected);
    expect(Object.is(read, -0)).toBe(false);
  });

  test('an empty cell is nothing, not zero', () => {
    expect(readAmountCell(' \u00a0')).toBeNull();
  });

  test.each([
    '0.123',
    '12.345,6789',
    '1.23.45',
    '12,34,56',
    '1.2345.678',
    'abc',
    '1e3',
    '--5',
    '(5',
    '5)',
    '1000000000.00',
    'US$ 5',
    '.5',
  ])('%s is no amount', (cell) => {
    expect(readAmountCell(cell)).toBeUndefined();
  });

  test('any amount, in either country’s writing, reads back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }),
        fc.boolean(),
        (minor, isBrazilian) => {
          const sign = minor < 0 ? '-' : '';
          const [thousands, decimal] = isBrazilian ? ['.', ','] : [',', '.'];
          const digits = String(Math.abs(minor)).padStart(3, '0');
          const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, thousands);
          expect(readAmountCell(`${sign}${whole}${decimal}${digits.slice(-2)}`)).toBe(minor);
        },
      ),
    );
  });
});

describe('readDateCell', () => {
  test.each([
    ['2026-01-05', '2026-01-05'],
    ['2026/01/05', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['2026-03-30 14:30:00.000000', '2026-03-30'],
    ['2025-12-08T00:00:00.000Z', '2025-12-08'],
    ['5/1/2026', '2026-01-05'],
    ['05-01-26', '2026-01-05'],
    ['31.12.2026 10:00', '2026-12-31'],
    ['2024-02-29', '2024-02-29'],
  ])('%s', (cell, expected) => {
    expect(readDateCell(cell)).toBe(expected);
  });

  test.each([
    '',
    'ontem',
    '2026-02-30',
    '2025-02-29',
    '31/04/2026',
    '13/13/2026',
    '2026-1-5',
    '202601051',
    '5/1',
  ])('%s is no day', (cell) => {
    expect(readDateCell(cell)).toBeUndefined();
  });

  test('the order is told by a day past the twelfth, and only doubt is said to be one', () => {
    expect(findDateOrder(['03/04/2026', '01/31/2026'])).toEqual({ order: 'month-first', isAssumed: false });
    expect(findDateOrder(['03/04/2026', '31/01/2026'])).toEqual({ order: 'day-first', isAssumed: false });
    expect(findDateOrder(['03/04/2026'])).toEqual({ order: 'day-first', isAssumed: true });
    expect(findDateOrder(['04/04/2026', '2026-01-31'])).toEqual({ order: 'day-first', isAssumed: false });
  });
});

describe('guardCell', () => {
  test.each(['=1+1', '+55 11 9', '-cmd', '@SUM(A1)', '\t=1', '＝1', "'=1"])(
    '%j is text to a spreadsheet',
    (text) => {
      expect(guardCell(text)).toBe(`'${text}`);
    },
  );

  test('nothing a person wrote is changed by going out and coming back', () => {
    const tricky = fc.string({ unit: fc.constantFrom("'", '=', '-', '@', '\t', 'a', '1') });
    fc.assert(
      fc.property(fc.oneof(fc.string(), tricky), (text) => {
        expect(unguardCell(guardCell(text))).toBe(text);
        expect(guardCell(text)).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});
