/** The server's database as its start would open it, for tests beside `src/server`. */
import { randomBytes } from 'node:crypto';
import { formatId } from '#domain/ids.ts';
import { type Database, type DatabasePlace, openDatabase } from '#server/db/open-database.ts';

export const newId = (): string => formatId(randomBytes(16));

export function openTestDatabase(place: DatabasePlace): Promise<Database> {
  return openDatabase(place, { newId, now: Date.now });
}
