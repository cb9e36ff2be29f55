/**
 * The real server as a process, on a fresh database of the kind asked for; everything is gone at its end.
 * With `--profile` on the bench's command line the server's CPU profile is left in `.cache/profiles`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#tests/support/postgres.ts';
import { familyOf, type ServerProcess, startServerProcess } from '#tests/support/server-process.ts';

export const DATABASE_KINDS = ['pglite', 'postgres'] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

export interface BenchServer extends AsyncDisposable {
  readonly kind: DatabaseKind;
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  /** The database's own processes, as of now; empty for PGlite, which lives in the server's. */
  databasePids(): number[];
}

export async function openBenchServer(
  kind: DatabaseKind,
  options: { main?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<BenchServer> {
  const database = await openDatabase(kind);
  const main = options.main ? { main: options.main } : {};
  const profiled = process.argv.includes('--profile');
  const server: ServerProcess = await startServerProcess({
    ...main,
    nodeOptions: profiled ? ['--cpu-prof', '--cpu-prof-dir=.cache/profiles'] : [],
    env: { LOG_LEVEL: 'warn', ...database.env, ...options.env },
  });
  return {
    kind,
    origin: server.origin,
    port: server.port,
    pid: server.pid,
    databasePids: database.pids,
    [Symbol.asyncDispose]: async () => {
      await (profiled ? server.stop() : server.kill());
      await database.close();
    },
  };
}

async function openDatabase(kind: DatabaseKind) {
  if (kind === 'postgres') {
    const postgres = await startPostgres();
    const url = await postgres.createDatabase();
    return {
      env: { DATABASE_URL: url },
      pids: () => familyOf(postgres.pid),
      close: () => postgres[Symbol.asyncDispose](),
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'racha-bench-'));
  return {
    env: { DATA_DIR: join(folder, 'data') },
    pids: () => [],
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
