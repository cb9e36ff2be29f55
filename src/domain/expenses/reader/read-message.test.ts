import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLE_CONTEXT } from '#tests/reader/labelled.ts';
import { readInContext } from '#tests/reader/score.ts';

const read = (text: string) => readInContext(text, SAMPLE_CONTEXT);
const amountOf = (text: string): number | null | undefined => read(text).entries[0]?.amountMinor;

const cents = fc.integer({ min: 1, max: 99_999_999 });
const grouped = (reais: number): string => String(reais).replace(/\B(?=(\d{3})+$)/g, '.');
const two = (rest: number): string => String(rest).padStart(2, '0');

describe('an amount reads back, however it is written', () => {
  it('in digits', () => {
    fc.assert(
      fc.property(cents, (minor) => {
        const [reais, rest] = [Math.floor(minor / 100), minor % 100];
        const written = [
          `${reais},${two(rest)}`,
          `${grouped(reais)},${two(rest)}`,
          `R$ ${reais},${two(rest)}`,
          `R$${reais}.${two(rest)}`,
        ];
        for (const text of written)
          expect([text, amountOf(`paguei ${text} no mercado`)]).toEqual([text, minor]);
      }),
      { numRuns: 300 },
    );
  });

  it('in words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9_999 }), (reais) => {
        const text = inWords(reais);
        expect([text, amountOf(`paguei ${text} reais no mercado`)]).toEqual([text, reais * 100]);
        expect([text, amountOf(`paguei ${text} conto no mercado`)]).toEqual([text, reais * 100]);
      }),
      { numRuns: 500 },
    );
  });

  it('in words with centavos', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 999 }), fc.integer({ min: 2, max: 99 }), (reais, rest) => {
        const text = `${inWords(reais)} reais e ${inWords(rest)} centavos`;
        expect([text, amountOf(`gastei ${text} na padaria`)]).toEqual([text, reais * 100 + rest]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['2k', 2000],
    ['1,5k', 1500],
    ['2 mil', 2000],
    ['um barão', 1000],
    ['cinquentão', 50],
    ['vintinho', 20],
    ['80 pila', 80],
    ['15 mangos', 15],
    ['7 e 50', 7.5],
    ['doze e noventa', 12.9],
    ['3 mil e 200', 3200],
  ])('as slang: %s', (text, reais) => {
    expect(amountOf(`gastei ${text} no mercado`)).toBe(Math.round(reais * 100));
  });
});

describe('what the reader never does', () => {
  it('crash, or point outside of the text, whatever is written', () => {
    const words = fc.constantFrom(
      'paguei',
      'Ana',
      'Zé',
      'com',
      'pra',
      'pro',
      'e',
      ',',
      '.',
      '50',
      '3x',
      'de',
      '10%',
      'me',
      'deve',
      'racha',
      'entre',
      'menos',
      'ontem',
      'dia',
      '5',
      'metade',
      'dobro',
      'o',
      'a',
      'no',
      'mercado',
      'não',
      'se',
      '?',
      ':',
      '(',
      ')',
      '-',
      '+',
      'cada',
      'mil',
      'e',
      'meio',
      'R$',
      'k',
      'pix',
      'quem',
      'foi',
      '"',
      '\n',
      '🍕',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.array(words, { maxLength: 40 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const entry of read(text).entries) {
          expect(entry.amountMinor === null || Number.isSafeInteger(entry.amountMinor)).toBe(true);
          for (const { start, end } of entry.spans) {
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(['paguei 50 e ', '1.', 'com Ana e ', 'mil e ', 'a ', '50 ', '("', 'entre ', 'vinte e '])(
    'think long over %j again and again',
    (piece) => {
      const timeOf = (length: number): number => {
        const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
        const from = performance.now();
        for (let run = 0; run < 5; run++) read(text);
        return performance.now() - from;
      };
      timeOf(200);
      // A thousand characters at most are read at all; even the worst of them well within a frame or two per run.
      expect(timeOf(1_000) / 5).toBeLessThan(250);
    },
  );
});

const SMALL =
  'zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove'.split(
    ' ',
  );
const TENS = '- - vinte trinta quarenta cinquenta sessenta setenta oitenta noventa'.split(' ');
const HUNDREDS =
  '- cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos'.split(' ');

/** 1–9999, as a Portuguese grammar has it; written apart from the reader's tables. */
function inWords(value: number): string {
  if (value >= 1000) {
    const rest = value % 1000;
    const thousands = value < 2000 ? 'mil' : `${inWords(Math.floor(value / 1000))} mil`;
    if (rest === 0) return thousands;
    return `${thousands} ${rest < 100 || rest % 100 === 0 ? 'e ' : ''}${inWords(rest)}`;
  }
  if (value === 100) return 'cem';
  if (value >= 100)
    return value % 100 === 0
      ? (HUNDREDS[value / 100] ?? '')
      : `${HUNDREDS[Math.floor(value / 100)]} e ${inWords(value % 100)}`;
  if (value < 20) return SMALL[value] ?? '';
  return value % 10 === 0
    ? (TENS[value / 10] ?? '')
    : `${TENS[Math.floor(value / 10)]} e ${SMALL[value % 10]}`;
}
