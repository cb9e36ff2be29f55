import { expect, it } from 'vitest';
import { moneyFormatsOf } from './money-formats.ts';

/** `Intl` puts spaces that do not break. */
const plain = (text: string): string => text.replace(/\s/g, ' ');

it('writes reais in each language, to the centavo', () => {
  const { amount, signed, forField, percentForField } = moneyFormatsOf('pt-BR');
  expect(plain(amount(123456))).toBe('R$ 1.234,56');
  expect(plain(amount(-500))).toBe('-R$ 5,00');
  expect(plain(amount(1))).toBe('R$ 0,01');
  expect(plain(signed(8000))).toBe('+R$ 80,00');
  expect(plain(signed(0))).toBe('R$ 0,00');
  expect(forField(123456)).toBe('1234,56');
  expect(forField(100000)).toBe('1000,00');
  expect(percentForField(3333)).toBe('33,33');
  expect(percentForField(5000)).toBe('50');
  expect(plain(moneyFormatsOf('en').amount(123456))).toBe('R$1,234.56');
  expect(moneyFormatsOf('en').forField(123456)).toBe('1234.56');
});
