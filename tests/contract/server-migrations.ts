/** Migrations go up, all the way down, and up again, on both databases, and leave the same tables each time. */
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMigrator, isMigrated, migrateToLatest } from '#server/db/migrate.ts';
import type { Tables } from '#server/db/tables.ts';

export interface OpenedEmpty {
  readonly db: Kysely<Tables>;
  close(): Promise<void>;
}

export function describeMigrations(name: string, open: () => Promise<OpenedEmpty>): void {
  describe(`migrations on ${name}`, () => {
    let opened: OpenedEmpty;
    beforeAll(async () => {
      opened = await open();
    }, 120_000);
    afterAll(() => opened.close());

    test('up, down to nothing, and up again', async () => {
      const { db } = opened;
      expect(await listColumns(db)).toEqual([]);
      await migrateToLatest(db);
      const first = await listColumns(db);
      expect(first).toContain('ops.body');
      expect(await isMigrated(db)).toBe(true);

      const migrator = createMigrator(db);
      const migrations = await migrator.getMigrations();
      for (const _ of migrations) expect((await migrator.migrateDown()).error).toBeUndefined();
      expect(await listColumns(db)).toEqual([]);
      expect(await isMigrated(db)).toBe(false);

      await migrateToLatest(db);
      expect(await listColumns(db)).toEqual(first);
    });

    test('again is nothing', async () => {
      await migrateToLatest(opened.db);
      await migrateToLatest(opened.db);
      expect(await isMigrated(opened.db)).toBe(true);
    });
  });
}

/** `table.column` of our tables, without the migrator's own. */
async function listColumns(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and table_name not like 'racha_migrations%' order by 1
  `.execute(db);
  return rows.map(({ name }) => name);
}
