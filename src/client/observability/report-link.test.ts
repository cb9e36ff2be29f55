import { expect, test } from 'vitest';
import { createReportLink } from './report-link.ts';

function linkTo(...answers: (readonly [number, Record<string, string>?])[]) {
  let nowMs = 1_000;
  const asked: RequestInit[] = [];
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  const link = createReportLink({
    fetch: async (_address, init = {}) => {
      asked.push(init);
      const [status, headers = {}] = answers.shift() ?? [200];
      return new Response(null, { status, headers });
    },
    now: () => nowMs,
    isOnline: () => true,
  });
  return { link, asked, pass };
}

test.each([
  [429, { 'retry-after': '120' }, 120_000],
  [429, {}, 60_000],
  [429, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 60_000],
  [429, { 'x-sentry-rate-limits': '30:error;default:organization' }, 30_000],
  [429, { 'retry-after': '999999999' }, 86_400_000],
])('%i with %o closes the way for %i ms and keeps the report', async (status, headers, ms) => {
  const { link, pass } = linkTo([status, headers as Record<string, string>]);
  await expect(link.fetch('http://x')).rejects.toThrow();
  expect(link.isOpen()).toBe(false);
  pass(ms - 1);
  expect(link.isOpen()).toBe(false);
  pass(1);
  expect(link.isOpen()).toBe(true);
});

test('a limit that is told with a yes counts for the next, one on other things does not', async () => {
  const { link } = linkTo(
    [200, { 'x-sentry-rate-limits': '60:transaction:key, 10:session' }],
    [200, { 'x-sentry-rate-limits': '60::org' }],
  );
  expect((await link.fetch('http://x')).status).toBe(200);
  expect(link.isOpen()).toBe(true);
  expect((await link.fetch('http://x')).status).toBe(200);
  expect(link.isOpen()).toBe(false);
});

test('the transport hears of no limit: it would drop what waits', async () => {
  const { link } = linkTo([200, { 'x-sentry-rate-limits': '60::org', 'retry-after': '60' }]);
  expect([...(await link.fetch('http://x')).headers]).toEqual([]);
});

test('nothing of the page goes along, and nobody is waited for without end', async () => {
  const { link, asked } = linkTo([200]);
  await link.fetch('http://x', {
    method: 'POST',
    body: 'x',
    keepalive: true,
    referrerPolicy: 'strict-origin',
  });
  expect(asked).toMatchObject([
    {
      method: 'POST',
      body: 'x',
      keepalive: true,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
    },
  ]);
  expect(asked[0]?.signal).toBeInstanceOf(AbortSignal);
});

test('closed is closed', () => {
  const { link, pass } = linkTo();
  link.close();
  pass(1e9);
  expect(link.isOpen()).toBe(false);
});
