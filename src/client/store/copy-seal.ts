/**
 * The seal of an app lock on what lies in the database of copies: the same key as over the rows of the first one, and the
 * place a text lies at as associated data, so that none opens elsewhere. See sealed-rows.ts.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { bytesToUtf8, utf8ToBytes } from '@noble/ciphers/utils.js';
import type { SealOptions } from './sealed-rows.ts';

export interface CopySeal {
  /** What to write. */
  seal(place: string, text: string): string | Uint8Array;
  /** What was written, sealed or not. Throws on a damaged seal. */
  open(place: string, body: string | Uint8Array): string;
  /** Does it lie there as this lock has it? */
  isInForm(body: string | Uint8Array): boolean;
}

const NONCE_BYTES = 24;

export function createCopySeal({ key, random, isEnding }: SealOptions): CopySeal {
  return {
    seal(place, text) {
      if (isEnding) return text;
      const nonce = random.bytes(NONCE_BYTES);
      const cipher = xchacha20poly1305(key, nonce, utf8ToBytes(place));
      const sealed = cipher.encrypt(utf8ToBytes(text));
      const body = new Uint8Array(NONCE_BYTES + sealed.length);
      body.set(nonce);
      body.set(sealed, NONCE_BYTES);
      return body;
    },
    open(place, body) {
      if (typeof body === 'string') return body;
      const cipher = xchacha20poly1305(key, body.subarray(0, NONCE_BYTES), utf8ToBytes(place));
      return bytesToUtf8(cipher.decrypt(body.subarray(NONCE_BYTES)));
    },
    isInForm: (body) => (typeof body === 'string') === isEnding,
  };
}

/** No lock: texts lie in clear, and one that is sealed does not open. */
export const NO_SEAL: CopySeal = {
  seal: (_, text) => text,
  open(_, body) {
    if (typeof body === 'string') return body;
    throw new TypeError('sealed');
  },
  isInForm: (body) => typeof body === 'string',
};
