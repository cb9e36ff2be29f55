/** What is known of the photos that lie beside the database. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table blobs (
      group_id text not null,
      blob_id text not null,
      account_id text not null,
      mime text not null,
      bytes integer not null,
      sent_bytes integer not null,
      width integer not null,
      height integer not null,
      made_at bigint not null,
      named boolean not null default false,
      primary key (group_id, blob_id)
    )
  `.execute(db);
  await sql`create index blobs_by_account on blobs (account_id, made_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table blobs`.execute(db);
}
