/**
 * Whose account was deleted, in files beside the database and never inside: a restored backup has their words again, and
 * loses them again before the doors open. Ids only: who they were is forgotten here too.
 *
 * Unlike a removal, which has happened whether its line can be written or not, an erasure begins with its line: what is
 * not on disk here is not begun.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { idSchema } from '#domain/ids.ts';
import { StartFailure } from '../db/start-failure.ts';
import { openDurably, readLines } from './line-files.ts';

const erasureSchema = v.strictObject({
  accountId: idSchema,
  /** Epoch ms, server clock. */
  at: v.pipe(v.number(), v.safeInteger()),
  members: v.array(v.strictObject({ groupId: idSchema, memberId: idSchema })),
});
export type Erasure = v.InferOutput<typeof erasureSchema>;

const EXTENSION = '.erasures.jsonl';

export class ErasureLedger {
  readonly #directory: string;
  #erasures: Erasure[];
  #writing: Promise<void> = Promise.resolve();

  /** Throws StartFailure when the directory cannot be read. */
  constructor(directory: string) {
    this.#directory = directory;
    try {
      this.#erasures = readLines(directory, EXTENSION, erasureSchema);
    } catch (error) {
      throw new StartFailure(`LEDGER_DIR ${directory} cannot be read (${(error as Error).message})`, {
        cause: error,
      });
    }
  }

  list(): readonly Erasure[] {
    return this.#erasures;
  }

  /** Resolves when the line is on disk; rejects with what kept it from getting there. */
  record(erasure: Erasure): Promise<void> {
    const written = this.#writing.then(() => this.#append(erasure));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #append(erasure: Erasure): Promise<void> {
    const file = await openDurably(join(this.#directory, `${hostname()}${EXTENSION}`), this.#directory);
    try {
      // An empty line first: what a crash or a full disk left unfinished before it stays apart.
      await file.appendFile(`\n${JSON.stringify(erasure)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    this.#erasures = [...this.#erasures, erasure];
  }
}
