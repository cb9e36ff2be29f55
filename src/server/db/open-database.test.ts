import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import { startServer } from '#server/start-server.ts';
import { copyEmptyCluster, newId, openTestDatabase } from '#tests/support/test-database.ts';
import { requireDurable } from './check-durability.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { openDurablePGlite } from './durable-pglite.ts';
import { watchFreeSpace } from './free-space.ts';
import { openDatabase } from './open-database.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'racha-open-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe('durability', () => {
  test('every commit of the embedded database is one real fsync', async () => {
    let fsyncs = 0;
    const pglite = await openDurablePGlite(join(dir, 'pg'), { onFsync: () => fsyncs++ });
    await pglite.exec('create table t (a text)');
    const before = fsyncs;
    for (let i = 0; i < 20; i++) await pglite.query('insert into t values ($1)', [`${i}`]);
    expect(fsyncs - before).toBeGreaterThanOrEqual(20);
    const reads = fsyncs;
    await pglite.query('select * from t');
    expect(fsyncs).toBe(reads);
    await pglite.close();
  }, 60_000);

  test('fault 55: the settings are asked at start, and weak ones refused', async () => {
    const database = await openTestDatabase({ dataDir: dir });
    expect(database.durability).toMatchObject({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      wal_sync_method: 'fsync',
    });
    await database.close();
    const weak = (name: string, value: string) => () =>
      requireDurable({ ...database.durability, [name]: value });
    expect(weak('fsync', 'off')).toThrow('fsync=off');
    expect(weak('synchronous_commit', 'off')).toThrow('synchronous_commit=off');
    expect(weak('full_page_writes', 'off')).toThrow('full_page_writes=off');
    expect(weak('synchronous_commit', 'remote_apply')).not.toThrow();
  }, 60_000);

  test('a start that was killed while making the database does not stop the next one', async () => {
    mkdirSync(join(dir, 'postgres.making'));
    writeFileSync(join(dir, 'postgres.making', 'PG_VERSION'), '18\n');
    const database = await openDatabase({ dataDir: dir }, { newId, now: Date.now });
    expect(await database.isReady()).toBe(true);
    await database.close();
  }, 120_000);

  test('what was there is there after closing and opening again', async () => {
    const first = await openTestDatabase({ dataDir: dir });
    const epoch = await first.log.read(async (view) => view.epoch);
    await first.close();
    const second = await openTestDatabase({ dataDir: dir });
    expect(await second.log.read(async (view) => view.epoch)).toEqual(epoch);
    await second.close();
  }, 60_000);
});

describe('a start that cannot be is one clear line, and touches nothing', () => {
  const openWith = (env: Record<string, string>) =>
    startServer(readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dir, ...env }));

  test('something else where the database should be', async () => {
    mkdirSync(join(dir, 'postgres'));
    writeFileSync(join(dir, 'postgres', 'holiday.jpg'), 'photo');
    const before = fingerprint(join(dir, 'postgres'));
    await expect(openWith({})).rejects.toThrow(/is not a database of Racha; nothing was changed/);
    expect(fingerprint(join(dir, 'postgres'))).toBe(before);
    expect(existsSync(join(dir, 'racha.lock'))).toBe(false);
  });

  test('a database full of garbage', async () => {
    mkdirSync(join(dir, 'postgres', 'global'), { recursive: true });
    writeFileSync(join(dir, 'postgres', 'PG_VERSION'), '18\n');
    writeFileSync(join(dir, 'postgres', 'global', 'pg_control'), Buffer.alloc(8_192, 0xa5));
    const before = fingerprint(join(dir, 'postgres'));
    await expect(openWith({})).rejects.toThrow(/cannot be opened; nothing was changed/);
    expect(fingerprint(join(dir, 'postgres'))).toBe(before);
  }, 60_000);

  test('a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    await copyEmptyCluster(dir);
    await expect(openWith({ PORT: String(port) })).rejects.toThrow(`PORT ${port} is taken`);
    taken.close();
  }, 60_000);

  test('a data directory in use', async () => {
    const lock = lockDataDir(dir);
    await expect(openWith({})).rejects.toThrow(`is in use by process ${process.pid}`);
    lock.release();
  });

  test('a database that does not answer', async () => {
    await expect(openWith({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toThrow(
      /^DATABASE_URL: /,
    );
  }, 60_000);

  test('the process says it on stderr and exits with 1', async () => {
    const main = fileURLToPath(new URL('../main.ts', import.meta.url));
    const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, PORT: 'many' } });
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    const [code] = await once(child, 'close');
    expect([code, stderr]).toEqual([1, 'racha: PORT: must be a whole number\n']);
  }, 30_000);
});

describe('the lock of a data directory', () => {
  test('one left by a process that is gone is taken over', () => {
    const gone = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));
    writeFileSync(join(dir, 'racha.lock'), `${gone} 12345\n`);
    lockDataDir(dir).release();
    expect(readdirSync(dir)).toEqual([]);
  });

  test('a pid that another process has now does not hold it', () => {
    writeFileSync(join(dir, 'racha.lock'), `${process.pid} 1\n`);
    lockDataDir(dir).release();
  });
});

test('a disk counts as full before it is', () => {
  expect(watchFreeSpace(dir, Number.MAX_SAFE_INTEGER)()).toBe(true);
  expect(watchFreeSpace(dir, 0)()).toBe(false);
  expect(watchFreeSpace(join(dir, 'nowhere'))()).toBe(false);
});

function fingerprint(directory: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
    else hash.update(entry.name);
  }
  return hash.digest('hex');
}
