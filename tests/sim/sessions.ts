/** Accounts and sessions as the database keeps them: they outlive server processes, and every node knows them. */
import type { Answer } from '#client/platform/transport.ts';
import { formatId } from '#domain/ids.ts';
import type { SessionReply, SessionRequest } from '#protocol/session.ts';
import type { Session } from '#server/sync/session.ts';
import type { Streams } from './prng.ts';
import type { Cookie } from './server-door.ts';

interface Account {
  readonly accountId: string;
  readonly secretsByDevice: Map<string, string>;
}

export interface OpenedSession {
  readonly answer: Answer<SessionReply>;
  readonly cookie: Cookie | null;
}

export class Sessions {
  readonly #streams: Streams;
  readonly #accounts: Account[] = [];
  readonly #byCookie = new Map<Cookie, Session>();

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
    const fresh = formatId(this.#streams.of('cookie', this.#byCookie.size, deviceId).bytes(16));
    this.#byCookie.set(fresh, { accountId: account.accountId, deviceId });
    return { answer: { ok: true, value: { accountId: account.accountId } }, cookie: fresh };
  }

  /** Every cookie is worthless from now on; devices come back with their secrets. */
  forgetAll(): void {
    this.#byCookie.clear();
  }

  #openAccount(): Account {
    const bytes = this.#streams.of('account', this.#accounts.length).bytes(16);
    const account = { accountId: formatId(bytes), secretsByDevice: new Map<string, string>() };
    this.#accounts.push(account);
    return account;
  }
}
