/**
 * Accounts, their devices and sessions. An account is anonymous when it is made, at a device's first contact; what
 * protects it later stands in `protection-store.ts`.
 * Secrets and tokens are stored as SHA-256; they have 256 bits, so nothing slower is needed.
 */
import { type Kysely, sql } from 'kysely';
import { endSessionsOf } from './redeem-ticket.ts';
import type { Tables } from './tables.ts';

export interface Device {
  readonly deviceId: string;
  readonly accountId: string;
  readonly secretHash: string;
}

export interface SessionRecord {
  readonly accountId: string;
  readonly deviceId: string;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** Epoch ms: when the person last proved who they are; null: at first contact nobody asks. */
  readonly provenAt: number | null;
  /** See `gateway/session-cookie.ts`. */
  readonly isNamedByHost: boolean;
}

export interface DeviceRecord {
  readonly deviceId: string;
  readonly name: string;
  readonly madeAt: number;
  readonly seenAt: number | null;
}

/** By what a device signs, and whose it is. */
export interface DeviceKey {
  readonly deviceId: string;
  readonly accountId: string;
  readonly publicKey: string;
}

export class AccountStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async getDevice(deviceId: string): Promise<Device | undefined> {
    return this.#db
      .selectFrom('devices')
      .select(['device_id as deviceId', 'account_id as accountId', 'secret_hash as secretHash'])
      .where('device_id', '=', deviceId)
      .executeTakeFirst();
  }

  /**
   * Binds the device, to `accountId` if it exists already, else to that account made now. When the device is
   * bound already (two tabs at once), that binding stands. Returns what stands.
   */
  async bindDevice(device: Device, madeAt: number): Promise<Device> {
    return this.#db.transaction().execute(async (trx) => {
      const { accountId: account_id, deviceId: device_id, secretHash: secret_hash } = device;
      await trx
        .insertInto('accounts')
        .values({ account_id, made_at: madeAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await trx
        .insertInto('devices')
        .values({ device_id, account_id, secret_hash, made_at: madeAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return trx
        .selectFrom('devices')
        .select(['device_id as deviceId', 'account_id as accountId', 'secret_hash as secretHash'])
        .where('device_id', '=', device.deviceId)
        .executeTakeFirstOrThrow();
    });
  }

  /** From now on the device signs by this key. False: it is not this account's, or was signed out. */
  async putDeviceKey({ deviceId, accountId, publicKey }: DeviceKey): Promise<boolean> {
    const put = await this.#db
      .updateTable('devices')
      .set({ public_key: publicKey })
      .where('device_id', '=', deviceId)
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .returning('device_id')
      .executeTakeFirst();
    return put !== undefined;
  }

  /** Undefined: nobody knows the device, it was signed out, or it never said by what it signs. */
  async getDeviceKey(deviceId: string): Promise<DeviceKey | undefined> {
    const key = await this.#db
      .selectFrom('devices')
      .select(['account_id as accountId', 'public_key as publicKey'])
      .where('device_id', '=', deviceId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (!key || key.publicKey === null) return undefined;
    return { deviceId, accountId: key.accountId, publicKey: key.publicKey };
  }

  async addSession(tokenHash: string, session: SessionRecord, madeAt: number): Promise<void> {
    await this.#db
      .insertInto('sessions')
      .values({
        token_hash: tokenHash,
        account_id: session.accountId,
        device_id: session.deviceId,
        made_at: madeAt,
        expires_at: session.expiresAt,
        proven_at: session.provenAt,
        is_named_by_host: session.isNamedByHost,
      })
      .execute();
  }

  /** The sessions of these tokens that are not revoked, by token hash; expiry is the caller's to check. */
  async listSessions(tokenHashes: readonly string[]): Promise<Map<string, SessionRecord>> {
    const { rows } = await sql<SessionRecord & { tokenHash: string }>`
      select token_hash as "tokenHash", account_id as "accountId", device_id as "deviceId",
        expires_at as "expiresAt", proven_at as "provenAt", is_named_by_host as "isNamedByHost"
      from sessions where token_hash = any(${[...tokenHashes]}::text[]) and not revoked
    `.execute(this.#db);
    return new Map(rows.map(({ tokenHash, ...session }) => [tokenHash, session]));
  }

  async revokeSession(tokenHash: string): Promise<void> {
    await this.#db
      .updateTable('sessions')
      .set({ revoked: true })
      .where('token_hash', '=', tokenHash)
      .execute();
  }

  /** Devices that may come back, latest first. */
  async listDevices(accountId: string): Promise<DeviceRecord[]> {
    return this.#db
      .selectFrom('devices')
      .select(['device_id as deviceId', 'name', 'made_at as madeAt', 'seen_at as seenAt'])
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .orderBy(sql`coalesce(seen_at, made_at)`, 'desc')
      .limit(DEVICES_SHOWN_MAX)
      .execute();
  }

  /** Signs the device out for good: its sessions end, and its secret opens nothing. False: not this account's. */
  async endDevice(accountId: string, deviceId: string, now: number): Promise<boolean> {
    return this.#db.transaction().execute(async (trx) => {
      const ended = await trx
        .updateTable('devices')
        .set({ secret_hash: '', public_key: null, revoked_at: now })
        .where('device_id', '=', deviceId)
        .where('account_id', '=', accountId)
        .returning('device_id')
        .executeTakeFirst();
      if (!ended) return false;
      await endSessionsOf(trx, deviceId);
      return true;
    });
  }

  async noteSeen(deviceIds: readonly string[], now: number): Promise<void> {
    await sql`
      update devices set seen_at = ${now} where device_id = any(${[...deviceIds]}::text[])
    `.execute(this.#db);
  }

  /** Housekeeping: sessions past their time. */
  async deleteExpiredSessions(now: number): Promise<void> {
    await this.#db.deleteFrom('sessions').where('expires_at', '<', now).execute();
  }
}

/** A browser that forgets everything makes a device each time; the list is read by a person. */
const DEVICES_SHOWN_MAX = 50;
