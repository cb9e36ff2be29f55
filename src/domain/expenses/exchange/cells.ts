/**
 * Cells of a spreadsheet as people's programs write them: "1.234,56", "1,234.56", "-22.5", "R$ 12,00", "2026-01-05",
 * "05/01/2026". A cell that could be read in two ways is read in the way of its file (dates) or not at all.
 */
import { type Day, isDay } from '../day.ts';
import { AMOUNT_MAX_MINOR } from '../money.ts';

/**
 * Signed centavos; null when the cell is empty; undefined when it is no amount. One separator followed by three digits
 * groups thousands ("1.200" is 1200 reais), two kinds of separators: the last one is the decimal.
 */
export function readAmountCell(cell: string): number | null | undefined {
  const text = cell.replace(/[\s\u00a0\u202f]/g, '').replace(/^([-+(]?)(?:R\$|BRL)/i, '$1');
  if (text === '') return null;
  const match = /^([-+\u2212]?|\()(?:R\$)?(\d[\d.,]*)(\)?)$/.exec(text);
  if (!match) return undefined;
  const [, lead = '', digits = '', close = ''] = match;
  if ((lead === '(') !== (close === ')')) return undefined;
  const magnitude = readMagnitude(digits);
  if (magnitude === undefined || magnitude > AMOUNT_MAX_MINOR) return undefined;
  const isNegative = lead === '-' || lead === '\u2212' || lead === '(';
  return isNegative && magnitude !== 0 ? -magnitude : magnitude;
}

function readMagnitude(digits: string): number | undefined {
  const decimal = decimalSeparator(digits);
  if (decimal === undefined) return undefined;
  const at = decimal === '' ? digits.length : digits.lastIndexOf(decimal);
  const whole = digits.slice(0, at);
  const fraction = digits.slice(at + 1).replace(/0+$/, '');
  if (fraction.length > 2 || !isGrouped(whole, decimal)) return undefined;
  const reais = whole.replace(/[.,]/g, '');
  return reais.length > 13 ? undefined : Number(reais) * 100 + Number(fraction.padEnd(2, '0'));
}

/** '' when there is no fraction; undefined when it cannot be told. */
function decimalSeparator(digits: string): '.' | ',' | '' | undefined {
  const dot = digits.lastIndexOf('.');
  const comma = digits.lastIndexOf(',');
  if (dot < 0 && comma < 0) return '';
  const last = dot > comma ? '.' : ',';
  const count = digits.split(last).length - 1;
  if (dot >= 0 && comma >= 0) return count === 1 ? last : undefined;
  if (count > 1) return '';
  const after = digits.length - 1 - Math.max(dot, comma);
  const groups = after === 3 && !digits.startsWith('0');
  return groups ? '' : last;
}

/** Digits in threes, when they are grouped at all, by the separator that is not the decimal one. */
function isGrouped(whole: string, decimal: string): boolean {
  if (/^\d+$/.test(whole)) return true;
  const match = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.exec(whole);
  return match !== null && match[1] !== decimal;
}

export type DateOrder = 'day-first' | 'month-first';

const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b/;

/**
 * How a file writes 03/04: told by a cell that can only be one of them. `isAssumed`: none could tell, and some would
 * mean another day.
 */
export function findDateOrder(cells: readonly string[]): { order: DateOrder; isAssumed: boolean } {
  let isAssumed = false;
  for (const cell of cells) {
    const match = SLASHED.exec(cell.trim());
    if (!match) continue;
    const [first, second] = [Number(match[1]), Number(match[2])];
    if (first > 12 && second <= 12) return { order: 'day-first', isAssumed: false };
    if (second > 12 && first <= 12) return { order: 'month-first', isAssumed: false };
    isAssumed ||= first !== second;
  }
  return { order: 'day-first', isAssumed };
}

/** YYYY-MM-DD, or undefined when it is no day of the calendar. A time behind it is left off. */
export function readDateCell(cell: string, order: DateOrder = 'day-first'): Day | undefined {
  const text = cell.trim();
  const iso = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?![\d])/.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[3]), Number(iso[4]));
  const match = SLASHED.exec(text);
  if (!match) return undefined;
  const year = Number(match[3]) + (match[3]?.length === 2 ? 2000 : 0);
  const [first, second] = [Number(match[1]), Number(match[2])];
  return order === 'day-first' ? dayOf(year, second, first) : dayOf(year, first, second);
}

function dayOf(year: number, month: number, day: number): Day | undefined {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isDay(text) ? text : undefined;
}

/** The currency a cell names is ours, or none is named. */
export function isOurCurrency(cell: string): boolean {
  return /^(?:brl|r\$|reais|real|real brasileiro)?$/i.test(cell.trim());
}
