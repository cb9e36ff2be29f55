/**
 * The ledger of removals as files of lines in a directory beside the database, never inside: a restored backup of the
 * database leaves them as they are. Each machine appends to a file of its own; all of them are read at the start, so that
 * nodes share what they know by sharing (or copying together) the directory.
 *
 * A line that a crash tore is skipped, and the start writes it again from the database, where its commit is.
 */
import * as v from 'valibot';
import { idSchema } from '#domain/ids.ts';
import { opSchema } from '#domain/op.ts';
import type { LedgerLine, RemovalLedger } from '../sync/removal-ledger.ts';
import { DurableLines } from './durable-lines.ts';

const lineSchema = v.strictObject({
  groupId: idSchema,
  memberId: idSchema,
  epoch: idSchema,
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: v.pipe(v.number(), v.safeInteger()),
  left: v.nullable(opSchema),
});

export interface FileLedgerOptions {
  readonly directory: string;
  /** Told when lines could not be written; they are kept. */
  readonly onFailure: (error: unknown) => void;
}

export class FileLedger implements RemovalLedger, AsyncDisposable {
  readonly #lines: DurableLines<LedgerLine>;
  readonly #last = new Map<string, LedgerLine>();

  /** Throws StartFailure when the directory cannot be read. */
  constructor(options: FileLedgerOptions) {
    this.#lines = new DurableLines({ ...options, extension: '.removals.jsonl', schema: lineSchema });
    for (const line of this.#lines.read()) this.#note(line);
  }

  list(): readonly LedgerLine[] {
    return [...this.#last.values()];
  }

  get(groupId: string, memberId: string): LedgerLine | undefined {
    return this.#last.get(`${groupId} ${memberId}`);
  }

  record(lines: readonly LedgerLine[]): Promise<void> {
    for (const line of lines) this.#note(line);
    return this.#lines.append(lines);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lines[Symbol.asyncDispose]();
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
