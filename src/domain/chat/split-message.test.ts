import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWellFormed, utf8Bytes } from '../text.ts';
import { MESSAGE_TEXT_MAX_BYTES, splitMessageText } from './split-message.ts';

const jsonBytes = (text: string): number => utf8Bytes(JSON.stringify(text)) - 2;

describe('splitMessageText', () => {
  it('gives back every text byte for byte, in pieces that fit', () => {
    const bit = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom('👨‍👩‍👧‍👦', '\n', ' ', '"', '\u0000', 'palavra ', 'e\u0301', '🇧🇷'),
    );
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 60 }), fc.integer({ min: 16, max: 80 }), (bits, max) => {
        const text = bits.join('');
        const pieces = splitMessageText(text, max);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) {
          expect(jsonBytes(piece)).toBeLessThanOrEqual(max);
          expect(isWellFormed(piece)).toBe(true);
        }
      }),
    );
  });

  it('leaves what fits alone', () => {
    expect(splitMessageText('oi\n')).toEqual(['oi\n']);
    expect(splitMessageText('')).toEqual(['']);
    expect(splitMessageText('x'.repeat(MESSAGE_TEXT_MAX_BYTES))).toHaveLength(1);
  });

  it('cuts after lines, else after words, else between whole characters', () => {
    expect(splitMessageText('primeira linha\nsegunda linha', 20)).toEqual([
      'primeira linha\n',
      'segunda linha',
    ]);
    expect(splitMessageText('uma duas tres quatro', 16)).toEqual(['uma duas tres ', 'quatro']);
    expect(splitMessageText('🇧🇷🇧🇷🇧🇷', 20)).toEqual(['🇧🇷🇧🇷', '🇧🇷']);
  });

  it('takes 64 KB of emoji, and one letter under 64 KB of accents', () => {
    for (const text of ['👨‍👩‍👧'.repeat(64 * 57), `e${'\u0301'.repeat(32 * 1024)}`]) {
      const pieces = splitMessageText(text);
      expect(pieces.join('')).toBe(text);
      expect(pieces.every((piece) => jsonBytes(piece) <= MESSAGE_TEXT_MAX_BYTES)).toBe(true);
    }
    expect(splitMessageText('👨‍👩‍👧'.repeat(64 * 57)).every((piece) => piece.startsWith('👨‍👩‍👧'))).toBe(
      true,
    );
  });

  it('leaves no blank message at the end', () => {
    const pieces = splitMessageText(`${'x '.repeat(20)}fim${' '.repeat(30)}`, 50);
    expect(pieces.every((piece) => piece.trim() !== '')).toBe(true);
  });
});
