/**
 * The person signed in: this device is their account's from now on, with the id, the lanes and the outbox it has. What
 * was given a number under the account before still is that number's; the server knows the device, not the account.
 */
import type { DeviceStore } from '#client/platform/device-store.ts';
import { putMeta } from './device-meta.ts';

export async function adoptAccount(store: DeviceStore, accountId: string): Promise<void> {
  await store.write(['meta'], async (tx) => {
    await putMeta(tx, 'account', { accountId });
    await putMeta(tx, 'person', { accountId });
  });
}
