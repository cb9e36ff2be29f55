/**
 * A throwaway PostgreSQL cluster in a temporary directory, on a free port of the loopback, with the durability
 * settings of production (fsync, full_page_writes, synchronous_commit all on). PostgreSQL refuses to run as root,
 * so under root it runs as the user `postgres` that its package made.
 */
import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from './free-port.ts';

export interface Postgres extends AsyncDisposable {
  readonly port: number;
  /** The postmaster's. Changes with `start`. */
  readonly pid: number;
  readonly dataDir: string;
  /** Of the cluster's own database `postgres`. */
  readonly url: string;
  /** A new empty database; its URL. `port` when a proxy stands before the cluster. */
  createDatabase(options?: { port?: number }): Promise<string>;
  /** SIGKILL to the postmaster; resolves when all of its processes are gone. */
  kill(): Promise<void>;
  /** Up again after `kill` or `stop`, on the same port and data; resolves when it answers. */
  start(): Promise<void>;
  /** Fast shutdown. */
  stop(): Promise<void>;
  /** A base backup of the running cluster, taken through `port`; its directory, for `startPostgresOn`. */
  backUp(options?: { port?: number; isStandby?: boolean }): Promise<string>;
  /** Ends the recovery of a standby: from here on it is a primary, on a new timeline. */
  promote(): Promise<void>;
}

const START_MAX_MS = 60_000;
const run = promisify(execFile);
let databases = 0;

type Settings = Readonly<Record<string, string>>;

/** A new cluster; in `dataDir` when given, which must be empty. */
export async function startPostgres(settings: Settings = {}, dataDir = newDataDir()): Promise<Postgres> {
  const flags = ['-U', 'racha', '-A', 'trust', '-E', 'UTF8', '--locale=C'];
  // -N: the empty cluster itself need not survive a power cut.
  await runTool('initdb', ['-D', dataDir, ...flags, '-N'], dataDir);
  return startPostgresOn(dataDir, settings);
}

/** The cluster that lies in `dataDir`: a base backup, a standby. Disposing of it removes the directory. */
export async function startPostgresOn(dataDir: string, settings: Settings = {}): Promise<Postgres> {
  const bin = binaries();
  const user = owner();
  const port = await freePort();
  const url = urlOf('postgres', port);
  let child: ChildProcess | undefined;
  // A caller that ends without disposing leaves nothing running.
  process.once('exit', () => child?.kill('SIGKILL'));

  const postgres: Postgres = {
    port,
    dataDir,
    url,
    get pid() {
      if (child?.pid === undefined) throw new Error('PostgreSQL is not running');
      return child.pid;
    },
    createDatabase,
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGINT'),
    backUp: (options) => takeBackup({ port, ...options }),
    promote: () => runTool('pg_ctl', ['promote', '-w', '-D', dataDir], dataDir),
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  await start();
  return postgres;

  async function start(): Promise<void> {
    const config = {
      port: String(port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      shared_buffers: '64MB',
      max_connections: '100',
      ...settings,
    };
    const args = Object.entries(config).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    let log = '';
    const started = spawn(join(bin, 'postgres'), ['-D', dataDir, ...args], {
      ...user,
      cwd: dataDir,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-10_000);
    });
    child = started;
    const deadline = performance.now() + START_MAX_MS;
    while (!(await answers(url))) {
      if (started.exitCode !== null || performance.now() > deadline) {
        throw new Error(`PostgreSQL did not start:\n${log}`);
      }
      await wait(20);
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ended = child;
    child = undefined;
    if (!ended || ended.exitCode !== null || ended.signalCode !== null) return;
    const exited = new Promise((resolve) => ended.once('exit', resolve));
    ended.kill(signal);
    await exited;
    // Orphaned backends end by themselves when they notice; until then the port or the memory is still held.
    const pidFile = join(dataDir, 'postmaster.pid');
    while (await isOpen(port)) await wait(10);
    if (signal === 'SIGKILL') {
      while (holdsSharedMemory(dataDir)) await wait(10);
      rmSync(pidFile, { force: true });
    }
  }

  async function createDatabase(options: { port?: number } = {}): Promise<string> {
    databases += 1;
    const name = `racha_${process.pid}_${databases}`;
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    return urlOf(name, options.port ?? port);
  }
}

async function takeBackup({
  port,
  isStandby = false,
}: {
  port: number;
  isStandby?: boolean;
}): Promise<string> {
  const copy = newDataDir();
  const from = ['-h', '127.0.0.1', '-p', String(port), '-U', 'racha'];
  const what = ['-D', copy, '-X', 'stream', '-c', 'fast', ...(isStandby ? ['-R'] : [])];
  await runTool('pg_basebackup', [...from, ...what], copy);
  return copy;
}

function newDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'racha-pg-'));
  giveToPostgres(dataDir);
  return dataDir;
}

/** PostgreSQL's own user may write there. */
export function giveToPostgres(directory: string): void {
  const user = owner();
  if (user) chownSync(directory, user.uid, user.gid);
}

/** Not `execFileSync`: a proxy on its way may live in this very process. */
async function runTool(name: string, args: readonly string[], cwd: string): Promise<void> {
  await run(join(binaries(), name), [...args], { ...owner(), cwd });
}

const urlOf = (database: string, port: number): string => `postgres://racha@127.0.0.1:${port}/${database}`;

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** Any process whose working directory is this cluster's: postmaster and backends stand in their data directory. */
function holdsSharedMemory(dataDir: string): boolean {
  return (
    spawnSync('sh', ['-c', `ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -q -- '-> ${dataDir}$'`]).status === 0
  );
}

function binaries(): string {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).map(Number) : [];
  const newest = Math.max(...versions.filter((version) => version >= 15), 0);
  if (newest > 0) return join(base, String(newest), 'bin');
  const found = spawnSync('sh', ['-c', 'command -v postgres'], { encoding: 'utf8' }).stdout.trim();
  if (found === '') throw new Error('PostgreSQL 15 or later is not installed');
  return join(found, '..');
}

function owner(): { uid: number; gid: number } | undefined {
  return process.getuid?.() === 0 ? userNamed('postgres') : undefined;
}

function userNamed(name: string): { uid: number; gid: number } {
  const id = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
