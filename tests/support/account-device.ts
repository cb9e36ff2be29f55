/** A device that asks the account calls by hand: its id and secret, and the cookies a browser would keep. */
import { randomBytes } from 'node:crypto';
import type { AccountCall, AccountReply, AccountRequest } from '#protocol/account.ts';
import { PROTOCOL_HEADER } from '#protocol/frames.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { newId } from './raw-device.ts';

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export class AccountDevice {
  readonly origin: string;
  readonly deviceId = newId();
  readonly deviceSecret = randomBytes(32).toString('base64url');
  cookie = '';
  /** Sent along with everything: behind a proxy, another page's origin … */
  readonly headers: Record<string, string>;

  constructor(origin: string, headers: Record<string, string> = {}) {
    this.origin = origin;
    this.headers = headers;
  }

  /** First contact, or coming back. */
  async open(): Promise<string> {
    const { status, body } = await this.#post('/api/session', {
      protocol: PROTOCOL_VERSION,
      deviceId: this.deviceId,
      deviceSecret: this.deviceSecret,
    });
    if (status !== 200) throw new Error(`session: ${status} ${JSON.stringify(body)}`);
    return String(body.accountId);
  }

  ask<N extends AccountCall>(name: N, request: AccountRequest<N>): Promise<Answered> {
    return this.#post(`/api/${name}`, request);
  }

  /** Throws what was refused. */
  async must<N extends AccountCall>(name: N, request: AccountRequest<N>): Promise<AccountReply<N>> {
    const { status, body } = await this.ask(name, request);
    if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
    return body as AccountReply<N>;
  }

  redeem(ticket: string, join = false): Promise<Answered> {
    const { deviceId, deviceSecret } = this;
    return this.ask('entry/redeem', { ticket, deviceId, deviceSecret, deviceName: 'Aparelho', join });
  }

  /** The status of an ask that needs a session. */
  async helloStatus(): Promise<number> {
    const response = await fetch(`${this.origin}/sync/hello`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-ndjson',
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
        cookie: this.cookie,
      },
      body: '',
    });
    await response.body?.cancel();
    return response.status;
  }

  async #post(path: string, body: object): Promise<Answered> {
    const response = await fetch(`${this.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.cookie, ...this.headers },
      body: JSON.stringify(body),
    });
    this.#keepCookies(response);
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const isGone = line.includes('Max-Age=0');
      const [name] = pair.split('=');
      const others = this.cookie.split('; ').filter((one) => one !== '' && one.split('=')[0] !== name);
      this.cookie = (isGone ? others : [...others, pair]).join('; ');
    }
  }
}
