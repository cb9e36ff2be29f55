/**
 * Is this row of the outbox or the tray still something that a person did? One that lost its op (a bad disk, a bug of an
 * older build, another program's row) would make whoever reads it throw, again and again, and nothing behind it would ever
 * be sent. Reads leave it out; the leader puts what is left of it into the tray (sync/mend-owed.ts).
 */
import * as v from 'valibot';
import { type Op, opSchema } from '#domain/op.ts';
import type { OutboxEntry } from './tables.ts';

/** Enough to be shown. Asked of what was read, not of what its type promises. */
export function holdsOp({ op }: { readonly op: Op }): boolean {
  const found: unknown = op;
  if (typeof found !== 'object' || found === null) return false;
  const { opId, groupId, type, at, body } = found as Readonly<Record<string, unknown>>;
  const isNamed = typeof opId === 'string' && typeof groupId === 'string' && typeof type === 'string';
  return isNamed && typeof at === 'number' && typeof body === 'object' && body !== null;
}

/** Fit to be sent as it is: one that is not would have its whole frame refused. */
export function isWholeEntry(entry: OutboxEntry): boolean {
  const { op, opId, groupId, seq, version, proof, bytes } = entry;
  return (
    v.is(opSchema, op) &&
    op.opId === opId &&
    op.groupId === groupId &&
    (seq === null || Number.isSafeInteger(seq)) &&
    (version === null || Number.isSafeInteger(version)) &&
    (proof === null || typeof proof === 'string') &&
    Number.isSafeInteger(bytes)
  );
}
