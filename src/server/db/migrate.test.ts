import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { describeMigrations } from '#tests/contract/server-migrations.ts';
import { copyEmptyCluster } from '#tests/support/test-database.ts';
import { openEmbeddedPostgres } from './embedded-postgres.ts';
import { createMigrator } from './migrate.ts';
import { serialDialect } from './pglite-dialect.ts';
import type { Tables } from './tables.ts';

describeMigrations('PGlite', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'racha-migrate-'));
  await copyEmptyCluster(dataDir);
  const postgres = await openEmbeddedPostgres(join(dataDir, 'postgres'));
  const db = new Kysely<Tables>({ dialect: serialDialect(postgres) });
  return {
    db,
    close: async () => {
      await db.destroy();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
});

test('names of migrations are in the order they run', async () => {
  const db = new Kysely<Tables>({
    dialect: serialDialect({
      ready: async () => undefined,
      query: async () => ({ rows: [], affected: undefined }),
      kill: async () => undefined,
      close: async () => undefined,
    }),
  });
  const names = (await createMigrator(db).getMigrations()).map(({ name }) => name);
  expect(names).toEqual([...names].sort());
});
