/**
 * The server's word for plans when somebody had their account deleted: what they said in comments goes. Titles, folders, names of
 * versions and the texts stay: they are the group's work, as its own name is (decision 0055). See `erasure-ops.ts`.
 */
import * as v from 'valibot';
import { idSchema } from '../ids.ts';
import { defineOp } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { RowChange } from '../rows.ts';
import { withoutCommentWords } from './comment-ops.ts';
import { planComment } from './plan-fields.ts';

export interface PlanErased {
  readonly commentIds: readonly string[];
}

/** 12 KB of ids: well below the 32 KB an op may weigh. */
export const PLAN_ERASED_MAX = 500;

export const planErased = defineOp<PlanErased>({
  type: 'plan.erased',
  v: 1,
  body: v.object({ commentIds: v.pipe(v.array(idSchema), v.minLength(1), v.maxLength(PLAN_ERASED_MAX)) }),
  permission: PERMISSIONS['plan.erased'],
  reads: ({ commentIds }) => commentIds.map(planComment),
  forgets: ({ commentIds }) => commentIds,
  // A row that is not here yet comes without the words.
  fold: ({ body, actorId, version }, rows) =>
    body.commentIds.flatMap((id): RowChange[] => {
      const row = rows.get('planComments', id);
      if (!row) return [];
      return [{ table: 'planComments', row: { ...withoutCommentWords(row, actorId), rowVersion: version } }];
    }),
});
