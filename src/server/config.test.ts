import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('an empty environment is a whole configuration', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '0.0.0.0',
    database: { dataDir: './data' },
    ledgerDirectory: './data-ledger',
    redisUrl: undefined,
    publicOrigin: undefined,
    trustProxy: false,
    logLevel: 'info',
    clientDirectory: './dist/client',
  });
});

test('DATABASE_URL takes the place of DATA_DIR; an empty variable is absent', () => {
  const config = readConfig({ DATABASE_URL: 'postgres://u@h/db', DATA_DIR: '/x', REDIS_URL: '' });
  expect(config.database).toEqual({ url: 'postgres://u@h/db' });
  expect(config.redisUrl).toBeUndefined();
});

test.each([
  ['PORT', '80a', 'must be a whole number'],
  ['PORT', '70000', 'must be at most 65535'],
  ['DATABASE_URL', 'mysql://x/y', 'must be a URL: postgres: or postgresql:'],
  ['DATABASE_URL', 'not a url', 'must be a URL: postgres: or postgresql:'],
  ['REDIS_URL', 'http://x', 'must be a URL: redis: or rediss:'],
  ['PUBLIC_ORIGIN', 'https://racha.example/app', 'must be an origin, like https://racha.example'],
  ['TRUST_PROXY', 'yes', 'must be true or false'],
  ['LOG_LEVEL', 'loud', 'must be one of debug, info, warn, error, silent'],
])('a bad %s (%s) stops the start and is named', (name, value, message) => {
  expect(() => readConfig({ [name]: value })).toThrow(`${name}: ${message}`);
});
