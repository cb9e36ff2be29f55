/** What an account has agreed to, and when: one row per matter and answer, the latest counts. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table consents (
      account_id text not null references accounts,
      matter text not null,
      version integer not null,
      given boolean not null,
      at bigint not null,
      primary key (account_id, matter, at)
    )
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table consents`.execute(db);
}
