/**
 * One machine's own file of lines in `LEDGER_DIR`. A line is on disk (fdatasync) when `append` resolves; one that could not
 * be written is kept and tried with the next.
 */
import type { FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type * as v from 'valibot';
import { StartFailure } from '../db/start-failure.ts';
import { openDurably, readLines } from './line-files.ts';

export interface DurableLinesOptions<T> {
  readonly directory: string;
  /** Like `.removals.jsonl`: all files so named are read. */
  readonly extension: string;
  readonly schema: v.GenericSchema<unknown, T>;
  /** Told when lines could not be written; they are kept. */
  readonly onFailure: (error: unknown) => void;
}

export class DurableLines<T> implements AsyncDisposable {
  readonly #options: DurableLinesOptions<T>;
  #pending: T[] = [];
  #file: FileHandle | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: DurableLinesOptions<T>) {
    this.#options = options;
  }

  /** Of every machine. Throws StartFailure when the directory cannot be read. */
  read(): T[] {
    const { directory, extension, schema } = this.#options;
    try {
      return readLines(directory, extension, schema);
    } catch (error) {
      throw new StartFailure(`LEDGER_DIR ${directory} cannot be read (${(error as Error).message})`, {
        cause: error,
      });
    }
  }

  append(lines: readonly T[]): Promise<void> {
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
    const { directory, extension, onFailure } = this.#options;
    try {
      this.#file ??= await openDurably(join(directory, `${hostname()}${extension}`), directory);
      // An empty line first: what a crash or a full disk left unfinished before it stays apart.
      await this.#file.appendFile(`\n${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
      await this.#file.datasync();
    } catch (error) {
      this.#pending = [...lines, ...this.#pending];
      onFailure(error);
    }
  }
}
