/**
 * The one switch between PGlite in a directory and PostgreSQL at a URL. Beyond this file nothing knows which.
 * Opens, checks durability, migrates, and makes the first epoch.
 */
import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import { type ClientBase, Pool, types } from 'pg';
import type { LedgerLine } from '../sync/removal-ledger.ts';
import type { RevocationLine } from '../sync/revocation-ledger.ts';
import { AccountStore } from './account-store.ts';
import { AuditStore } from './audit-store.ts';
import { beginEpoch } from './begin-epoch.ts';
import { BlobRecords } from './blob-records.ts';
import { type DurabilitySettings, readDurability, requireDurable } from './check-durability.ts';
import { ConsentStore } from './consent-store.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { openEmbeddedPostgres } from './embedded-postgres.ts';
import { followTimeline } from './follow-timeline.ts';
import { forgetAccount } from './forget-account.ts';
import { watchFreeSpace } from './free-space.ts';
import { listRemovals } from './list-removals.ts';
import { listRevocations } from './list-revocations.ts';
import { isMigrated, migrateToLatest, rollBackNewest } from './migrate.ts';
import { serialDialect } from './pglite-dialect.ts';
import { PlanWordRecords } from './plan-word-records.ts';
import { PreparedClient } from './prepared-client.ts';
import { ProtectionStore } from './protection-store.ts';
import { type Position, readPosition } from './read-position.ts';
import { SearchRecords } from './search-records.ts';
import { SqlLogStore } from './sql-log-store.ts';
import { StartFailure } from './start-failure.ts';
import type { Tables } from './tables.ts';
import { type SharedWork, workAlone } from './work-alone.ts';

export type DatabasePlace = { readonly dataDir: string } | { readonly url: string };

export interface Database {
  readonly log: SqlLogStore;
  readonly accounts: AccountStore;
  readonly audit: AuditStore;
  readonly protections: ProtectionStore;
  readonly consents: ConsentStore;
  readonly blobs: BlobRecords;
  readonly search: SearchRecords;
  readonly planWords: PlanWordRecords;
  /** Who an account is; its groups know it no more than by ids. */
  forgetAccount(accountId: string, now: number): Promise<void>;
  /** For better-auth, which writes its own tables by itself. */
  readonly tables: Kysely<Tables>;
  readonly durability: DurabilitySettings;
  /** Commits that may run at once. */
  readonly parallelCommits: number;
  /** Other processes may serve the same database. */
  readonly isShared: boolean;
  /** Reachable, and its migrations at head. Never rejects. */
  isReady(): Promise<boolean>;
  /** How far it has written; undefined where it does not tell. */
  readPosition(): Promise<Position | undefined>;
  /** Every membership that has ended. */
  listRemovals(): Promise<LedgerLine[]>;
  /** Every link that was revoked. */
  listRevocations(): Promise<RevocationLine[]>;
  /** Runs it, unless another server of this database is at that work. */
  workAlone(work: SharedWork, run: () => Promise<void>): Promise<void>;
  /** The history is another one from now on; see `begin-epoch.ts`. */
  beginEpoch(epoch: string): Promise<void>;
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** 16 random bytes written as an id: the first epoch's, where there is none. */
  readonly newId: () => string;
  /** Epoch ms. */
  readonly now: () => number;
}

const POOL_SIZE = 8;
const INT8 = 20;
/** A lane waits this long for another process's commit of the same group before it is told to try later. */
const LOCK_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Throws StartFailure with one line for the operator. */
export async function openDatabase(place: DatabasePlace, options: OpenDatabaseOptions): Promise<Database> {
  const opened = 'url' in place ? openPostgres(place.url) : await openEmbedded(place.dataDir);
  try {
    const durability = await readDurability(opened.db);
    requireDurable(durability);
    await migrateToLatest(opened.db);
    await beginFirstEpoch(opened.db, options);
    await opened.follow?.(options);
    return assemble(opened, durability, 'url' in place, options);
  } catch (error) {
    await opened.close().catch(() => undefined);
    if (error instanceof StartFailure) throw error;
    const what = 'url' in place ? 'DATABASE_URL: the database does not answer' : 'DATA_DIR: not usable';
    throw new StartFailure(`${what} (${messageOf(error)})`, { cause: error });
  }
}

/**
 * Takes the newest migration back and returns its name. Throws StartFailure; also when only the first one is left:
 * taking that back would drop everything.
 */
export async function rollBackMigration(place: DatabasePlace): Promise<string> {
  const { db, close } = 'url' in place ? openPostgres(place.url) : await openEmbedded(place.dataDir);
  try {
    return await rollBackNewest(db);
  } finally {
    await close();
  }
}

interface Opened {
  readonly db: Kysely<Tables>;
  readonly isDiskLow?: () => boolean;
  /** Looks at the timeline, now and on every connection made from now on. */
  follow?(options: OpenDatabaseOptions): Promise<void>;
  close(): Promise<void>;
}

function openPostgres(url: string): Opened {
  // Not before the tables are there.
  let onConnect = async (_client: ClientBase): Promise<void> => undefined;
  const pool = new Pool({
    Client: PreparedClient,
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 2_000,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    onConnect: (client) => onConnect(client),
    application_name: 'racha',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : types.getTypeParser(oid, format as 'text'),
    },
  });
  // A connection that breaks is replaced at the next use; without listeners it would end the process. The pool
  // listens to idle ones only, so each listens for itself too: one that breaks in use fails its query.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    follow: async ({ newId, now }) => {
      onConnect = (client) => followTimeline(client, { epoch: newId(), now: now() });
      const client = await pool.connect();
      try {
        await onConnect(client);
      } finally {
        client.release();
      }
    },
    close: () => db.destroy(),
  };
}

async function openEmbedded(dataDir: string): Promise<Opened> {
  mkdirSync(dataDir, { recursive: true });
  const lock = lockDataDir(dataDir);
  try {
    const directory = join(dataDir, 'postgres');
    requireOwn(directory);
    const db = new Kysely<Tables>({ dialect: serialDialect(await openEmbeddedPostgres(directory)) });
    const close = async (): Promise<void> => {
      await db.destroy();
      lock.release();
    };
    return { db, close, isDiskLow: watchFreeSpace(directory) };
  } catch (error) {
    lock.release();
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(
      `DATA_DIR ${dataDir} holds a database that cannot be opened; nothing was changed (${messageOf(error)})`,
      { cause: error },
    );
  }
}

/** Something else than a database of ours is never touched. */
function requireOwn(directory: string): void {
  if (!existsSync(directory)) return;
  const files = readdirSync(directory);
  if (files.length === 0) rmdirSync(directory);
  else if (!files.includes('PG_VERSION')) {
    throw new StartFailure(`${directory} is not a database of Racha; nothing was changed`);
  }
}

async function beginFirstEpoch(db: Kysely<Tables>, { newId, now }: OpenDatabaseOptions): Promise<void> {
  await db
    .insertInto('current_epoch')
    .values({ is_current: true, epoch: newId(), begun_at: now(), healing_until: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function assemble(
  opened: Opened,
  durability: DurabilitySettings,
  isShared: boolean,
  { now }: OpenDatabaseOptions,
): Database {
  const { db, close, isDiskLow } = opened;
  const log = new SqlLogStore(db, { isSerial: !isShared, now, ...(isDiskLow && { isDiskLow }) });
  return {
    log,
    accounts: new AccountStore(db),
    audit: new AuditStore(db),
    protections: new ProtectionStore(db),
    consents: new ConsentStore(db),
    blobs: new BlobRecords(db),
    search: new SearchRecords(db),
    planWords: new PlanWordRecords(db),
    forgetAccount: (accountId, now) => forgetAccount(db, accountId, now),
    tables: db,
    durability,
    parallelCommits: 1,
    isShared,
    readPosition: () => readPosition(db),
    listRemovals: () => listRemovals(db, now()),
    listRevocations: () => listRevocations(db, now()),
    isReady: () => isMigrated(db).catch(() => false),
    // The embedded one has a single connection, which `run` needs, and no other server.
    workAlone: (work, run) => (isShared ? workAlone(db, work, run) : run()),
    async beginEpoch(epoch) {
      await beginEpoch(db, epoch, now());
      log.forgetEpoch();
    },
    close,
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
