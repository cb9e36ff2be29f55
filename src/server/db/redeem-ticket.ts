/**
 * Binds a device to the account that a ticket proves, in one transaction: either all of it happened, or the ticket
 * can still be used.
 *
 *   the device …                              then
 *   is new, or was signed out                 it is this account's from now on
 *   is this account's already                 it stays what it is: same id, same lanes, same outbox
 *   is another account's, unprotected         the accounts become one: members, devices and sessions of the other
 *                                             go over to this one (docs/decisions/0016)
 *   is another account's, protected           refused: two people, or one who must say so there
 *
 * The session that comes of it is a new one; those this device had are ended.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export interface Redemption {
  readonly ticketHash: string;
  readonly deviceId: string;
  readonly secretHash: string;
  readonly deviceName: string;
  /** May two accounts that both have groups become one? */
  readonly join: boolean;
  /** The cookie's token to be. */
  readonly tokenHash: string;
  readonly isNamedByHost: boolean;
  readonly expiresAt: number;
  /** Epoch ms. */
  readonly now: number;
}

export type Redeemed =
  /** `merged`: the account that went over into this one. */
  | { readonly kind: 'bound'; readonly accountId: string; readonly merged: string | undefined }
  | { readonly kind: 'wrong-code' | 'has-groups' | 'another-person' };

export async function redeemTicket(db: Kysely<Tables>, redemption: Redemption): Promise<Redeemed> {
  const { ticketHash, deviceId, secretHash, deviceName, now } = redemption;
  return db.transaction().execute(async (trx): Promise<Redeemed> => {
    const ticket = await trx
      .selectFrom('tickets')
      .select('account_id')
      .where('ticket_hash', '=', ticketHash)
      .where('expires_at', '>', now)
      .forUpdate()
      .executeTakeFirst();
    if (!ticket) return { kind: 'wrong-code' };
    const accountId = await resolveAccount(trx, ticket.account_id);
    const device = await trx
      .selectFrom('devices')
      .select(['account_id', 'secret_hash', 'revoked_at'])
      .where('device_id', '=', deviceId)
      .forUpdate()
      .executeTakeFirst();
    let merged: string | undefined;
    if (device && device.account_id !== accountId) {
      if (device.revoked_at !== null || device.secret_hash !== secretHash) return { kind: 'another-person' };
      if (await isProtected(trx, device.account_id)) return { kind: 'another-person' };
      if (!redemption.join && (await hasGroups(trx, device.account_id))) return { kind: 'has-groups' };
      await mergeAccounts(trx, device.account_id, accountId);
      merged = device.account_id;
    } else if (device && device.revoked_at === null && device.secret_hash !== secretHash) {
      return { kind: 'another-person' };
    }
    await trx.deleteFrom('tickets').where('ticket_hash', '=', ticketHash).execute();
    await bindDevice(trx, { accountId, deviceId, secretHash, deviceName, now });
    await endSessionsOf(trx, deviceId);
    await trx
      .insertInto('sessions')
      .values({
        token_hash: redemption.tokenHash,
        account_id: accountId,
        device_id: deviceId,
        made_at: now,
        expires_at: redemption.expiresAt,
        proven_at: now,
        is_named_by_host: redemption.isNamedByHost,
      })
      .execute();
    return { kind: 'bound', accountId, merged };
  });
}

export async function endSessionsOf(db: Kysely<Tables>, deviceId: string): Promise<void> {
  await db.updateTable('sessions').set({ revoked: true }).where('device_id', '=', deviceId).execute();
}

/** Accounts are merged into ones that are not merged themselves; a later merge makes a chain. */
export async function resolveAccount(db: Kysely<Tables>, accountId: string): Promise<string> {
  for (let at = accountId; ; ) {
    const { merged_into } = await db
      .selectFrom('accounts')
      .select('merged_into')
      .where('account_id', '=', at)
      .executeTakeFirstOrThrow();
    if (merged_into === null) return at;
    at = merged_into;
  }
}

async function bindDevice(
  trx: Transaction<Tables>,
  device: { accountId: string; deviceId: string; secretHash: string; deviceName: string; now: number },
): Promise<void> {
  const { accountId, deviceId, secretHash, deviceName, now } = device;
  const bound = { account_id: accountId, secret_hash: secretHash, name: deviceName, seen_at: now };
  await trx
    .insertInto('devices')
    .values({ device_id: deviceId, made_at: now, ...bound })
    .onConflict((conflict) => conflict.column('device_id').doUpdateSet({ ...bound, revoked_at: null }))
    .execute();
}

async function isProtected(trx: Transaction<Tables>, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select exists (select from logins where account_id = ${accountId})
      or exists (select from recovery_codes where account_id = ${accountId}) as "is"
  `.execute(trx);
  return rows[0]?.is ?? false;
}

async function hasGroups(trx: Transaction<Tables>, accountId: string): Promise<boolean> {
  const own = await trx
    .selectFrom('access')
    .select('group_id')
    .where('account_id', '=', accountId)
    .where('active', '=', true)
    .limit(1)
    .executeTakeFirst();
  return own !== undefined;
}

/** In this order: whoever writes a membership of `from` at this moment holds its row, and is waited for here. */
async function mergeAccounts(trx: Transaction<Tables>, from: string, into: string): Promise<void> {
  await trx.updateTable('accounts').set({ merged_into: into }).where('account_id', '=', from).execute();
  const owned = { account_id: into };
  await trx.updateTable('access').set(owned).where('account_id', '=', from).execute();
  await trx.updateTable('devices').set(owned).where('account_id', '=', from).execute();
  await sql`
    insert into consents (account_id, matter, version, given, at)
    select ${into}, matter, version, given, at from consents where account_id = ${from}
    on conflict do nothing
  `.execute(trx);
  await trx.deleteFrom('consents').where('account_id', '=', from).execute();
  // Its other devices, if it has any, begin new sessions by their secrets.
  await trx
    .updateTable('sessions')
    .set({ ...owned, revoked: true })
    .where('account_id', '=', from)
    .execute();
}
