import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { SECRET_NAMES } from './read-secrets.ts';

test('an empty environment is a whole configuration', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '0.0.0.0',
    database: { dataDir: './data' },
    ledgerDirectory: './data-ledger',
    photos: {
      place: { directory: './data/blobs' },
      groupMaxBytes: 2_000 * 1024 * 1024,
      dayMaxBytes: 300 * 1024 * 1024,
    },
    past: { everyVersionMs: 90 * 86_400_000, everyDayMs: 400 * 86_400_000 },
    redisUrl: undefined,
    publicOrigin: undefined,
    authSecrets: undefined,
    trustProxy: false,
    errorReports: { serverDsn: undefined, clientDsn: undefined, environment: 'production', sampleRate: 1 },
    supportContact: undefined,
    logLevel: 'info',
    clientDirectory: './dist/client',
    isWorkerWithdrawn: false,
  });
});

test('how far one can go back is the operator’s to say, but not below what a restored server needs', () => {
  const past = (every: string, day: string) =>
    readConfig({ PAST_EVERY_VERSION_DAYS: every, PAST_EVERY_DAY_DAYS: day }).past;
  expect(past('30', '60')).toEqual({ everyVersionMs: 30 * 86_400_000, everyDayMs: 60 * 86_400_000 });
  expect(past('forever', 'forever').everyVersionMs).toBeNull();
  expect(() => past('7', '60')).toThrow('PAST_EVERY_VERSION_DAYS');
  expect(() => past('90', '30')).toThrow('PAST_EVERY_DAY_DAYS');
  expect(() => past('-1', '30')).toThrow('PAST_EVERY_VERSION_DAYS');
});

test('DATABASE_URL takes the place of DATA_DIR; an empty variable is absent', () => {
  const config = readConfig({ DATABASE_URL: 'postgres://u@h/db', DATA_DIR: '/x', REDIS_URL: '' });
  expect(config.database).toEqual({ url: 'postgres://u@h/db' });
  expect(config.redisUrl).toBeUndefined();
});

const BUCKET = {
  S3_ENDPOINT: 'https://s3.example',
  S3_BUCKET: 'racha',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'key',
};

test('photos go into a bucket when all of it is given', () => {
  expect(readConfig(BUCKET).photos.place).toEqual({
    endpoint: 'https://s3.example',
    region: 'us-east-1',
    bucket: 'racha',
    accessKeyId: 'id',
    secretAccessKey: 'key',
  });
});

test.each(Object.keys(BUCKET))('a bucket without %s stops the start and is named', (name) => {
  expect(() => readConfig({ ...BUCKET, [name]: '' })).toThrow(`${name}: needed with the others`);
});

test('photos in two places at once stop the start', () => {
  expect(() => readConfig({ ...BUCKET, BLOB_DIR: '/x' })).toThrow('BLOB_DIR: S3_BUCKET is given too');
});

test.each([
  ['PORT', '80a', 'must be a whole number'],
  ['PORT', '70000', 'must be at most 65535'],
  ['DATABASE_URL', 'mysql://x/y', 'must be a URL: postgres: or postgresql:'],
  ['DATABASE_URL', 'not a url', 'must be a URL: postgres: or postgresql:'],
  ['REDIS_URL', 'http://x', 'must be a URL: redis: or rediss:'],
  ['PUBLIC_ORIGIN', 'https://racha.example/app', 'must be an origin, like https://racha.example'],
  ['TRUST_PROXY', 'yes', 'must be true or false'],
  ['BLOB_DAY_MAX_MB', '0', 'must be a whole number of megabytes'],
  ['S3_ENDPOINT', 'ftp://x', 'must be a URL: http: or https:'],
  ['SENTRY_DSN', 'https://key:secret@errors.example/1', 'must be a DSN without a secret'],
  ['SENTRY_CLIENT_DSN', 'https://errors.example/1', 'must be a DSN without a secret'],
  ['SENTRY_SAMPLE_RATE', '1.5', 'must be a number from 0 to 1'],
  ['SENTRY_ENVIRONMENT', 'Produção', 'must be a short word'],
  ['LOG_LEVEL', 'loud', 'must be one of debug, info, warn, error, silent'],
])('a bad %s (%s) stops the start and is named', (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(`${name}: ${message}`);
});

describe('secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'racha-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fileWith = (text: string): string => {
    const path = join(folder, randomBytes(4).toString('hex'));
    writeFileSync(path, text);
    return path;
  };
  const newKey = (): string => randomBytes(32).toString('base64');

  test('come from files too, without the line break that editors leave', () => {
    const config = readConfig({ DATABASE_URL_FILE: fileWith('postgres://u:p@h/db\n') });
    expect(config.database).toEqual({ url: 'postgres://u:p@h/db' });
  });

  test.each(SECRET_NAMES)(
    '%s given twice, in no file or in an empty one stops the start and is named',
    (name) => {
      const variable = `${name}_FILE`;
      expect(() => readConfig({ [name]: 'x', [variable]: fileWith('y') })).toThrow(
        `${variable}: ${name} is given too`,
      );
      const absent = join(folder, 'absent');
      expect(() => readConfig({ [variable]: absent })).toThrow(
        `${variable}: the file cannot be read (ENOENT)`,
      );
      expect(() => readConfig({ [variable]: fileWith(' \n') })).toThrow(`${variable}: the file is empty`);
    },
  );

  test('a new key and the old one stand side by side while keys are changed', () => {
    const [newer, older] = [newKey(), newKey()];
    expect(readConfig({ AUTH_SECRET: newer }).authSecrets).toEqual([newer]);
    expect(readConfig({ AUTH_SECRET: `${newer},${older}` }).authSecrets).toEqual([newer, older]);
    expect(readConfig({ AUTH_SECRET_FILE: fileWith(`${newer}\n${older}\n`) }).authSecrets).toEqual([
      newer,
      older,
    ]);
  });

  const key = newKey();
  test.each([
    ['too short', 'short', 'at least 32 characters'],
    ['a word again and again', 'changeme'.repeat(5), 'easy to guess'],
    ['the same twice', `${key},${key}`, 'the same key twice'],
    ['three', [newKey(), newKey(), newKey()].join(','), 'one key, or a new and an old one'],
  ])('a key that is %s stops the start, and is not quoted', (_name, value, complaint) => {
    const start = () => readConfig({ AUTH_SECRET: value });
    expect(start).toThrow(`AUTH_SECRET: `);
    expect(start).toThrow(complaint);
    expect(start).not.toThrow(value);
  });

  test('a bad address with a password in it is not quoted', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://u:segredo@h/x' })).toThrow(/^(?!.*segredo)/);
  });
});

test('whom to ask for help is an e-mail address or a page, and nothing that runs', () => {
  const contact = (text: string) => readConfig({ SUPPORT_CONTACT: text }).supportContact;
  expect(contact('ajuda@racha.example')).toBe('ajuda@racha.example');
  expect(contact('https://wa.me/5511999990000')).toBe('https://wa.me/5511999990000');
  expect(contact('')).toBeUndefined();
  for (const text of ['ajuda', 'javascript:alert(1)', 'http://racha.example', 'a b@racha.example']) {
    expect(() => contact(text)).toThrow('SUPPORT_CONTACT');
  }
});
