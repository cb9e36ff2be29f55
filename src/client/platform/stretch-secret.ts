/**
 * From what a person can remember to 256 bits: PBKDF2-SHA-256, for whatever a PIN or a passphrase opens. Needs a secure
 * context: on plain HTTP (but for localhost) there is no WebCrypto.
 */

/**
 * OWASP's floor for PBKDF2-SHA-256 (2023). More costs every unlocking on a cheap phone as much as it costs who guesses;
 * written into each record and file, so that it can be raised.
 */
export const STRETCH_ITERATIONS = 600_000;
export const STRETCH_SALT_BYTES = 16;

type Bytes = Uint8Array<ArrayBuffer>;

export async function stretchSecret(secret: string, salt: Bytes, iterations: number): Promise<Bytes> {
  // One way of writing é, whatever the keyboard makes of it.
  const typed = new TextEncoder().encode(secret.normalize('NFKC'));
  const material = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(how, material, 256));
}
