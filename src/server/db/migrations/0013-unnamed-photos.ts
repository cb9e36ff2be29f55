/** Since when no row names a photo any more that an op had named: it is kept for who brings its message back (decision 0071). */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table blobs add column unnamed_since bigint`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table blobs drop column unnamed_since`.execute(db);
}
