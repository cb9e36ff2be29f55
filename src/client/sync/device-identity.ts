/**
 * Who this device is. Made once, offline (canary.ts); changed only when the id turns out to be shared or to have
 * lost its numbers (a cloned or restored profile): then every op without a verdict is sent again under the new
 * id, and the server's dedupe by opId makes that safe.
 */
import type { DeviceStore, WriteTransaction } from '#client/platform/device-store.ts';
import type { Random } from '#client/platform/random.ts';
import type { MetaValues } from '#client/store/tables.ts';
import { base64url } from '#domain/ids.ts';
import { getMeta, putMeta } from './device-meta.ts';
import { makeId } from './stamp-op.ts';

export type Device = MetaValues['device'];

export function getDevice(store: DeviceStore): Promise<Device | undefined> {
  return store.read(['meta'], (tx) => getMeta(tx, 'device'));
}

/** A server restored from before the last of them still knows an older one. */
const FORMERS_MAX = 8;

/** Tables that `changeDevice` writes. */
export const DEVICE_TABLES = ['meta', 'outbox', 'lanes'] as const;

/** A new id; lanes start at 1 again and every op without a verdict loses its number. */
export async function changeDevice(tx: WriteTransaction, random: Random): Promise<Device> {
  const device = makeDevice(random);
  const before = await getMeta(tx, 'device');
  const account = await getMeta(tx, 'account');
  const formers = (await getMeta(tx, 'formerDevices')) ?? [];
  // Of several changes in a row only the first id can prove anything: under the others there was no session.
  if (before && (account || formers.length === 0)) {
    await putMeta(tx, 'formerDevices', [before, ...formers].slice(0, FORMERS_MAX));
  }
  if (account) await putMeta(tx, 'person', account);
  await putMeta(tx, 'device', device);
  // The server must meet the new id before it takes anything from it.
  await tx.remove('meta', ['account']);
  const lanes = await tx.list('lanes');
  await tx.remove(
    'lanes',
    lanes.map((lane) => lane.groupId),
  );
  const entries = await tx.list('outbox');
  const unsettled = entries.filter((entry) => entry.seq !== null && entry.version === null);
  await tx.put(
    'outbox',
    unsettled.map((entry) => ({ ...entry, seq: null, mayBeLogged: true as const })),
  );
  return device;
}

export function makeDevice(random: Random): Device {
  return { deviceId: makeId(random), deviceSecret: base64url(random.bytes(32)) };
}
