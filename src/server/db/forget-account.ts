/**
 * Everything the database knows of who an account is: logins and passkeys, the e-mail address, codes, sessions, the names
 * of devices, what was consented to. What stays is ids that mean nothing any more: a device that comes back from a
 * drawer is told that it was signed out.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export async function forgetAccount(db: Kysely<Tables>, accountId: string, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Accounts that went over into this one, one into the next, are the same person's.
    const { rows: accounts } = await sql<{ id: string }>`
      with recursive own (id) as (
        select account_id from accounts where account_id = ${accountId}
        union select a.account_id from accounts a join own on a.merged_into = own.id
      )
      select id from own
    `.execute(trx);
    const ids = accounts.map(({ id }) => id);
    if (ids.length === 0) return;
    // Passkeys and logins go with their user.
    await sql`
      delete from auth_users where id in (select user_id from logins where account_id = any(${ids}::text[]))
    `.execute(trx);
    for (const table of ['recovery_codes', 'tickets', 'consents'] as const) {
      await sql`delete from ${sql.table(table)} where account_id = any(${ids}::text[])`.execute(trx);
    }
    await sql`delete from link_requests where account_id = any(${ids}::text[])`.execute(trx);
    await sql`delete from sessions where account_id = any(${ids}::text[])`.execute(trx);
    await sql`
      update devices set secret_hash = '', public_key = null, name = '', seen_at = null,
        revoked_at = coalesce(revoked_at, ${now})
      where account_id = any(${ids}::text[])
    `.execute(trx);
  });
}
