/**
 * The key of an app lock, wrapped by what a person knows, or by a secret that a passkey gives (`lock-passkey.ts`):
 *
 *   PIN    ──PBKDF2-SHA-256, salt, ITERATIONS──→ wrapping key ──AES-256-GCM──→ the data key, 32 random bytes
 *   secret ──HKDF-SHA-256, salt, INFO──────────→ wrapping key ──AES-256-GCM──→ the same
 *
 * All in the platform's WebCrypto; the wrapping key never leaves it. A wrong PIN fails the authentication of AES-GCM, so
 * nothing that could be compared is stored. Changing the PIN wraps the same key anew, and no row is touched.
 * Needs a secure context: on plain HTTP (but for localhost) there is no WebCrypto, and no lock.
 */
import { base64url, fromBase64url } from '#domain/ids.ts';
import { STRETCH_ITERATIONS, STRETCH_SALT_BYTES, stretchSecret } from './stretch-secret.ts';

export interface SecretWrappedKey {
  readonly salt: string;
  readonly nonce: string;
  readonly key: string;
}

export interface PinWrappedKey extends SecretWrappedKey {
  readonly iterations: number;
}

type Bytes = Uint8Array<ArrayBuffer>;

const KEY_BYTES = 32;
const NONCE_BYTES = 12;

export function makeDataKey(): Bytes {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

export async function wrapByPin(dataKey: Bytes, pin: string): Promise<PinWrappedKey> {
  const salt = crypto.getRandomValues(new Uint8Array(STRETCH_SALT_BYTES));
  const wrapped = await wrap(dataKey, await stretch(pin, salt, STRETCH_ITERATIONS));
  return { salt: base64url(salt), iterations: STRETCH_ITERATIONS, ...wrapped };
}

/** undefined: not this PIN. */
export async function unwrapByPin(wrapped: PinWrappedKey, pin: string): Promise<Bytes | undefined> {
  return unwrap(wrapped, await stretch(pin, fromBase64url(wrapped.salt), wrapped.iterations));
}

/** `secret`: 32 bytes that nobody can guess; nothing is stretched. */
export async function wrapBySecret(dataKey: Bytes, secret: Bytes): Promise<SecretWrappedKey> {
  const salt = crypto.getRandomValues(new Uint8Array(STRETCH_SALT_BYTES));
  return { salt: base64url(salt), ...(await wrap(dataKey, await derive(secret, salt))) };
}

/** undefined: not this secret. */
export async function unwrapBySecret(wrapped: SecretWrappedKey, secret: Bytes): Promise<Bytes | undefined> {
  return unwrap(wrapped, await derive(secret, fromBase64url(wrapped.salt)));
}

async function wrap(dataKey: Bytes, wrapping: CryptoKey): Promise<Pick<SecretWrappedKey, 'nonce' | 'key'>> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, wrapping, dataKey);
  return { nonce: base64url(nonce), key: base64url(new Uint8Array(key)) };
}

async function unwrap({ nonce, key }: SecretWrappedKey, wrapping: CryptoKey): Promise<Bytes | undefined> {
  try {
    const iv = fromBase64url(nonce);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, wrapping, fromBase64url(key)));
  } catch {
    return undefined;
  }
}

const AES_GCM = { name: 'AES-GCM', length: 256 } as const;
/** What the secret is used for: the same passkey's secret for anything else would be another key. */
const INFO = new TextEncoder().encode('racha app lock');

async function derive(secret: Bytes, salt: Bytes): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info: INFO };
  return crypto.subtle.deriveKey(how, material, AES_GCM, false, ['encrypt', 'decrypt']);
}

async function stretch(pin: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const bits = await stretchSecret(pin, salt, iterations);
  return crypto.subtle.importKey('raw', bits, AES_GCM, false, ['encrypt', 'decrypt']);
}
