/** What a device's own key signs, by hand: bundles as an app makes them, and as somebody else would like to. */
import { webcrypto as platform, type webcrypto } from 'node:crypto';
import { base64url } from '#domain/ids.ts';
import { type Bundle, bundleText, type CarriedPush } from '#protocol/bundle.ts';
import type { RawDevice } from './raw-device.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export interface RawKey {
  readonly publicKey: string;
  sign(push: CarriedPush): Promise<Bundle>;
}

export async function makeRawKey(): Promise<RawKey> {
  const pair = (await platform.subtle.generateKey(P256, false, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const raw = await platform.subtle.exportKey('raw', pair.publicKey);
  return {
    publicKey: base64url(new Uint8Array(raw)),
    async sign(push) {
      const text = new TextEncoder().encode(bundleText(push));
      const signature = await platform.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, text);
      return { racha: 'bundle', v: 1, push, signature: base64url(new Uint8Array(signature)) };
    },
  };
}

export interface PostAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export async function postAs(
  device: Pick<RawDevice, 'cookie'>,
  url: string,
  body: unknown,
): Promise<PostAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: device.cookie },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
