/**
 * Migrations, up and down, each in a transaction, by Kysely's Migrator. Expand first, contract a release later:
 * the code of the release before must run on the new tables, so that a rollback needs no `down`.
 */
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as log from './migrations/0001-log.ts';
import * as timeline from './migrations/0002-timeline.ts';
import * as parked from './migrations/0003-parked.ts';
import * as audit from './migrations/0004-audit.ts';
import * as accounts from './migrations/0005-accounts.ts';
import * as consents from './migrations/0006-consents.ts';
import * as blobs from './migrations/0007-blobs.ts';
import * as ledger from './migrations/0008-ledger.ts';
import * as deviceKeys from './migrations/0009-device-keys.ts';
import * as past from './migrations/0010-past.ts';
import * as planTexts from './migrations/0011-plan-texts.ts';
import * as search from './migrations/0012-search.ts';
import * as unnamedPhotos from './migrations/0013-unnamed-photos.ts';
import * as planPhotos from './migrations/0014-plan-photos.ts';
import * as planWords from './migrations/0015-plan-words.ts';
import { StartFailure } from './start-failure.ts';
import type { Tables } from './tables.ts';

const MIGRATIONS: Record<string, Migration> = {
  '0001-log': { up: log.up, down: log.down },
  '0002-timeline': { up: timeline.up, down: timeline.down },
  '0003-parked': { up: parked.up, down: parked.down },
  '0004-audit': { up: audit.up, down: audit.down },
  '0005-accounts': { up: accounts.up, down: accounts.down },
  '0006-consents': { up: consents.up, down: consents.down },
  '0007-blobs': { up: blobs.up, down: blobs.down },
  '0008-ledger': { up: ledger.up, down: ledger.down },
  '0009-device-keys': { up: deviceKeys.up, down: deviceKeys.down },
  '0010-past': { up: past.up, down: past.down },
  '0011-plan-texts': { up: planTexts.up, down: planTexts.down },
  '0012-search': { up: search.up, down: search.down },
  '0013-unnamed-photos': { up: unnamedPhotos.up, down: unnamedPhotos.down },
  '0014-plan-photos': { up: planPhotos.up, down: planPhotos.down },
  '0015-plan-words': { up: planWords.up, down: planWords.down },
};

export function createMigrator(db: Kysely<Tables>): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: async () => MIGRATIONS },
    migrationTableName: 'racha_migrations',
    migrationLockTableName: 'racha_migrations_lock',
  });
}

/** Up to the newest. Throws what the failing migration threw; that one left nothing behind. */
export async function migrateToLatest(db: Kysely<Tables>): Promise<void> {
  const { error } = await createMigrator(db).migrateToLatest();
  if (error) throw error;
}

/** One step down; returns the name of what was taken back. Refuses the first, which would drop everything. */
export async function rollBackNewest(db: Kysely<Tables>): Promise<string> {
  const migrator = createMigrator(db);
  const done = (await migrator.getMigrations()).filter(({ executedAt }) => executedAt !== undefined);
  const newest = done.at(-1);
  if (!newest || done.length === 1) throw new StartFailure('there is no migration that can be taken back');
  const { error } = await migrator.migrateDown();
  if (error) throw error;
  return newest.name;
}

export async function isMigrated(db: Kysely<Tables>): Promise<boolean> {
  const migrations = await createMigrator(db).getMigrations();
  return migrations.every(({ executedAt }) => executedAt !== undefined);
}
