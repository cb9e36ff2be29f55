/**
 * The key of an app lock, wrapped by what a person knows:
 *
 *   PIN ──PBKDF2-SHA-256, salt, ITERATIONS──→ wrapping key ──AES-256-GCM──→ the data key, 32 random bytes
 *
 * All in the platform's WebCrypto; the wrapping key never leaves it. A wrong PIN fails the authentication of AES-GCM, so
 * nothing that could be compared is stored. Changing the PIN wraps the same key anew, and no row is touched.
 * Needs a secure context: on plain HTTP (but for localhost) there is no WebCrypto, and no lock.
 */
import { base64url, fromBase64url } from '#domain/ids.ts';

export interface PinWrappedKey {
  readonly salt: string;
  readonly iterations: number;
  readonly nonce: string;
  readonly key: string;
}

/**
 * OWASP's floor for PBKDF2-SHA-256 (2023). More costs every unlocking on a cheap phone as much as it costs who guesses;
 * written into each record, so that it can be raised.
 */
const ITERATIONS = 600_000;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;

export function makeDataKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

export async function wrapByPin(dataKey: Uint8Array<ArrayBuffer>, pin: string): Promise<PinWrappedKey> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const wrapping = await stretch(pin, salt, ITERATIONS);
  const key = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, wrapping, dataKey);
  return {
    salt: base64url(salt),
    iterations: ITERATIONS,
    nonce: base64url(nonce),
    key: base64url(new Uint8Array(key)),
  };
}

/** undefined: not this PIN. */
export async function unwrapByPin(
  { salt, iterations, nonce, key }: PinWrappedKey,
  pin: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const wrapping = await stretch(pin, fromBase64url(salt), iterations);
  try {
    const iv = fromBase64url(nonce);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, wrapping, fromBase64url(key)));
  } catch {
    return undefined;
  }
}

async function stretch(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  // One way of writing é, whatever the keyboard makes of it.
  const secret = new TextEncoder().encode(pin.normalize('NFKC'));
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}
