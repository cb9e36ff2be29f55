import { expect, onTestFinished, test } from 'vitest';
import { AccountDevice } from '#tests/support/account-device.ts';
import { startTestServer } from '#tests/support/test-server.ts';

const DSN = 'https://a1b2c3d4@errors.example/7';
const ENV = { SENTRY_CLIENT_DSN: DSN, SENTRY_ENVIRONMENT: 'staging', SENTRY_SAMPLE_RATE: '0.25' };

async function openAccount(origin: string): Promise<{ device: AccountDevice; accountId: string }> {
  const device = new AccountDevice(origin);
  return { device, accountId: await device.open() };
}

test('an app hears where to report once its person said yes to these words, and as whom: never who', async () => {
  const one = await startTestServer(ENV);
  onTestFinished(() => one[Symbol.asyncDispose]());
  const { device, accountId } = await openAccount(one.origin);
  const read = () => device.must('account/error-reports/read', {});
  const answer = (version: number, given: boolean) =>
    device.must('account/consents/answer', { matter: 'error-reports', version, given });

  expect(await read()).toEqual({ isAllowed: false, place: null });
  // Said when the words were "if we ever do".
  await answer(2, true);
  expect(await read()).toEqual({ isAllowed: false, place: null });
  await answer(3, true);
  const { place } = await read();
  expect(place).toMatchObject({ dsn: DSN, environment: 'staging', sampleRate: 0.25 });
  expect(place?.user).toMatch(/^[0-9a-f]{32}$/);
  expect(place?.user).not.toContain(accountId);
  expect((await read()).place).toEqual(place);

  const other = await openAccount(one.origin);
  await other.device.must('account/consents/answer', { matter: 'error-reports', version: 3, given: true });
  const theirs = await other.device.must('account/error-reports/read', {});
  expect(theirs.place?.user).not.toBe(place?.user);

  await answer(3, false);
  expect(await read()).toEqual({ isAllowed: false, place: null });
});

test('a yes where the operator named no receiver leads nowhere', async () => {
  const server = await startTestServer();
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { device } = await openAccount(server.origin);
  await device.must('account/consents/answer', { matter: 'error-reports', version: 3, given: true });
  expect(await device.must('account/error-reports/read', {})).toEqual({ isAllowed: true, place: null });
  const page = await fetch(server.origin);
  expect(page.headers.get('content-security-policy')).toContain("connect-src 'self';");
});
