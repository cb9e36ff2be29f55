/** The real server, the real better-auth, a real SMTP server: ways in, ways to try them without right. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AccountDevice } from '#tests/support/account-device.ts';
import { type MailBox, openMailBox } from '#tests/support/mail-box.ts';
import { openRawDevice } from '#tests/support/raw-device.ts';
import { SoftAuthenticator } from '#tests/support/soft-authenticator.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';

/** `environment`: of the server, DATABASE_URL for one. */
export function describeAccounts(
  name: string,
  prepare: () => Promise<{ readonly environment: Record<string, string>; close(): Promise<void> }>,
): void {
  let box: MailBox;
  let running: TestServer;
  let prepared: Awaited<ReturnType<typeof prepare>>;
  beforeAll(async () => {
    prepared = await prepare();
    box = await openMailBox();
    running = await startTestServer({
      ...prepared.environment,
      SMTP_URL: box.url,
      MAIL_FROM: 'Racha <racha@racha.test>',
    });
  }, 120_000);
  afterAll(async () => {
    await running[Symbol.asyncDispose]();
    await box[Symbol.asyncDispose]();
    await prepared.close();
  });
  let people = 0;
  const newEmail = (): string => `pessoa${++people}@racha.test`;

  async function newDevice(headers?: Record<string, string>): Promise<AccountDevice> {
    const device = new AccountDevice(running.origin, headers);
    await device.open();
    return device;
  }

  /** A person whose account an address protects. */
  async function protectedByEmail(): Promise<{ device: AccountDevice; email: string; accountId: string }> {
    const device = await newDevice();
    const email = newEmail();
    await device.must('account/email/begin', { email, language: 'pt-BR' });
    await device.must('account/email/add', { email, code: box.codeFor(email) });
    const { accountId } = await device.must('account/read', {});
    return { device, email, accountId };
  }

  async function ticketByEmail(device: AccountDevice, email: string): Promise<string> {
    await device.must('entry/email/begin', { email, language: 'pt-BR' });
    return (await device.must('entry/email/finish', { email, code: box.codeFor(email) })).ticket;
  }

  describe(name, () => {
    test('an address protects the account, and brings a new phone in: same account, another device', async () => {
      const { device, email, accountId } = await protectedByEmail();
      expect(await device.must('account/read', {})).toMatchObject({
        email,
        offersEmail: true,
        isProven: false,
      });
      const phone = await newDevice();
      const before = phone.cookie;
      expect((await phone.redeem(await ticketByEmail(phone, email))).body).toEqual({ accountId });
      expect(phone.cookie).not.toBe(before);
      const { devices, isProven } = await phone.must('account/read', {});
      expect(devices.map(({ deviceId }) => deviceId).sort()).toEqual(
        [device.deviceId, phone.deviceId].sort(),
      );
      expect(isProven).toBe(true);
    });

    test('signing in ends the session there was: a token that somebody planted opens nothing afterwards', async () => {
      const { email } = await protectedByEmail();
      const phone = await newDevice();
      const planted = phone.cookie;
      await phone.redeem(await ticketByEmail(phone, email));
      const thief = new AccountDevice(running.origin);
      thief.cookie = planted;
      expect(await thief.helloStatus()).toBe(401);
      expect(await thief.ask('account/read', {})).toMatchObject({
        status: 401,
        body: { error: 'signed-out' },
      });
      expect(await phone.helloStatus()).toBe(200);
    });

    test('a code works once, for ten minutes, and three wrong ones end it', async () => {
      const { device, email } = await protectedByEmail();
      await device.must('entry/email/begin', { email, language: 'pt-BR' });
      const used = box.codeFor(email);
      await device.must('entry/email/finish', { email, code: used });
      expect((await device.ask('entry/email/finish', { email, code: used })).body).toEqual({
        error: 'wrong-code',
      });

      await device.must('entry/email/begin', { email, language: 'pt-BR' });
      const code = box.codeFor(email);
      const wrong = code === '000000' ? '000001' : '000000';
      for (let i = 0; i < 3; i++) {
        expect((await device.ask('entry/email/finish', { email, code: wrong })).body).toEqual({
          error: 'wrong-code',
        });
      }
      expect((await device.ask('entry/email/finish', { email, code })).body.error).toMatch(
        /too-many|wrong-code/,
      );
    });

    test('thirty wrong codes at once are no more than three', async () => {
      const { device, email } = await protectedByEmail();
      await device.must('entry/email/begin', { email, language: 'pt-BR' });
      const code = Number(box.codeFor(email));
      const guesses = Array.from({ length: 30 }, (_, i) =>
        String((code + i + 1) % 1_000_000).padStart(6, '0'),
      );
      await Promise.all(guesses.map((guess) => device.ask('entry/email/finish', { email, code: guess })));
      const last = await device.ask('entry/email/finish', { email, code: String(code).padStart(6, '0') });
      expect(last.status).not.toBe(200);
    });

    test('mails to one address are few, whoever asks for them', async () => {
      const email = newEmail();
      const refused: unknown[] = [];
      for (let i = 0; i < 7; i++) {
        const device = await newDevice();
        const { body } = await device.ask('entry/email/begin', { email, language: 'pt-BR' });
        if ('error' in body) refused.push(body.error);
      }
      expect(refused).toEqual(['too-many', 'too-many']);
      expect(box.mails.filter(({ to }) => to === email)).toHaveLength(5);
    });

    test('whether an address protects something is not told before it is proven', async () => {
      const { email } = await protectedByEmail();
      const stranger = await newDevice();
      const unknown = newEmail();
      const known = await stranger.ask('entry/email/begin', { email, language: 'pt-BR' });
      expect(await stranger.ask('entry/email/begin', { email: unknown, language: 'pt-BR' })).toEqual(known);
      for (const asked of [email, unknown]) {
        const code = box.codeFor(asked) === '000000' ? '000001' : '000000';
        expect((await stranger.ask('entry/email/finish', { email: asked, code })).body).toEqual({
          error: 'wrong-code',
        });
      }
      // Its owner may know.
      const answer = await stranger.ask('entry/email/finish', { email: unknown, code: box.codeFor(unknown) });
      expect(answer.body).toEqual({ error: 'no-account' });
    });

    test('one address protects one account', async () => {
      const { email } = await protectedByEmail();
      const other = await newDevice();
      await other.must('account/email/begin', { email, language: 'pt-BR' });
      const answer = await other.ask('account/email/add', { email, code: box.codeFor(email) });
      expect(answer.body).toEqual({ error: 'taken' });
    });

    test('a protected account asks for a proof before its protections change, and the proof makes a new session', async () => {
      const { device, email } = await protectedByEmail();
      for (const refused of [
        await device.ask('account/email/remove', {}),
        await device.ask('account/recovery/renew', {}),
        await device.ask('account/passkey/begin', {}),
        await device.ask('account/email/begin', { email: newEmail(), language: 'en' }),
        await device.ask('account/device/end', { deviceId: device.deviceId }),
      ]) {
        expect(refused.body).toEqual({ error: 'needs-proof' });
      }
      const before = device.cookie;
      await device.redeem(await ticketByEmail(device, email));
      expect(device.cookie).not.toBe(before);
      await device.must('account/email/remove', {});
      expect((await device.must('account/read', {})).email).toBeNull();
    });

    test('the recovery code works once, typed as a person types, and a new one ends the old one', async () => {
      const device = await newDevice();
      const { code: first } = await device.must('account/recovery/renew', {});
      expect(first).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
      await device.redeem((await device.must('entry/recovery', { code: first })).ticket);
      expect((await device.ask('entry/recovery', { code: first })).body).toEqual({ error: 'wrong-code' });
      const { code: second } = await device.must('account/recovery/renew', {});
      const { code: third } = await device.must('account/recovery/renew', {});
      expect((await device.ask('entry/recovery', { code: second })).body).toEqual({ error: 'wrong-code' });
      const phone = await newDevice();
      const typed = third.toLowerCase().replaceAll('-', ' ');
      expect((await phone.redeem((await phone.must('entry/recovery', { code: typed })).ticket)).status).toBe(
        200,
      );
    });

    test('a ticket is used once and by nobody else; one that is made up opens nothing', async () => {
      const { email } = await protectedByEmail();
      const phone = await newDevice();
      const ticket = await ticketByEmail(phone, email);
      expect((await phone.redeem(ticket)).status).toBe(200);
      const thief = await newDevice();
      expect((await thief.redeem(ticket)).body).toEqual({ error: 'wrong-code' });
      expect((await thief.redeem(randomBytes(32).toString('base64url'))).body).toEqual({
        error: 'wrong-code',
      });
    });

    test("another device's id is nobody's to take, with a ticket of one's own or without", async () => {
      const victim = await newDevice();
      const { email } = await protectedByEmail();
      const thief = new AccountDevice(running.origin);
      Object.defineProperty(thief, 'deviceId', { value: victim.deviceId });
      expect((await thief.redeem(await ticketByEmail(thief, email))).body).toEqual({
        error: 'another-person',
      });
      expect(await victim.helloStatus()).toBe(200);
    });

    test('a passkey protects the account and opens it; its answers count once, and only to their own question', async () => {
      const device = await newDevice();
      const key = new SoftAuthenticator(running.origin);
      const begun = await device.must('account/passkey/begin', {});
      const response = key.create(begun.options);
      const answer = { response, ceremony: begun.ceremony, name: 'Celular' };
      await device.must('account/passkey/add', answer);
      expect((await device.ask('account/passkey/add', answer)).body.error).toMatch(/wrong-code|needs-proof/);
      const { accountId, passkeys } = await device.must('account/read', {});
      expect(passkeys.map(({ name }) => name)).toEqual(['Celular']);

      const phone = await newDevice();
      const asked = await phone.must('entry/passkey/begin', {});
      const shown = { response: key.get(asked.options), ceremony: asked.ceremony };
      const { ticket } = await phone.must('entry/passkey/finish', shown);
      expect((await phone.ask('entry/passkey/finish', shown)).body).toEqual({ error: 'wrong-code' });
      const other = await phone.must('entry/passkey/begin', {});
      const swapped = { response: shown.response, ceremony: other.ceremony };
      expect((await phone.ask('entry/passkey/finish', swapped)).body).toEqual({ error: 'wrong-code' });
      expect((await phone.redeem(ticket)).body).toEqual({ accountId });
      await phone.must('account/passkey/remove', { passkeyId: passkeys[0]?.passkeyId ?? '' });
      const late = await phone.must('entry/passkey/begin', {});
      const dead = { response: key.get(late.options), ceremony: late.ceremony };
      expect((await phone.ask('entry/passkey/finish', dead)).body).toEqual({ error: 'wrong-code' });
    });

    test('a passkey whose owner was not asked, or of another page, or of another account’s question, is none', async () => {
      const device = await newDevice();
      const stranger = await newDevice();
      const bents = [{ isVerified: false }, { origin: 'https://evil.example' }, { challenge: 'AAAA' }];
      for (const bent of bents) {
        const key = new SoftAuthenticator(running.origin);
        const { options, ceremony } = await device.must('account/passkey/begin', {});
        const response = key.create(options, bent);
        const added = await device.ask('account/passkey/add', { response, ceremony, name: 'x' });
        expect(added.body).toEqual({ error: 'wrong-code' });
      }
      const mine = await device.must('account/passkey/begin', {});
      await stranger.must('account/passkey/begin', {});
      const key = new SoftAuthenticator(running.origin);
      const stolen = { response: key.create(mine.options), ceremony: mine.ceremony, name: 'x' };
      expect((await stranger.ask('account/passkey/add', stolen)).body).toEqual({ error: 'wrong-code' });
      expect((await device.must('account/read', {})).passkeys).toEqual([]);

      const own = await device.must('account/passkey/begin', {});
      const added = { response: key.create(own.options), ceremony: own.ceremony, name: 'x' };
      await device.must('account/passkey/add', added);
      for (const bent of bents) {
        const { options, ceremony } = await stranger.must('entry/passkey/begin', {});
        const answer = { response: key.get(options, bent), ceremony };
        expect((await stranger.ask('entry/passkey/finish', answer)).body).toEqual({ error: 'wrong-code' });
      }
    });

    test('a device is let in by its code, after a yes on the old one, once', async () => {
      const old = await newDevice();
      const phone = await newDevice();
      const { requestId, secret, code, number } = await phone.must('entry/link/begin', {
        deviceName: 'Chrome · Android',
      });
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(await phone.must('entry/link/wait', { requestId, secret })).toEqual({ state: 'waiting' });
      const typed = code.toLowerCase().replace('-', ' ');
      expect(await old.must('account/link/look', { code: typed })).toEqual({
        deviceName: 'Chrome · Android',
        number,
      });
      // Looking is not answering.
      expect(await phone.must('entry/link/wait', { requestId, secret })).toEqual({ state: 'waiting' });
      await old.must('account/link/answer', { code, isApproved: true });
      const other = randomBytes(32).toString('base64url');
      expect((await phone.ask('entry/link/wait', { requestId, secret: other })).body).toEqual({
        error: 'expired',
      });
      const answer = await phone.must('entry/link/wait', { requestId, secret });
      expect(answer).toHaveProperty('ticket');
      expect((await phone.ask('entry/link/wait', { requestId, secret })).body).toEqual({ error: 'expired' });
      expect((await old.ask('account/link/answer', { code, isApproved: true })).body).toEqual({
        error: 'wrong-code',
      });
      const ticket = 'ticket' in answer ? answer.ticket : '';
      const { accountId } = await old.must('account/read', {});
      expect((await phone.redeem(ticket)).body).toEqual({ accountId });
    });

    test('a no is final, and the number of tries is not endless', async () => {
      const old = await newDevice();
      const phone = await newDevice();
      const { requestId, secret, code } = await phone.must('entry/link/begin', { deviceName: 'iPhone' });
      await old.must('account/link/answer', { code, isApproved: false });
      expect(await phone.must('entry/link/wait', { requestId, secret })).toEqual({ state: 'refused' });
      expect((await old.ask('account/link/answer', { code, isApproved: true })).body).toEqual({
        error: 'wrong-code',
      });
      const answers: unknown[] = [];
      for (let i = 0; i < 12; i++) {
        answers.push((await old.ask('account/link/look', { code: 'AAAA-BBBB' })).body.error);
      }
      expect(answers.filter((error) => error === 'wrong-code').length).toBeLessThanOrEqual(10);
      expect(answers.at(-1)).toBe('too-many');
    });

    test("linking merges: the phone's groups and the old device's are one person's, members as they were", async () => {
      const owner = await openRawDevice(running.origin);
      const trip = await owner.createGroup('Floripa');
      const phone = await openRawDevice(running.origin);
      const barbecue = await phone.createGroup('Churrasco');

      const { code } = await askRaw(owner.cookie, 'account/recovery/renew', {});
      const { ticket } = await askRaw('', 'entry/recovery', { code });
      const { deviceId, deviceSecret } = phone;
      const redeem = { ticket, deviceId, deviceSecret, deviceName: 'Aparelho' };
      // The phone's own groups are not thrown together without asking.
      const unasked = await askRaw(phone.cookie, 'entry/redeem', { ...redeem, join: false });
      expect(unasked).toEqual({ error: 'has-groups' });
      const socket = await phone.openSocket();
      const cut = new Promise((resolve) => socket.ws.once('close', resolve));
      let cookie = '';
      await askRaw(phone.cookie, 'entry/redeem', { ...redeem, join: true }, (set) => {
        cookie = set;
      });
      await cut;

      // The session it had is over; the same device, lanes and all, goes on with the new one.
      await expect(phone.hello()).rejects.toThrow('401');
      phone.takeCookie(cookie);
      const { groups } = await phone.hello();
      expect(groups.map(({ groupId }) => groupId).sort()).toEqual([trip.groupId, barbecue.groupId].sort());
      const byGroup = new Map(groups.map((group) => [group.groupId, group]));
      expect(byGroup.get(trip.groupId)?.myMemberId).toBe(owner.memberId);
      expect(byGroup.get(barbecue.groupId)).toMatchObject({ myMemberId: phone.memberId, myLastSeq: 1 });
      // What it still had on its way goes in as the member it was, under the number it has.
      const late = phone.newOp('message.sent', { messageId: phone.newOp('x', {}).opId, text: 'cheguei' });
      expect((await phone.push(barbecue.groupId, [late])).verdicts).toEqual([2]);
      // And both hear both groups from now on.
      const heard: string[] = [];
      const listener = await phone.openSocket((text) => heard.push(text));
      await owner.push(trip.groupId, [
        owner.newOp('message.sent', { messageId: owner.newOp('x', {}).opId, text: 'oi' }),
      ]);
      await expect.poll(() => heard.some((text) => text.includes(trip.groupId))).toBe(true);
      listener.close();
      // And the old device sees the phone's group.
      expect((await owner.hello()).groups).toHaveLength(2);
    });

    test("a device of another protected account stays that person's: the two never become one", async () => {
      const first = await protectedByEmail();
      const second = await protectedByEmail();
      const ticket = await ticketByEmail(first.device, second.email);
      for (const join of [false, true]) {
        expect((await first.device.redeem(ticket, join)).body).toEqual({ error: 'another-person' });
      }
      // The ticket is still good for a device that is nobody's.
      expect((await new AccountDevice(running.origin).redeem(ticket)).body).toEqual({
        accountId: second.accountId,
      });
    });

    test('a device that was signed out from afar comes back only with a proof, and as the same device', async () => {
      const { device, email, accountId } = await protectedByEmail();
      const phone = await newDevice();
      await phone.redeem(await ticketByEmail(phone, email));
      await phone.must('account/device/end', { deviceId: device.deviceId });
      expect(await device.helloStatus()).toBe(401);
      await expect(device.open()).rejects.toThrow('401');
      const { devices } = await phone.must('account/read', {});
      expect(devices.map(({ deviceId }) => deviceId)).toEqual([phone.deviceId]);
      expect((await device.redeem(await ticketByEmail(device, email))).body).toEqual({ accountId });
      expect(await device.helloStatus()).toBe(200);
    });

    test("nobody ends another account's device", async () => {
      const victim = await newDevice();
      const stranger = await newDevice();
      await stranger.ask('account/device/end', { deviceId: victim.deviceId });
      expect(await victim.helloStatus()).toBe(200);
    });

    test('a socket does not outlive the session it came with', async () => {
      const device = await openRawDevice(running.origin);
      const socket = await device.openSocket();
      const closed = new Promise((resolve) => socket.ws.once('close', resolve));
      await askRaw(device.cookie, 'account/leave', {});
      await closed;
      await expect(device.hello()).rejects.toThrow('401');
    });

    test('leaving takes the cookie away, also one that is worth nothing', async () => {
      const device = await newDevice();
      await device.must('account/leave', {});
      expect(device.cookie).toBe('');
      device.cookie = `racha_session=${'x'.repeat(43)}`;
      await device.must('account/leave', {});
      expect(device.cookie).toBe('');
    });

    test('a mail that cannot be sent is said to be, and another page may ask for none', async () => {
      const evil = new AccountDevice(running.origin, { origin: 'https://evil.example' });
      expect((await evil.ask('entry/email/begin', { email: newEmail(), language: 'en' })).status).toBe(403);
      const closed = await openMailBox();
      closed.refuse();
      const other = await startTestServer({ SMTP_URL: closed.url, MAIL_FROM: 'racha@racha.test' });
      const device = new AccountDevice(other.origin);
      await device.open();
      const answer = await device.ask('account/email/begin', { email: newEmail(), language: 'en' });
      expect(answer).toMatchObject({ status: 503, body: { error: 'unavailable' } });
      await other[Symbol.asyncDispose]();
      await closed[Symbol.asyncDispose]();
    });
  });

  async function askRaw(
    cookie: string,
    name: string,
    body: object,
    onCookie: (cookie: string) => void = () => undefined,
  ): Promise<Record<string, unknown>> {
    const response = await fetch(`${running.origin}/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
    for (const line of response.headers.getSetCookie()) onCookie(line.split(';')[0] ?? '');
    return (await response.json()) as Record<string, unknown>;
  }
}
