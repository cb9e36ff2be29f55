/**
 * Is this row of the outbox or the tray still something that a person did? One that lost its op (a bad disk, a bug of an
 * older build, another program's row) would make whoever reads it throw, again and again, and nothing behind it would ever
 * be sent. Reads leave it out; the leader puts what is left of it into the tray (sync/mend-owed.ts).
 */
import type { Op } from '#domain/op.ts';

/** Enough to be shown. Asked of what was read, not of what its type promises. */
export function holdsOp({ op }: { readonly op: Op }): boolean {
  const found: unknown = op;
  if (typeof found !== 'object' || found === null) return false;
  const { opId, groupId, type, at, body } = found as Readonly<Record<string, unknown>>;
  const isNamed = typeof opId === 'string' && typeof groupId === 'string' && typeof type === 'string';
  return isNamed && typeof at === 'number' && typeof body === 'object' && body !== null;
}
