import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readEnvelope } from './sentry-envelope.ts';
import { SentryIngest } from './sentry-ingest.ts';

const ID = '9ec79c33ec9942ab8353589fcb2e04dc';
const event = {
  event_id: ID,
  timestamp: 1_760_000_000.5,
  platform: 'javascript',
  level: 'error',
  release: 'racha@0.5.0+1a2b3c4d',
  environment: 'test',
  exception: { values: [{ type: 'TypeError' }] },
};
const header = { event_id: ID, sent_at: '2026-11-22T00:00:00.000Z' };
const lines = (...parts: unknown[]): Buffer =>
  Buffer.from(parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('\n'));

test('an event is read with its length and without', () => {
  const payload = JSON.stringify({ ...event, tags: { code: 'ação' } });
  const withLength = { type: 'event', length: Buffer.byteLength(payload) };
  for (const itemHeader of [withLength, { type: 'event' }]) {
    expect(readEnvelope(lines(header, itemHeader, payload)).items).toHaveLength(1);
    expect(readEnvelope(lines(header, itemHeader, payload, '')).items).toHaveLength(1);
  }
});

test.each([
  ['no JSON', lines('{', { type: 'event' }, event)],
  ['without items', lines(header)],
  ['no item type', lines(header, { type: 'replay_video' }, event)],
  ['says 5', lines(header, { type: 'event', length: 5 }, '{}')],
  ['no line break', lines(header, { type: 'event', length: 1 }, event)],
  ['without event_id', lines({}, { type: 'event' }, event)],
  ['another id', lines(header, { type: 'event' }, { ...event, event_id: 'f'.repeat(32) })],
  ['more than one', lines(header, { type: 'event' }, event, { type: 'event' }, event)],
  ['sent_at', lines({ ...header, sent_at: 'now' }, { type: 'event' }, event)],
  ['without a time', lines(header, { type: 'event' }, { ...event, timestamp: undefined })],
  ['platform', lines(header, { type: 'event' }, { ...event, platform: 'cobol' })],
  ['level', lines(header, { type: 'event' }, { ...event, level: 'bad' })],
  ['no release', lines(header, { type: 'event' }, { ...event, release: 'a b' })],
  ['without exceptions', lines(header, { type: 'event' }, { ...event, exception: { values: [] } })],
  ['a tag', lines(header, { type: 'event' }, { ...event, tags: { code: 'x'.repeat(201) } })],
])('an envelope is refused: %s', (why, body) => {
  expect(() => readEnvelope(body)).toThrow(why);
});

test('a request is refused without the key, with a cookie, to another project; gzip is read', async () => {
  await using ingest = await SentryIngest.open();
  const key = new URL(ingest.dsn).username;
  const good = `${ingest.origin}/api/4242/envelope/?sentry_version=7&sentry_key=${key}`;
  const body = lines(header, { type: 'event' }, event);
  const post = async (
    url: string,
    headers: Record<string, string> = {},
    what: Uint8Array = body,
  ): Promise<number> => (await fetch(url, { method: 'POST', headers, body: Buffer.from(what) })).status;
  expect(await post(good.replace(key, 'other'))).toBe(400);
  expect(await post(good.replace('4242', '1'))).toBe(400);
  expect(await post(good.replace('version=7', 'version=6'))).toBe(400);
  expect(await post(good, { cookie: 'a=b' })).toBe(400);
  expect(ingest.problems).toHaveLength(4);
  expect(await post(good, { 'content-encoding': 'gzip' }, gzipSync(body))).toBe(200);
  expect(await post(good)).toBe(400);
  expect(ingest.problems.at(-1)).toBe('the same event twice');
  expect(ingest.events).toHaveLength(1);
});
