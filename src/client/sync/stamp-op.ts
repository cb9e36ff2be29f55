/** Where an op comes into being: stamped once, here, never again. */
import type { Random } from '#client/platform/random.ts';
import { formatId } from '#domain/ids.ts';
import type { JsonObject, JsonValue } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';

/** The version of every type this build makes. */
const OP_VERSION = 1;

export interface Unstamped {
  readonly groupId: string;
  readonly actorId: string;
  readonly type: string;
  readonly body: object;
}

/** `at`: corrected device time, epoch ms. */
export function stampOp(random: Random, at: number, made: Unstamped): Op {
  const { groupId, actorId, type } = made;
  return {
    opId: makeId(random),
    groupId,
    actorId,
    at,
    type,
    v: OP_VERSION,
    salt: makeId(random),
    body: withoutAbsent(made.body),
  };
}

export function makeId(random: Random): string {
  return formatId(random.bytes(16));
}

/** An optional field set to undefined is absent, on disk as on the wire: one op, one shape. */
function withoutAbsent(body: object): JsonObject {
  const fields = Object.entries(body).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields) as Record<string, JsonValue>;
}
