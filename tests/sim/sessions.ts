/** Accounts and sessions as the database keeps them: they outlive server processes, and every node knows them. */

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Answer } from '#client/platform/transport.ts';
import { base64url, formatId } from '#domain/ids.ts';
import type { SessionReply, SessionRequest } from '#protocol/session.ts';
import type { Session } from '#server/sync/session.ts';
import type { Streams } from './prng.ts';
import type { Cookie } from './server-door.ts';

interface Account {
  readonly accountId: string;
  readonly secretsByDevice: Map<string, string>;
}

export interface SessionsImage {
  readonly accounts: readonly Account[];
  readonly byCookie: ReadonlyMap<Cookie, Session>;
}

export interface OpenedSession {
  readonly answer: Answer<SessionReply>;
  readonly cookie: Cookie | null;
}

export class Sessions {
  readonly #streams: Streams;
  #accounts: Account[] = [];
  #byCookie = new Map<Cookie, Session>();
  /** Never the same id twice, also after a restore. */
  #made = 0;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  get(cookie: Cookie | null): Session | undefined {
    return cookie === null ? undefined : this.#byCookie.get(cookie);
  }

  open({ deviceId, deviceSecret }: SessionRequest, cookie: Cookie | null): OpenedSession {
    const known = this.#accounts.find((account) => account.secretsByDevice.has(deviceId));
    if (known !== undefined && known.secretsByDevice.get(deviceId) !== deviceSecret) {
      return { answer: { ok: false, failure: { kind: 'refused', wait: { wait: 'auth' } } }, cookie: null };
    }
    const bearer = this.get(cookie)?.accountId;
    const account = known ?? this.#accounts.find((one) => one.accountId === bearer) ?? this.#openAccount();
    account.secretsByDevice.set(deviceId, deviceSecret);
    const fresh = formatId(this.#streams.of('cookie', this.#made++, deviceId).bytes(16));
    this.#byCookie.set(fresh, { accountId: account.accountId, deviceId });
    return { answer: { ok: true, value: { accountId: account.accountId } }, cookie: fresh };
  }

  /** The person of this device signs in on another one. False: the server has never met it. */
  signIn(deviceId: string, phone: { readonly deviceId: string; readonly deviceSecret: string }): boolean {
    const account = this.#accounts.find(({ secretsByDevice }) => secretsByDevice.has(deviceId));
    account?.secretsByDevice.set(phone.deviceId, phone.deviceSecret);
    return account !== undefined;
  }

  accountOf(deviceId: string): string | undefined {
    return this.#accounts.find((account) => account.secretsByDevice.has(deviceId))?.accountId;
  }

  /** Every cookie is worthless from now on; devices come back with their secrets. */
  forgetAll(): void {
    this.#byCookie.clear();
  }

  /** What a backup of the database has of them. */
  backUp(): SessionsImage {
    const accounts = this.#accounts.map(copyAccount);
    return { accounts, byCookie: new Map(this.#byCookie) };
  }

  restore({ accounts, byCookie }: SessionsImage): void {
    this.#accounts = accounts.map(copyAccount);
    this.#byCookie = new Map(byCookie);
  }

  #openAccount(): Account {
    const bytes = this.#streams.of('account', this.#made++).bytes(16);
    const account = { accountId: formatId(bytes), secretsByDevice: new Map<string, string>() };
    this.#accounts.push(account);
    return account;
  }
}

/** As long as a signature, and as hard to come by for anything in a run that is not this device. */
export function signFor(deviceId: string, text: string): string {
  const half = (salt: string): string => base64url(sha256(utf8ToBytes(`${salt} ${deviceId} ${text}`)));
  return half('a') + half('b');
}

function copyAccount({ accountId, secretsByDevice }: Account): Account {
  return { accountId, secretsByDevice: new Map(secretsByDevice) };
}
