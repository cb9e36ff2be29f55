/**
 * What protects accounts, beside better-auth's own tables: which of its users opens which account, recovery codes,
 * tickets, and the requests of devices that want to come in. Every secret is stored as its hash.
 */
import { type Kysely, sql } from 'kysely';
import { type Redeemed, type Redemption, redeemTicket, resolveAccount } from './redeem-ticket.ts';
import type { Tables } from './tables.ts';

export type LoginKind = 'passkey' | 'email';

export interface Protections {
  readonly passkeys: readonly {
    readonly passkeyId: string;
    readonly name: string;
    readonly madeAt: number;
  }[];
  readonly email: string | null;
  readonly recoveryMadeAt: number | null;
}

export interface LinkRequest {
  readonly requestId: string;
  readonly secretHash: string;
  readonly codeHash: string;
  readonly deviceName: string;
  readonly number: string;
  readonly expiresAt: number;
}

export type LinkAnswer =
  | { readonly state: 'waiting' | 'refused' | 'expired' }
  | { readonly state: 'approved'; readonly accountId: string };

export class ProtectionStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async listProtections(accountId: string): Promise<Protections> {
    const [passkeys, login, recovery] = await Promise.all([
      this.#db
        .selectFrom('auth_passkeys')
        .innerJoin('logins', 'logins.user_id', 'auth_passkeys.user_id')
        .select(['auth_passkeys.id as passkeyId', 'auth_passkeys.name', 'auth_passkeys.created_at as madeAt'])
        .where('logins.account_id', '=', accountId)
        .orderBy('auth_passkeys.created_at')
        .execute(),
      this.#db
        .selectFrom('auth_users')
        .innerJoin('logins', 'logins.user_id', 'auth_users.id')
        .select('auth_users.email')
        .where('logins.account_id', '=', accountId)
        .where('logins.kind', '=', 'email')
        .executeTakeFirst(),
      this.#db
        .selectFrom('recovery_codes')
        .select('made_at as madeAt')
        .where('account_id', '=', accountId)
        .executeTakeFirst(),
    ]);
    return {
      passkeys: passkeys.map(({ passkeyId, name, madeAt }) => ({
        passkeyId,
        name: name ?? '',
        madeAt: madeAt?.getTime() ?? 0,
      })),
      email: login?.email ?? null,
      recoveryMadeAt: recovery?.madeAt ?? null,
    };
  }

  // --- logins -----------------------------------------------------------------------------------

  async getLogin(accountId: string, kind: LoginKind): Promise<string | undefined> {
    const login = await this.#db
      .selectFrom('logins')
      .select('user_id')
      .where('account_id', '=', accountId)
      .where('kind', '=', kind)
      .executeTakeFirst();
    return login?.user_id;
  }

  async getAccountOf(userId: string): Promise<string | undefined> {
    const login = await this.#db
      .selectFrom('logins')
      .select('account_id')
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return login?.account_id;
  }

  /** The user that holds this account's passkeys, made when there is none. It has an address nobody can own. */
  async ensurePasskeyLogin(accountId: string, newUserId: string, now: number): Promise<string> {
    const known = await this.getLogin(accountId, 'passkey');
    if (known !== undefined) return known;
    return this.#db.transaction().execute(async (trx) => {
      const at = new Date(now);
      await trx
        .insertInto('auth_users')
        .values({
          id: newUserId,
          name: '',
          email: `${newUserId}@passkey.invalid`,
          email_verified: false,
          created_at: at,
          updated_at: at,
        })
        .execute();
      await trx
        .insertInto('logins')
        .values({ user_id: newUserId, account_id: accountId, kind: 'passkey', made_at: now })
        .onConflict((conflict) => conflict.columns(['account_id', 'kind']).doNothing())
        .execute();
      const { user_id } = await trx
        .selectFrom('logins')
        .select('user_id')
        .where('account_id', '=', accountId)
        .where('kind', '=', 'passkey')
        .executeTakeFirstOrThrow();
      if (user_id !== newUserId) await trx.deleteFrom('auth_users').where('id', '=', newUserId).execute();
      return user_id;
    });
  }

  /** The address now opens this account, in place of the one that did. False: it opens another account. */
  async bindEmailLogin(accountId: string, userId: string, now: number): Promise<boolean> {
    return this.#db.transaction().execute(async (trx) => {
      const bound = await trx
        .selectFrom('logins')
        .select('account_id')
        .where('user_id', '=', userId)
        .executeTakeFirst();
      if (bound) return bound.account_id === accountId;
      await this.#removeEmail(trx, accountId);
      await trx
        .insertInto('logins')
        .values({ user_id: userId, account_id: accountId, kind: 'email', made_at: now })
        .execute();
      return true;
    });
  }

  async removeEmailLogin(accountId: string): Promise<void> {
    await this.#removeEmail(this.#db, accountId);
  }

  /** A user of better-auth that opens nothing: an address that was proven and protects no account. */
  async forgetUser(userId: string): Promise<void> {
    await sql`
      delete from auth_users where id = ${userId}
        and not exists (select from logins where user_id = ${userId})
    `.execute(this.#db);
  }

  /** False: not this account's. */
  async removePasskey(accountId: string, passkeyId: string): Promise<boolean> {
    const { rows } = await sql`
      delete from auth_passkeys p using logins l
      where p.id = ${passkeyId} and l.user_id = p.user_id and l.account_id = ${accountId}
      returning p.user_id
    `.execute(this.#db);
    if (rows.length === 0) return false;
    await sql`
      delete from auth_users u using logins l
      where l.user_id = u.id and l.account_id = ${accountId} and l.kind = 'passkey'
        and not exists (select from auth_passkeys p where p.user_id = u.id)
    `.execute(this.#db);
    return true;
  }

  async #removeEmail(db: Kysely<Tables>, accountId: string): Promise<void> {
    await sql`
      delete from auth_users u using logins l
      where l.user_id = u.id and l.account_id = ${accountId} and l.kind = 'email'
    `.execute(db);
  }

  // --- the recovery code ------------------------------------------------------------------------

  async putRecoveryCode(accountId: string, codeHash: string, madeAt: number): Promise<void> {
    await this.#db
      .insertInto('recovery_codes')
      .values({ account_id: accountId, code_hash: codeHash, made_at: madeAt })
      .onConflict((conflict) =>
        conflict.column('account_id').doUpdateSet({ code_hash: codeHash, made_at: madeAt }),
      )
      .execute();
  }

  /** Whose it was: it works once. */
  async takeRecoveryCode(codeHash: string): Promise<string | undefined> {
    const taken = await this.#db
      .deleteFrom('recovery_codes')
      .where('code_hash', '=', codeHash)
      .returning('account_id')
      .executeTakeFirst();
    return taken?.account_id;
  }

  async removeRecoveryCode(accountId: string): Promise<void> {
    await this.#db.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
  }

  // --- tickets ----------------------------------------------------------------------------------

  async addTicket(ticketHash: string, accountId: string, expiresAt: number): Promise<void> {
    await this.#db
      .insertInto('tickets')
      .values({ ticket_hash: ticketHash, account_id: accountId, expires_at: expiresAt })
      .execute();
  }

  redeem(redemption: Redemption): Promise<Redeemed> {
    return redeemTicket(this.#db, redemption);
  }

  // --- devices that want to come in -------------------------------------------------------------

  async addLinkRequest(request: LinkRequest): Promise<void> {
    await this.#db
      .insertInto('link_requests')
      .values({
        request_id: request.requestId,
        secret_hash: request.secretHash,
        code_hash: request.codeHash,
        device_name: request.deviceName,
        number: request.number,
        expires_at: request.expiresAt,
      })
      .execute();
  }

  /** One that waits for an answer. */
  async getLinkRequest(
    codeHash: string,
    now: number,
  ): Promise<{ readonly deviceName: string; readonly number: string } | undefined> {
    return this.#db
      .selectFrom('link_requests')
      .select(['device_name as deviceName', 'number'])
      .where('code_hash', '=', codeHash)
      .where('expires_at', '>', now)
      .where('account_id', 'is', null)
      .where('refused', '=', false)
      .executeTakeFirst();
  }

  /** False: nobody waits under this code any more. */
  async answerLinkRequest(codeHash: string, accountId: string | undefined, now: number): Promise<boolean> {
    const answered = await this.#db
      .updateTable('link_requests')
      .set(accountId === undefined ? { refused: true } : { account_id: accountId })
      .where('code_hash', '=', codeHash)
      .where('expires_at', '>', now)
      .where('account_id', 'is', null)
      .where('refused', '=', false)
      .returning('request_id')
      .executeTakeFirst();
    return answered !== undefined;
  }

  /** An answer is told once: an approval is taken with it. */
  async takeLinkAnswer(requestId: string, secretHash: string, now: number): Promise<LinkAnswer> {
    const request = await this.#db
      .selectFrom('link_requests')
      .select(['account_id', 'refused', 'expires_at'])
      .where('request_id', '=', requestId)
      .where('secret_hash', '=', secretHash)
      .executeTakeFirst();
    if (!request || request.expires_at <= now) return { state: 'expired' };
    if (request.refused) return { state: 'refused' };
    if (request.account_id === null) return { state: 'waiting' };
    const taken = await this.#db
      .deleteFrom('link_requests')
      .where('request_id', '=', requestId)
      .where('account_id', 'is not', null)
      .returning('account_id')
      .executeTakeFirst();
    return taken?.account_id ? { state: 'approved', accountId: taken.account_id } : { state: 'expired' };
  }

  // --- housekeeping -----------------------------------------------------------------------------

  /** The key better-auth signs with, made once for all nodes where the operator gives none. */
  async ensureSecret(candidate: string): Promise<string> {
    await this.#db
      .insertInto('auth_secret')
      .values({ secret: candidate })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { secret } = await this.#db.selectFrom('auth_secret').select('secret').executeTakeFirstOrThrow();
    return secret;
  }

  resolveAccount(accountId: string): Promise<string> {
    return resolveAccount(this.#db, accountId);
  }

  async deleteExpired(now: number): Promise<void> {
    await this.#db.deleteFrom('tickets').where('expires_at', '<', now).execute();
    await this.#db.deleteFrom('link_requests').where('expires_at', '<', now).execute();
    await sql`delete from auth_verifications where expires_at < ${new Date(now)}`.execute(this.#db);
  }
}
