/** A run of digits, dots and commas → centavos, as the amount field reads it, and whether centavos were written out. */
import { parseAmount } from '../parse-amount.ts';

export interface DigitsAmount {
  readonly minor: number;
  /** It is hardly anything but money. */
  readonly hasCents: boolean;
}

/** undefined when it is no amount: too large, "1.2.3", more than three places after the mark. */
export function readDigits(raw: string): DigitsAmount | undefined {
  const minor = parseAmount(raw);
  return minor === undefined ? undefined : { minor, hasCents: /[.,][0-9]{1,2}$/.test(raw) };
}
