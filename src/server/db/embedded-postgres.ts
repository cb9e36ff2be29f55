/**
 * PGlite in a thread of its own: its queries block the thread that calls them, and that must not be the one that
 * answers people (0.6 to 4 ms each; see `docs/decisions`).
 *
 *   closed ──ready()──→ open ──the thread dies──→ broken ──ready()──→ open
 *
 * A thread that dies (out of memory, a PANIC on a full disk) takes its transaction with it. Until `ready` is
 * called again every query rejects, so that no statement of a transaction begun before runs outside one after.
 * The first start makes the database in a process that then ends, because making it leaves 150 MB behind.
 */
import { execFile } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { QueryAnswer } from './prepared-pglite.ts';

export interface EmbeddedPostgres {
  /** Resolves when queries can pass; opens the database again after its thread died. */
  ready(): Promise<void>;
  /** Rejects with an error that carries SQLSTATE in `code`; without one when the thread died. */
  query(sql: string, parameters: readonly unknown[]): Promise<QueryAnswer>;
  /** Ends the thread as a crash would, for tests. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Main → thread. */
export type ThreadRequest =
  | { readonly id: number; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly id: number; readonly close: true };
/** Thread → main. `id` 0: opened, or could not. */
export type ThreadReply =
  | { readonly id: number; readonly answer: QueryAnswer }
  | { readonly id: number; readonly error: { readonly message: string; readonly code: string | undefined } };

interface Pending {
  readonly resolve: (answer: QueryAnswer) => void;
  readonly reject: (error: Error) => void;
}

const THREAD = new URL('./embedded-thread.ts', import.meta.url);
const MAKER = new URL('./make-cluster.ts', import.meta.url);
const run = promisify(execFile);
const OPENED = 0;

/** Opens or makes the database in `directory`. Rejects with PGlite's error when it cannot be read. */
export async function openEmbeddedPostgres(directory: string): Promise<EmbeddedPostgres> {
  if (!existsSync(directory)) await makeDatabase(directory);
  return new ThreadedPostgres(directory, await Thread.open(directory));
}

/** Made beside and moved in when whole: a process killed meanwhile leaves nothing that looks like a database. */
async function makeDatabase(directory: string): Promise<void> {
  const making = `${directory}.making`;
  rmSync(making, { recursive: true, force: true });
  const made = await run(process.execPath, [fileURLToPath(MAKER), making]).catch((error) => error);
  if (made instanceof Error) throw new Error('the database could not be made', { cause: made });
  renameSync(making, directory);
}

class ThreadedPostgres implements EmbeddedPostgres {
  readonly #directory: string;
  #thread: Thread;
  #isClosed = false;

  constructor(directory: string, thread: Thread) {
    this.#directory = directory;
    this.#thread = thread;
  }

  async ready(): Promise<void> {
    if (this.#isClosed || !this.#thread.isDead) return;
    this.#thread = await Thread.open(this.#directory);
  }

  query(sql: string, parameters: readonly unknown[]): Promise<QueryAnswer> {
    return this.#thread.query(sql, parameters);
  }

  kill(): Promise<void> {
    return this.#thread.kill();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread.close();
  }
}

class Thread {
  readonly #worker: Worker;
  readonly #pendingById = new Map<number, Pending>();
  #nextId = OPENED + 1;
  isDead = false;

  static async open(directory: string): Promise<Thread> {
    const thread = new Thread(directory);
    await thread.#wait(OPENED);
    return thread;
  }

  private constructor(directory: string) {
    this.#worker = new Worker(THREAD, { workerData: { directory } });
    this.#worker.on('message', (reply: ThreadReply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('exit', () => this.#die(new Error('the database thread ended')));
  }

  query(sql: string, parameters: readonly unknown[]): Promise<QueryAnswer> {
    return this.#ask({ sql, parameters });
  }

  async kill(): Promise<void> {
    await this.#worker.terminate();
  }

  async close(): Promise<void> {
    if (!this.isDead) await this.#ask({ close: true }).catch(() => undefined);
    await this.#worker.terminate();
  }

  #ask(
    request: { readonly sql: string; readonly parameters: readonly unknown[] } | { readonly close: true },
  ): Promise<QueryAnswer> {
    if (this.isDead) return Promise.reject(new Error('the database thread ended'));
    const id = this.#nextId++;
    const answer = this.#wait(id);
    this.#worker.postMessage({ id, ...request } satisfies ThreadRequest);
    return answer;
  }

  #wait(id: number): Promise<QueryAnswer> {
    return new Promise((resolve, reject) => this.#pendingById.set(id, { resolve, reject }));
  }

  #settle(reply: ThreadReply): void {
    const pending = this.#pendingById.get(reply.id);
    this.#pendingById.delete(reply.id);
    if ('answer' in reply) pending?.resolve(reply.answer);
    else pending?.reject(Object.assign(new Error(reply.error.message), { code: reply.error.code }));
  }

  #die(error: Error): void {
    this.isDead = true;
    for (const { reject } of this.#pendingById.values()) reject(error);
    this.#pendingById.clear();
  }
}
