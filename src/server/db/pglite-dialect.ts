/**
 * Kysely on PGlite, one user at a time.
 *
 * PGlite is one connection. Kysely's own PGlite driver hands that connection to everybody at once, so that a query
 * made beside an open transaction would run inside it, and two transactions would commit each other's work. Here
 * a connection is lent to one holder until it is given back; others queue, first come first served.
 */
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { EmbeddedPostgres } from './embedded-postgres.ts';

export function serialDialect(postgres: EmbeddedPostgres): Dialect {
  return {
    createAdapter: () => new PGliteAdapter(),
    createDriver: () => new SerialDriver(postgres),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

class SerialDriver implements Driver {
  readonly #postgres: EmbeddedPostgres;
  readonly #connection: SerialConnection;
  readonly #waiting: (() => void)[] = [];
  #isLent = false;

  constructor(postgres: EmbeddedPostgres) {
    this.#postgres = postgres;
    this.#connection = new SerialConnection(postgres);
  }

  async init(): Promise<void> {
    // Opened by the caller.
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#isLent) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#isLent = true;
    try {
      await this.#postgres.ready();
      return this.#connection;
    } catch (error) {
      await this.releaseConnection();
      throw error;
    }
  }

  async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift();
    // Handed on without becoming free in between: nobody overtakes the queue.
    if (next) next();
    else this.#isLent = false;
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    // Not waited for: what follows is answered after it, and fails as it does when the thread is dead.
    connection.executeQuery(CompiledQuery.raw(`begin${level}`)).catch(() => undefined);
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  destroy(): Promise<void> {
    return this.#postgres.close();
  }
}

class SerialConnection implements DatabaseConnection {
  readonly #postgres: EmbeddedPostgres;

  constructor(postgres: EmbeddedPostgres) {
    this.#postgres = postgres;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affected } = await this.#postgres.query(sql, parameters);
    return { rows: rows as R[], ...(affected !== undefined && { numAffectedRows: BigInt(affected) }) };
  }

  // biome-ignore lint/correctness/useYield: nothing here streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('PGlite does not stream');
  }
}
