/**
 * The ledger of removals as files of lines in a directory beside the database, never inside: a restored backup of the
 * database leaves them as they are. Each machine appends to a file of its own; all of them are read at the start, so that
 * nodes share what they know by sharing (or copying together) the directory.
 *
 * A line is on disk (fdatasync) when `record` resolves. One that could not be written is kept and tried with the next;
 * one that a crash tore is skipped, and the start writes it again from the database, where its commit is.
 */
import type { FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { idSchema } from '#domain/ids.ts';
import { opSchema } from '#domain/op.ts';
import { StartFailure } from '../db/start-failure.ts';
import type { LedgerLine, RemovalLedger } from '../sync/removal-ledger.ts';
import { openDurably, readLines } from './line-files.ts';

const lineSchema = v.strictObject({
  groupId: idSchema,
  memberId: idSchema,
  epoch: idSchema,
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: v.pipe(v.number(), v.safeInteger()),
  left: v.nullable(opSchema),
});

const EXTENSION = '.removals.jsonl';

export interface FileLedgerOptions {
  readonly directory: string;
  /** Told when lines could not be written; they are kept. */
  readonly onFailure: (error: unknown) => void;
}

export class FileLedger implements RemovalLedger, AsyncDisposable {
  readonly #options: FileLedgerOptions;
  readonly #path: string;
  readonly #last = new Map<string, LedgerLine>();
  #pending: LedgerLine[] = [];
  #file: FileHandle | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** Throws StartFailure when the directory cannot be read. */
  constructor(options: FileLedgerOptions) {
    this.#options = options;
    const { directory } = options;
    this.#path = join(directory, `${hostname()}${EXTENSION}`);
    try {
      for (const line of readLines(directory, EXTENSION, lineSchema)) this.#note(line);
    } catch (error) {
      throw new StartFailure(`LEDGER_DIR ${directory} cannot be read (${(error as Error).message})`, {
        cause: error,
      });
    }
  }

  list(): readonly LedgerLine[] {
    return [...this.#last.values()];
  }

  get(groupId: string, memberId: string): LedgerLine | undefined {
    return this.#last.get(`${groupId} ${memberId}`);
  }

  record(lines: readonly LedgerLine[]): Promise<void> {
    for (const line of lines) this.#note(line);
    this.#pending.push(...lines);
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
    await this.#write();
    await this.#file?.close();
  }

  async #write(): Promise<void> {
    const lines = this.#pending;
    if (lines.length === 0) return;
    this.#pending = [];
    try {
      this.#file ??= await openDurably(this.#path, this.#options.directory);
      // An empty line first: what a crash or a full disk left unfinished before it stays apart.
      await this.#file.appendFile(`\n${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
      await this.#file.datasync();
    } catch (error) {
      this.#pending = [...lines, ...this.#pending];
      this.#options.onFailure(error);
    }
  }

  #note(line: LedgerLine): void {
    const name = `${line.groupId} ${line.memberId}`;
    const before = this.#last.get(name);
    if (!before || isLater(line, before)) this.#last.set(name, line);
  }
}

function isLater(line: LedgerLine, before: LedgerLine): boolean {
  return line.epoch === before.epoch ? line.version >= before.version : line.at >= before.at;
}
