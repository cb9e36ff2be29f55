/** Words, stems and marks: what of a text is found, and which of its letters are shown as found. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markText } from './highlight.ts';
import { stemWord } from './stem.ts';
import { listWords } from './words.ts';

const asked = (text: string) => listWords(text).map(({ word }) => ({ word, memberIds: [] }));
const marked = (text: string, typed: string): string[] => {
  const { text: shown, marks } = markText(text, asked(typed));
  return marks.map(({ from, to }) => shown.slice(from, to));
};

describe('stems', () => {
  test.each([
    'pagar paguei pagou pago pagamos pagando pagaram pagava',
    'limao limoes',
    'alimentacao alimentacoes',
    'ficar fiquei ficou ficando ficamos',
    'comprar comprei comprou compra compras compramos comprando compraram',
    'animal animais',
    'hotel hoteis',
    'professor professores professora professoras',
    'coracao coracoes',
    'dividir dividiu dividimos dividindo dividido',
    'amigo amiga amigos amigas',
    'carro carros carrinho',
    'photo photos',
    'amigo amigos',
  ])('%s are one', (family) => {
    expect(new Set(family.split(' ').map(stemWord)).size).toBe(1);
  });

  test('what differs in meaning stays apart, and a stem is never empty', () => {
    for (const [a, b] of [
      ['alimentacao', 'alimento'],
      ['carvao', 'carro'],
      ['praia', 'prato'],
      ['mercado', 'mesa'],
    ] as const)
      expect(stemWord(a)).not.toBe(stemWord(b));
    fc.assert(fc.property(fc.stringMatching(/^[a-z]{1,20}$/), (word) => stemWord(word).length > 0));
  });
});

describe('words', () => {
  test('no normal form matters, and each begins with a letter of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const words = listWords(text);
        for (const { word, from, to } of words) {
          expect(word.length).toBeGreaterThan(0);
          expect(text.slice(from, to)).not.toMatch(/^\p{M}/u);
        }
        const decomposed = listWords(text.normalize('NFD')).map(({ word }) => word);
        expect(decomposed).toEqual(listWords(text.normalize('NFC')).map(({ word }) => word));
      }),
    );
  });
});

describe('marks', () => {
  test('are letters of the text as it is, with the marks that hang on them', () => {
    expect(marked('Levem o Carvão!', 'carvao')).toEqual(['Carvão']);
    expect(marked('Levem o carva\u0303o'.normalize('NFD'), 'car')).toEqual(['car']);
    expect(marked('acao\u0327\u0303 e ac\u0327a\u0303o', 'aca')).toContain('ac\u0327a\u0303');
    expect(marked('paguei ontem, não pago hoje', 'pagar')).toEqual(['paguei', 'pago']);
    expect(marked('um churrasco', 'churrsco')).toEqual(['churrasco']);
    expect(marked('nada disto', 'xyz')).toEqual([]);
  });

  test('a long text is cut around the first of them, and the marks move along', () => {
    const text = `${'palavra '.repeat(60)}jabuticaba ${'depois '.repeat(60)}`;
    const { text: shown, marks } = markText(text, asked('jabuticaba'));
    expect(shown.length).toBeLessThan(200);
    expect(marks.map(({ from, to }) => shown.slice(from, to))).toEqual(['jabuticaba']);
  });

  test('of whatever text they are in order, within it and apart', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.string({ maxLength: 10 }),
        (text, typed) => {
          const { text: shown, marks } = markText(text, asked(typed));
          let end = 0;
          for (const { from, to } of marks) {
            expect(from).toBeGreaterThanOrEqual(end);
            expect(to).toBeGreaterThan(from);
            end = to;
          }
          expect(end).toBeLessThanOrEqual(shown.length);
        },
      ),
    );
  });
});
