/** Is this row of the outbox one that can be sent? See holds-op.ts for what may still be shown of one that is not. */
import * as v from 'valibot';
import { opSchema } from '#domain/op.ts';
import type { OutboxEntry } from './tables.ts';

/** Fit to be sent as it is: one that is not would have its whole frame refused. */
export function isWholeEntry(entry: OutboxEntry): boolean {
  const { op, opId, groupId, seq, version, proof, bytes, awaits } = entry;
  return (
    v.is(opSchema, op) &&
    op.opId === opId &&
    op.groupId === groupId &&
    (seq === null || Number.isSafeInteger(seq)) &&
    (version === null || Number.isSafeInteger(version)) &&
    (proof === null || typeof proof === 'string') &&
    Number.isSafeInteger(bytes) &&
    (awaits === undefined || Array.isArray(awaits))
  );
}
