/** The pair of keys this device signs by: ECDSA P-256 in WebCrypto. The private one can be used here and read by nobody. */
import { base64url } from '#domain/ids.ts';

export interface KeyPair {
  /** An uncompressed point, base64url. */
  readonly publicKey: string;
  /** Not extractable; IndexedDB keeps it as it is. */
  readonly privateKey: CryptoKey;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** False on plain HTTP (but for localhost): there is no WebCrypto. */
export const canSign = (): boolean => typeof crypto !== 'undefined' && crypto.subtle !== undefined;

export async function makeKeyPair(): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
  const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
  return { publicKey: base64url(new Uint8Array(raw)), privateKey: pair.privateKey };
}

/** r ‖ s, base64url. */
export async function signText(privateKey: CryptoKey, text: string): Promise<string> {
  const signature = await crypto.subtle.sign(SIGNING, privateKey, new TextEncoder().encode(text));
  return base64url(new Uint8Array(signature));
}
