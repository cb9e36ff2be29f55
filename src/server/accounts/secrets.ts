/** Secrets of all kinds: made from the system's randomness, compared in constant time, stored as hashes. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** 256 bits, base64url: tokens that only machines carry. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** For secrets of 128 bits and more, where nobody can try them all; less than that is never stored alone. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** Crockford's: no I, L, O, U, so that a code survives being read aloud and copied by hand. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;

/** Five bits a letter, in groups of four: `K7QD-2M9X`. */
export function newCode(letters: number): string {
  let code = '';
  for (let i = 0; i < letters; i++) {
    if (i > 0 && i % GROUP === 0) code += '-';
    code += ALPHABET[randomInt(ALPHABET.length)];
  }
  return code;
}

/** What was typed, as it was made: blanks, dashes and small letters do not count, nor does O for 0. */
export function readCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** Two digits, for a person to compare. */
export const newNumber = (): string => String(randomInt(10, 100));
