/**
 * Identifiers: 128 random bits written as 22 base64url characters.
 *
 * They are made on the device, once, also offline. Nothing is read out of them: no time, no order.
 */
import * as v from 'valibot';

const ID_PATTERN = /^[A-Za-z0-9_-]{21}[AQgw]$/;

export const idSchema = v.pipe(v.string(), v.regex(ID_PATTERN, 'not an id'));

export type OpId = string;
export type GroupId = string;
export type MemberId = string;
export type MessageId = string;

/** 16 random bytes → an id. Throws nothing; the caller supplies the randomness (see the Random port). */
export function formatId(bytes16: Uint8Array): string {
  return base64url(bytes16.subarray(0, 16));
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID_PATTERN.test(value);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Uint8Array(128);
for (const [value, character] of [...ALPHABET].entries()) VALUES[character.charCodeAt(0)] = value;

/** Unpadded base64url (RFC 4648 §5), without a platform: the domain runs where neither Buffer nor btoa exists. */
export function base64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i] ?? 0;
    const b = bytes[i + 1] ?? 0;
    const c = bytes[i + 2] ?? 0;
    text += ALPHABET.charAt(a >> 2) + ALPHABET.charAt(((a & 3) << 4) | (b >> 4));
    if (i + 1 < bytes.length) text += ALPHABET.charAt(((b & 15) << 2) | (c >> 6));
    if (i + 2 < bytes.length) text += ALPHABET.charAt(c & 63);
  }
  return text;
}

/** The bytes of what `base64url` wrote. Characters that it never writes count as zeros. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const character of text) {
    held = ((held << 6) | (VALUES[character.charCodeAt(0)] ?? 0)) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}
