/**
 * Amounts as a language writes them: always reais, whatever the language. Apart from `formats.ts`, because no first
 * screen shows an amount. A string made here is shown and never read back; `forField` is what a person would have typed.
 */
export interface MoneyFormats {
  /** "R$ 1.234,56", "-R$ 5,00" */
  amount(amountMinor: number): string;
  /** With its sign, "+R$ 80,00"; zero has none. */
  signed(amountMinor: number): string;
  /** Without a currency or a grouping, for an input: "1234,56" */
  forField(amountMinor: number): string;
  /** Basis points as a percentage, for an input: 3333 → "33,33", 5000 → "50" */
  percentForField(basisPoints: number): string;
}

const made = new Map<string, MoneyFormats>();

/** One per language: formatters are dear to make. */
export function moneyFormatsOf(language: string): MoneyFormats {
  const known = made.get(language);
  if (known) return known;
  const formats = createMoneyFormats(language);
  made.set(language, formats);
  return formats;
}

function createMoneyFormats(language: string): MoneyFormats {
  const reais: Intl.NumberFormatOptions = { style: 'currency', currency: 'BRL' };
  const amount = new Intl.NumberFormat(language, reais);
  const signed = new Intl.NumberFormat(language, { ...reais, signDisplay: 'exceptZero' });
  const bare = new Intl.NumberFormat(language, { minimumFractionDigits: 2, useGrouping: false });
  const percent = new Intl.NumberFormat(language, { maximumFractionDigits: 2, useGrouping: false });
  return {
    amount: (amountMinor) => amount.format(amountMinor / 100),
    signed: (amountMinor) => signed.format(amountMinor / 100),
    forField: (amountMinor) => bare.format(amountMinor / 100),
    percentForField: (basisPoints) => percent.format(basisPoints / 100),
  };
}
