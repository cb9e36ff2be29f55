import type { DeviceDatabase } from './database.ts';

/** Another person uses this browser now; see `person-databases.ts`. Apart, for the first screen's sake. */
export async function isAsleep(database: DeviceDatabase): Promise<boolean> {
  return (await database.meta.get('asleep')) !== undefined;
}
