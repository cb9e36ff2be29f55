/** What somebody said beside a group's plans, as ops that take it out of the rows. What they wrote in the texts is the group's. */
import type { JsonObject } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import { PLAN_ERASED_MAX } from '#domain/plans/erasure-op.ts';
import type { LogEntry } from './log-store.ts';

/** `entries`: their ops, with words. */
export function listPlanWords(entries: readonly LogEntry[]): Pick<Op, 'type' | 'body'>[] {
  const said = entries.filter(({ op }) => /^plan[.]comment-(added|edited)$/.test(op.type));
  const ids = [...new Set(said.map(({ op }) => String(op.body.commentId)))];
  return Array.from({ length: Math.ceil(ids.length / PLAN_ERASED_MAX) }, (_, i) => {
    const body: JsonObject = { commentIds: ids.slice(i * PLAN_ERASED_MAX, (i + 1) * PLAN_ERASED_MAX) };
    return { type: 'plan.erased', body };
  });
}
