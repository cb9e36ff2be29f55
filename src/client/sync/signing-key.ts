/**
 * By what this device signs. Made with its id, and anew when that changes; the server is told the public half once there
 * is a session. Until it was, nothing that this device signs is worth anything to anybody.
 */

import type { KeyPair } from '#client/platform/device-signer.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { MetaValues } from '#client/store/tables.ts';
import { getMeta, putMeta } from './device-meta.ts';

export type SigningKey = MetaValues['signingKey'];

/** The key of the present id; undefined: there is no device yet. Two tabs at once get the same. */
export async function ensureSigningKey(
  store: DeviceStore,
  makeKeyPair: () => Promise<KeyPair>,
): Promise<SigningKey | undefined> {
  const present = await getSigningKey(store);
  if (present) return present;
  // WebCrypto inside a transaction would end it.
  const pair = await makeKeyPair();
  return store.write(['meta'], async (tx) => {
    const device = await getMeta(tx, 'device');
    if (!device) return undefined;
    const other = await getMeta(tx, 'signingKey');
    if (other?.deviceId === device.deviceId) return other;
    const key: SigningKey = { deviceId: device.deviceId, isKnown: false, ...pair };
    await putMeta(tx, 'signingKey', key);
    return key;
  });
}

/** Undefined: none was made for the present id. */
export function getSigningKey(store: DeviceStore): Promise<SigningKey | undefined> {
  return store.read(['meta'], async (tx) => {
    const device = await getMeta(tx, 'device');
    const key = await getMeta(tx, 'signingKey');
    return key && key.deviceId === device?.deviceId ? key : undefined;
  });
}

/** The server has it beside the device. */
export async function noteKeyKnown(store: DeviceStore, publicKey: string): Promise<void> {
  await store.write(['meta'], async (tx) => {
    const key = await getMeta(tx, 'signingKey');
    if (key?.publicKey === publicKey) await putMeta(tx, 'signingKey', { ...key, isKnown: true });
  });
}
