/**
 * The machines of one schedule: server processes, their database, and Redis between them, with fault proxies on
 * the way to both.
 *
 *   pglite        one server with its own database in a directory (a disk of its own where one may mount one)
 *   postgres      one server ──proxy──▶ PostgreSQL
 *   three-nodes   three servers ──proxy──▶ PostgreSQL, ──proxy──▶ Redis
 *
 * PostgreSQL and Redis are started once and shared by schedules that follow one another; each gets a database.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fproxy, openFproxy } from '#tests/support/fproxy.ts';
import { freePort } from '#tests/support/free-port.ts';
import { type Postgres, startPostgres } from '#tests/support/postgres.ts';
import { type Redis, startRedis } from '#tests/support/redis.ts';
import { type ServerProcess, startServerProcess } from '#tests/support/server-process.ts';
import { mountSmallDisk, type SmallDisk } from '#tests/support/small-disk.ts';
import { copyEmptyCluster } from '#tests/support/test-database.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';
import { readEmbeddedLog, readPostgresLog, type StoredLog } from './stored-log.ts';

export const TOPOLOGIES = ['pglite', 'postgres', 'three-nodes'] as const;
export type Topology = (typeof TOPOLOGIES)[number];

/** Shared by schedules. */
export interface Machines extends AsyncDisposable {
  postgres(): Promise<Postgres>;
  redis(): Promise<Redis>;
}

/** A server that dies and comes back on its port. */
export interface StormServer {
  readonly port: number;
  process(): ServerProcess;
  kill(): Promise<void>;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
  start(): Promise<void>;
}

export interface StormWorld extends AsyncDisposable {
  readonly topology: Topology;
  readonly servers: readonly StormServer[];
  readonly clock: ServerClock | undefined;
  /** Absent with an embedded database. */
  readonly database: { readonly postgres: Postgres; readonly link: Fproxy; readonly url: string } | undefined;
  /** Absent unless there are several servers. */
  readonly redis: { readonly server: Redis; readonly link: Fproxy } | undefined;
  /** The embedded database's, where one may be mounted. */
  readonly disk: SmallDisk | undefined;
  /** Ends the servers and reads what is in the database. */
  readLog(): Promise<StoredLog>;
}

export function openMachines(): Machines {
  let postgres: Promise<Postgres> | undefined;
  let redis: Promise<Redis> | undefined;
  return {
    postgres: () => (postgres ??= startPostgres()),
    redis: () => (redis ??= startRedis()),
    [Symbol.asyncDispose]: async () => {
      await (await postgres)?.[Symbol.asyncDispose]();
      await (await redis)?.[Symbol.asyncDispose]();
    },
  };
}

export interface StormWorldOptions {
  readonly topology: Topology;
  readonly machines: Machines;
  /** The servers' clocks can be set, which slows them down. */
  readonly hasClock: boolean;
}

export async function openStormWorld(options: StormWorldOptions): Promise<StormWorld> {
  const { topology, machines, hasClock } = options;
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'racha-storm-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const clock = hasClock ? createServerClock(folder) : undefined;
  const dataDir = join(folder, 'disk');
  mkdirSync(dataDir);
  const disk = topology === 'pglite' ? mountSmallDisk(dataDir) : undefined;
  if (disk) opened.use(disk);
  if (topology === 'pglite') await copyEmptyCluster(dataDir);
  const database = topology === 'pglite' ? undefined : await openDatabaseLink(machines, opened);
  const redis = topology === 'three-nodes' ? await openRedisLink(machines, opened) : undefined;

  const env: Record<string, string> = {
    LOG_LEVEL: 'warn',
    // Shared by the nodes of this machine, and there after each of their deaths.
    LEDGER_DIR: join(folder, 'ledger'),
    ...clock?.env,
    ...(database ? { DATABASE_URL: database.proxiedUrl } : { DATA_DIR: dataDir }),
    ...(redis && { REDIS_URL: `redis://127.0.0.1:${redis.link.port}` }),
  };
  const servers: StormServer[] = [];
  for (let i = 0; i < (topology === 'three-nodes' ? 3 : 1); i += 1)
    servers.push(createStormServer(await freePort(), env));
  const endAll = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.kill()));
  };
  opened.defer(endAll);
  // One after another: the first migrates.
  for (const server of servers) await server.start();
  const kept = opened.move();
  return {
    topology,
    servers,
    clock,
    database,
    redis,
    disk,
    readLog: async () => {
      await endAll();
      return database ? readPostgresLog(database.url) : readEmbeddedLog(dataDir);
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function openDatabaseLink(machines: Machines, opened: AsyncDisposableStack) {
  const postgres = await machines.postgres();
  const link = opened.use(await openFproxy({ target: { port: postgres.port } }));
  const url = await postgres.createDatabase();
  return { postgres, link, url, proxiedUrl: url.replace(`:${postgres.port}/`, `:${link.port}/`) };
}

async function openRedisLink(machines: Machines, opened: AsyncDisposableStack) {
  const server = await machines.redis();
  return { server, link: opened.use(await openFproxy({ target: { port: server.port } })) };
}

export function createStormServer(port: number, env: Readonly<Record<string, string>>): StormServer {
  let running: ServerProcess | undefined;
  return {
    port,
    process: () => {
      if (!running) throw new Error('the server is not running');
      return running;
    },
    kill: async () => {
      await running?.kill();
      running = undefined;
    },
    stop: async () => {
      const code = (await running?.stop()) ?? null;
      running = undefined;
      return code;
    },
    start: async () => {
      running = await startServerProcess({ port, env });
    },
  };
}
