/**
 * What a person typed as an amount, in centavos. Comma and dot are both taken, the way Brazilians write both:
 *
 *   86,40  86.40  12.5  → a decimal of one or two digits        1.234,56  1,234.56 → groups of three, then the decimal
 *   1.200  1.234.567    → groups of three                       1200  R$ 7  −10    → whole reais, sign, symbol, spaces
 *
 * A display string made by `Intl` is not meant to come through here.
 */
import { AMOUNT_MAX_MINOR } from './money.ts';

/** undefined: not an amount, or beyond what one may be. */
export function parseAmount(text: string): number | undefined {
  const typed = text.replace(/[\s\u00a0\u202f]/g, '').replace(/^([-−–+]?)R\$/i, '$1');
  const sign = /^[-−–]/.test(typed) ? -1 : 1;
  const digits = readDigits(typed.replace(/^[-−–+]/, '').replace(/^R\$/i, ''));
  if (!digits) return undefined;
  const minor = Number(digits.whole) * 100 + Number(digits.cents.padEnd(2, '0'));
  if (!Number.isSafeInteger(minor) || minor > AMOUNT_MAX_MINOR) return undefined;
  return sign * minor || 0;
}

interface Digits {
  readonly whole: string;
  readonly cents: string;
}

function readDigits(text: string): Digits | undefined {
  if (text.length === 0 || text.length > 30) return undefined;
  for (const [groups, decimal] of [
    ['.', ','],
    [',', '.'],
  ] as const) {
    const read = readWith(text, groups, decimal);
    if (read) return read;
  }
  return undefined;
}

function readWith(text: string, groups: string, decimal: string): Digits | undefined {
  const parts = text.split(decimal);
  const [whole = '', cents = ''] = parts;
  if (parts.length > 2 || (parts.length === 2 && !/^[0-9]{1,2}$/.test(cents))) return undefined;
  const [first = '', ...thousands] = whole.split(groups);
  if (!/^[0-9]+$/.test(first)) return whole === '' && cents !== '' ? { whole: '0', cents } : undefined;
  if (thousands.length > 0 && first.length > 3) return undefined;
  if (!thousands.every((group) => /^[0-9]{3}$/.test(group))) return undefined;
  return { whole: first + thousands.join(''), cents };
}
