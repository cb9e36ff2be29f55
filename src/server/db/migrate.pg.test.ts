import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { describeMigrations } from '#tests/contract/server-migrations.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import type { Tables } from './tables.ts';

describeMigrations('PostgreSQL', async () => {
  const postgres = await startPostgres();
  const pool = new Pool({ connectionString: await postgres.createDatabase() });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    close: async () => {
      await db.destroy();
      await postgres[Symbol.asyncDispose]();
    },
  };
});
