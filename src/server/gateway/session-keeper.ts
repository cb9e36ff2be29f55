/**
 * Sessions: a random token in an httpOnly cookie, its hash in the database.
 *
 * The device's secret lets it come back as itself when its cookie is gone. A session is looked up at each ask,
 * in a cache whose entries are at most CACHE_MS old: a revocation takes effect within that on every node.
 */
import type { SessionRequest } from '#protocol/session.ts';
import { hashSecret, isEqual, newToken } from '../accounts/secrets.ts';
import type { AuditAbout } from '../audit/audit-entry.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { AccountStore, SessionRecord } from '../db/account-store.ts';
import type { Session } from '../sync/session.ts';
import { TokenBuckets } from './token-bucket.ts';

/** Browsers keep a cookie at most 400 days. */
export const SESSION_MAX_SECONDS = 400 * 24 * 3600;
const CACHE_MS = 5_000;
const CACHE_MAX = 50_000;
/** Refusals of one device that the audit log takes: more would only fill the disk. */
const REFUSALS_TOLD = { burst: 5, perSecond: 1 / 3_600 };

export type SessionOpening =
  /** `token`: the cookie to set; undefined when the present one stands. */
  | { readonly ok: true; readonly accountId: string; readonly token: string | undefined }
  /** Somebody else's device id: the secret is another one. */
  | { readonly ok: false };

export interface SessionKeeperOptions {
  readonly accounts: AccountStore;
  readonly audit: AuditLog;
  readonly now: () => number;
  readonly newId: () => string;
}

interface Cached {
  readonly session: SessionRecord | undefined;
  readonly readAt: number;
}

export class SessionKeeper {
  readonly #options: SessionKeeperOptions;
  readonly #cache = new Map<string, Cached>();
  readonly #seen = new Set<string>();
  readonly #nextKeys = new Set<string>();
  #nextRead: Promise<ReadonlyMap<string, SessionRecord>> | undefined;
  #presentRead: Promise<unknown> = Promise.resolve();
  readonly #refusals: TokenBuckets;

  constructor(options: SessionKeeperOptions) {
    this.#options = options;
    this.#refusals = new TokenBuckets(REFUSALS_TOLD, options.now);
  }

  /**
   * `present`: of the cookie. `former`: of a cookie that any host of the domain may have set; believed only of a
   * session that was made when there was no other kind. Throws what the database throws.
   */
  async open(
    request: SessionRequest,
    cookie: {
      readonly present: string | undefined;
      readonly former?: string | undefined;
      readonly isNamedByHost: boolean;
    },
  ): Promise<SessionOpening> {
    const { accounts, audit, now, newId } = this.#options;
    const { deviceId } = request;
    const present = await this.#presentSession(cookie.present, cookie.former);
    const secretHash = hashSecret(request.deviceSecret);
    const known = await accounts.getDevice(deviceId);
    if (known && !isEqual(known.secretHash, secretHash)) return this.#refuse(known);
    if (known && present?.deviceId === deviceId && cookie.present !== undefined) {
      return { ok: true, accountId: known.accountId, token: undefined };
    }
    // A new device of a browser that has a session (a clone that took a new id) stays in that account.
    const accountId = known?.accountId ?? present?.accountId ?? newId();
    const bound = known ?? (await accounts.bindDevice({ deviceId, accountId, secretHash }, now()));
    if (!isEqual(bound.secretHash, secretHash)) return this.#refuse(bound);
    const token = newToken();
    const session: SessionRecord = {
      accountId: bound.accountId,
      deviceId,
      expiresAt: now() + SESSION_MAX_SECONDS * 1000,
      provenAt: null,
      isNamedByHost: cookie.isNamedByHost,
    };
    await accounts.addSession(hashSecret(token), session, now());
    const told = [audit.record('session.opened', nameSession(hashSecret(token), session))];
    if (!known) told.unshift(audit.record('device.bound', { accountId: bound.accountId, deviceId }));
    // No cookie is given that the audit log does not know of.
    await Promise.all(told);
    return { ok: true, accountId: bound.accountId, token };
  }

  /** The session of this token, or undefined. Throws what the database throws. */
  async check(token: string): Promise<SessionRecord | undefined> {
    const { now } = this.#options;
    const key = hashSecret(token);
    const cached = this.#cache.get(key);
    const session = cached && now() - cached.readAt < CACHE_MS ? cached.session : await this.#read(key);
    return session && session.expiresAt > now() ? session : undefined;
  }

  /** Ends a session: at once here, within CACHE_MS on other nodes. */
  async revoke(token: string): Promise<void> {
    const { accounts, audit, now } = this.#options;
    const key = hashSecret(token);
    const session = await this.check(token);
    await accounts.revokeSession(key);
    this.#cache.set(key, { session: undefined, readAt: now() });
    if (session) await audit.record('session.ended', nameSession(key, session));
  }

  /** Called after sessions ended in the database: nothing here takes them for alive any more. */
  noteEnded(isEnded: (session: SessionRecord) => boolean): void {
    for (const [key, { session }] of this.#cache) {
      if (session && isEnded(session)) this.#cache.delete(key);
    }
  }

  /** The device is here; written down now and then, for the person's list of devices. */
  noteSeen(deviceId: string): void {
    this.#seen.add(deviceId);
  }

  async writeSeen(): Promise<void> {
    const seen = [...this.#seen];
    this.#seen.clear();
    if (seen.length > 0) await this.#options.accounts.noteSeen(seen, this.#options.now());
  }

  async #presentSession(
    present: string | undefined,
    former: string | undefined,
  ): Promise<SessionRecord | undefined> {
    if (present !== undefined) return this.check(present);
    const session = former === undefined ? undefined : await this.check(former);
    return session?.isNamedByHost === false ? session : undefined;
  }

  async #refuse({ accountId, deviceId }: Session): Promise<SessionOpening> {
    // Somebody may try for ever: the first few are news.
    if (this.#refusals.take(deviceId) === 0) {
      await this.#options.audit.record('session.refused', { accountId, deviceId });
    }
    return { ok: false };
  }

  /** One query at a time; what is asked meanwhile shares the next, as pushes share a commit. */
  #read(key: string): Promise<SessionRecord | undefined> {
    this.#nextRead ??= this.#readNext();
    this.#nextKeys.add(key);
    return this.#nextRead.then((sessions) => sessions.get(key));
  }

  async #readNext(): Promise<ReadonlyMap<string, SessionRecord>> {
    const { accounts, now } = this.#options;
    // Whoever started the read before this one hears of its failure.
    await this.#presentRead.catch(() => undefined);
    const keys = [...this.#nextKeys];
    this.#nextKeys.clear();
    const reading = accounts.listSessions(keys);
    this.#presentRead = reading;
    this.#nextRead = undefined;
    const sessions = await reading;
    if (this.#cache.size + keys.length > CACHE_MAX) this.#cache.clear();
    for (const key of keys) this.#cache.set(key, { session: sessions.get(key), readAt: now() });
    return sessions;
  }
}

/** In the audit log: a name for the session that opens nothing. */
function nameSession(tokenHash: string, { accountId, deviceId }: Session): AuditAbout {
  return { accountId, deviceId, sessionId: hashSecret(tokenHash).slice(0, 22) };
}
