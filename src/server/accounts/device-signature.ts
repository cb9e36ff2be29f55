/** What a device signed: ECDSA P-256 over SHA-256, by WebCrypto, as browsers sign. */
import type { webcrypto } from 'node:crypto';
import { fromBase64url } from '#domain/ids.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** A point of the curve, and not merely as long as one. */
export async function isDeviceKey(publicKey: string): Promise<boolean> {
  return (await importKey(publicKey)) !== undefined;
}

export async function isSignedBy(publicKey: string, text: string, signature: string): Promise<boolean> {
  const key = await importKey(publicKey);
  if (!key) return false;
  return crypto.subtle.verify(SIGNING, key, fromBase64url(signature), new TextEncoder().encode(text));
}

async function importKey(publicKey: string): Promise<webcrypto.CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey('raw', fromBase64url(publicKey), P256, false, ['verify']);
  } catch {
    return undefined;
  }
}
