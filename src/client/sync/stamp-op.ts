/** Where an op comes into being: stamped once, here, never again. */
import type { Random } from '#client/platform/random.ts';
import { formatId } from '#domain/ids.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';

/** Of nearly every type there is one version; who makes another says which. */
const OP_VERSION = 1;

export interface Unstamped {
  readonly groupId: string;
  readonly actorId: string;
  readonly type: string;
  readonly v?: number;
  readonly body: object;
}

/** `at`: corrected device time, epoch ms. */
export function stampOp(random: Random, at: number, made: Unstamped): Op {
  const { groupId, actorId, type, v = OP_VERSION } = made;
  return {
    opId: makeId(random),
    groupId,
    actorId,
    at,
    type,
    v,
    salt: makeId(random),
    body: asWritten(made.body),
  };
}

export function makeId(random: Random): string {
  return formatId(random.bytes(16));
}

/**
 * One op, one shape, in memory and on disk as on the wire: a field set to undefined is absent, and −0, which arithmetic on
 * amounts makes and no JSON can say, is 0. Else the op would count as a damaged one when it is read back.
 */
function asWritten(body: object): JsonObject {
  return JSON.parse(JSON.stringify(body)) as JsonObject;
}
