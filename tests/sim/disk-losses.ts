/**
 * What happens to a device's two databases, the one it works on and the one beside it that holds copies: thrown away by the
 * browser, each alone or both; gone bad in the places where nothing else would tell; records of copies flipped, cut short or lost.
 */
import type { DeviceTable } from '#client/platform/device-store.ts';
import type { MemoryDeviceDatabase } from '#tests/support/memory-device-store.ts';
import type { StoredRow } from '#tests/support/memory-table.ts';
import type { Prng } from './prng.ts';

export const DISK_LOSSES = ['main', 'main', 'main', 'identity', 'copies', 'both'] as const;
export type DiskLoss = (typeof DISK_LOSSES)[number];

export const COPY_DAMAGES = ['flip', 'flip', 'cut', 'lose'] as const;
export type CopyDamage = (typeof COPY_DAMAGES)[number];

/** Rows that say who the device is and what it owes: a database that was truncated here looks new, and is not empty. */
const IDENTITY: readonly DeviceTable[] = ['meta', 'outbox', 'lanes'];

/** Takes rows from under everybody's feet. */
export function truncateIdentity(database: MemoryDeviceDatabase): void {
  for (const name of IDENTITY) {
    const table = database.table(name);
    for (const row of table.list({})) table.remove(table.keyOf(row as StoredRow));
  }
}

/** One bit of one character, or what comes after it. */
export function damageText(text: string, how: 'flip' | 'cut', dice: Prng): string {
  const at = dice.below(Math.max(1, text.length));
  if (how === 'cut') return text.slice(0, at);
  const code = text.charCodeAt(at) ^ (1 << dice.below(7));
  return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
}
