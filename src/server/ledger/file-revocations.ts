/** The links that were revoked, in files of lines beside the removals (`*.revocations.jsonl`). No secret, and no hash of one. */
import * as v from 'valibot';
import { idSchema } from '#domain/ids.ts';
import { opSchema } from '#domain/op.ts';
import type { RevocationLedger, RevocationLine } from '../sync/revocation-ledger.ts';
import { DurableLines } from './durable-lines.ts';
import type { FileLedgerOptions } from './file-ledger.ts';

const lineSchema = v.strictObject({
  groupId: idSchema,
  inviteId: idSchema,
  /** Epoch ms, server clock. */
  at: v.pipe(v.number(), v.safeInteger()),
  op: v.nullable(opSchema),
});

export class FileRevocations implements RevocationLedger, AsyncDisposable {
  readonly #lines: DurableLines<RevocationLine>;
  readonly #known = new Map<string, RevocationLine>();

  /** Throws StartFailure when the directory cannot be read. */
  constructor(options: FileLedgerOptions) {
    this.#lines = new DurableLines({ ...options, extension: '.revocations.jsonl', schema: lineSchema });
    for (const line of this.#lines.read()) this.#note(line);
  }

  list(): readonly RevocationLine[] {
    return [...this.#known.values()];
  }

  has(groupId: string, inviteId: string): boolean {
    return this.#known.has(`${groupId} ${inviteId}`);
  }

  record(lines: readonly RevocationLine[]): Promise<void> {
    for (const line of lines) this.#note(line);
    return this.#lines.append(lines);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lines[Symbol.asyncDispose]();
  }

  #note(line: RevocationLine): void {
    const name = `${line.groupId} ${line.inviteId}`;
    // The one that can be committed again says more.
    if (!this.#known.get(name)?.op) this.#known.set(name, line);
  }
}
