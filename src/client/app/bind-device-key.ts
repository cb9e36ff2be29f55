/**
 * Tells the server by which key this device signs, once in a run, when it is first reached: a server that was put back, or
 * let this device in again, may not know it any more. An older server has no such call, and is asked again in the next run.
 */
import { postAccountCall } from '#client/platform/account-http.ts';
import { canSign, makeKeyPair } from '#client/platform/device-signer.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import type { Engine } from '#client/sync/engine-types.ts';
import { ensureSigningKey, noteKeyKnown } from '#client/sync/signing-key.ts';

/** Only the tab that talks to the server asks. Resolves when it has been asked. */
export function bindOnceOnline(engine: Engine, store: DeviceStore): Promise<void> {
  if (!canSign()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    let hasAsked = false;
    const look = (): void => {
      const { connection, leader } = engine.status();
      if (hasAsked || !leader || connection.name !== 'online') return;
      hasAsked = true;
      unsubscribe();
      bindDeviceKey(store).then(resolve, reject);
    };
    const unsubscribe = engine.subscribe(look);
    look();
  });
}

async function bindDeviceKey(store: DeviceStore): Promise<void> {
  const key = await ensureSigningKey(store, makeKeyPair);
  if (!key) return;
  const { publicKey } = key;
  const answer = await postAccountCall('account/device/key', { publicKey });
  if (answer.ok && !key.isKnown) await noteKeyKnown(store, publicKey);
}
