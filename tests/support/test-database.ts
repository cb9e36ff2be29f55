/** The server's database as its start would open it, for tests beside `src/server`. */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatId } from '#domain/ids.ts';
import { openEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { type Database, type DatabasePlace, openDatabase } from '#server/db/open-database.ts';

export const newId = (): string => formatId(randomBytes(16));

/** An embedded one starts from a copy of an empty cluster: making one takes seconds of a busy machine. */
export async function openTestDatabase(place: DatabasePlace): Promise<Database> {
  if ('dataDir' in place) await copyEmptyCluster(place.dataDir);
  return openDatabase(place, { newId, now: Date.now });
}

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const CACHE = join(MODULES, '.cache/racha');

/** `DATA_DIR` with an empty cluster in it, as the first start would have made it. Does nothing when there is one. */
export async function copyEmptyCluster(dataDir: string): Promise<void> {
  const own = join(dataDir, 'postgres');
  if (existsSync(own)) return;
  const template = join(CACHE, `cluster-${pgliteVersion()}`);
  if (!existsSync(template)) await makeTemplate(template);
  cpSync(template, own, { recursive: true });
}

async function makeTemplate(template: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const making = `${template}.${process.pid}`;
  const postgres = await openEmbeddedPostgres(making);
  await postgres.close();
  try {
    renameSync(making, template);
  } catch {
    // Another test process was first; its template is as good.
    rmSync(making, { recursive: true, force: true });
  }
}

function pgliteVersion(): string {
  const text = readFileSync(join(MODULES, '@electric-sql/pglite/package.json'), 'utf8');
  return String((JSON.parse(text) as { version: unknown }).version);
}
