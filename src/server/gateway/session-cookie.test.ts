import { expect, onTestFinished, test } from 'vitest';
import { AccountDevice } from '#tests/support/account-device.ts';
import { startTestServer } from '#tests/support/test-server.ts';
import { createSessionCookie } from './session-cookie.ts';

const TOKEN = 'a'.repeat(43);
const OTHER = 'b'.repeat(43);

test('over https no other host can set the cookie, and what has the plain name is another one’s', () => {
  const cookie = createSessionCookie(true);
  expect(cookie.set(TOKEN)[0]).toMatch(
    /^__Host-racha_session=a{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=\d+$/,
  );
  expect(cookie.tokenOf(`racha_session=${OTHER}; __Host-racha_session=${TOKEN}`)).toBe(TOKEN);
  expect(cookie.tokenOf(`racha_session=${OTHER}`)).toBeUndefined();
  expect(cookie.formerTokenOf(`racha_session=${OTHER}`)).toBe(OTHER);
});

test('without https the name is the plain one, and nothing is read twice', () => {
  const cookie = createSessionCookie(false);
  expect(cookie.set(TOKEN)).toHaveLength(1);
  expect(cookie.tokenOf(`racha_session=${TOKEN}`)).toBe(TOKEN);
  expect(cookie.formerTokenOf(`racha_session=${TOKEN}`)).toBeUndefined();
  expect(cookie.tokenOf('racha_session=short; racha_session')).toBeUndefined();
});

test('a session made now is not taken from the plain name: somebody else may have put it there', async () => {
  const origin = 'https://racha.test';
  const running = await startTestServer({ PUBLIC_ORIGIN: origin });
  onTestFinished(() => running[Symbol.asyncDispose]());
  const attacker = new AccountDevice(running.origin, { origin });
  const attackers = await attacker.open();
  const token = attacker.cookie.split('=')[1] ?? '';
  // What another host of the domain can do to a browser that has no session yet.
  const victim = new AccountDevice(running.origin, { origin });
  victim.cookie = `racha_session=${token}`;
  expect(await victim.open()).not.toBe(attackers);
  expect(victim.cookie).toMatch(/^__Host-racha_session=/);
});
