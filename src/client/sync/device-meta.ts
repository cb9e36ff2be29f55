/** Single values of the device, typed by name. */
import type { ReadTransaction, WriteTransaction } from '#client/platform/device-store.ts';
import type { MetaRow, MetaValues } from '#client/store/tables.ts';

export async function getMeta<N extends keyof MetaValues>(
  tx: ReadTransaction,
  name: N,
): Promise<MetaValues[N] | undefined> {
  const row = await tx.get('meta', name);
  return row?.value as MetaValues[N] | undefined;
}

export function putMeta<N extends keyof MetaValues>(
  tx: WriteTransaction,
  name: N,
  value: MetaValues[N],
): Promise<void> {
  return tx.put('meta', [{ name, value } as MetaRow]);
}
