/** The timeline of PostgreSQL on which the present epoch was written; null: never asked, or an embedded database. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table current_epoch add column timeline text`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table current_epoch drop column timeline`.execute(db);
}
