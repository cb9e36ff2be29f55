import type { DeviceDatabase } from './database.ts';
import type { MetaValues } from './tables.ts';

/** The app lock on this database; undefined: its rows lie in clear. Needs no key. Apart, for the first screen's sake. */
export async function readLock(db: DeviceDatabase): Promise<MetaValues['lock'] | undefined> {
  const row = await db.meta.get('lock');
  return row?.name === 'lock' ? row.value : undefined;
}
