import { eraseBody, erasedHash } from '#domain/erased-body.ts';
import { base64url } from '#domain/ids.ts';
import { getDefinition } from '#domain/op-types.ts';
import { bodyHash } from '#protocol/canonical.ts';
import type { ErasedEntry, LogEntry } from './log-store.ts';

/** The op without its words; undefined when it has none, or has none any more. */
export function eraseEntry({ op, version, isCleared }: LogEntry): ErasedEntry | undefined {
  const fields = getDefinition(op)?.erases;
  // What is old has lost its words already; from now on it says that they were erased.
  if (fields && isCleared) return { groupId: op.groupId, version, salt: op.salt, body: op.body };
  if (!fields || erasedHash(op.body) !== undefined) return undefined;
  return { groupId: op.groupId, version, ...eraseBody(op, fields, base64url(bodyHash(op))) };
}
