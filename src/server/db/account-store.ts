/**
 * Accounts, their devices and sessions. Anonymous for now: an account is made at a device's first contact.
 * Secrets and tokens are stored as SHA-256; they have 256 bits, so nothing slower is needed.
 */
import { type Kysely, sql } from 'kysely';
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

  async addSession(tokenHash: string, session: SessionRecord, madeAt: number): Promise<void> {
    await this.#db
      .insertInto('sessions')
      .values({
        token_hash: tokenHash,
        account_id: session.accountId,
        device_id: session.deviceId,
        made_at: madeAt,
        expires_at: session.expiresAt,
      })
      .execute();
  }

  /** The sessions of these tokens that are not revoked, by token hash; expiry is the caller's to check. */
  async listSessions(tokenHashes: readonly string[]): Promise<Map<string, SessionRecord>> {
    const { rows } = await sql<SessionRecord & { tokenHash: string }>`
      select token_hash as "tokenHash", account_id as "accountId", device_id as "deviceId",
        expires_at as "expiresAt"
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

  /** Housekeeping: sessions past their time. */
  async deleteExpiredSessions(now: number): Promise<void> {
    await this.#db.deleteFrom('sessions').where('expires_at', '<', now).execute();
  }
}
