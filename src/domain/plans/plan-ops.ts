/**
 * Plans: made, named, put in their place, put away and brought back by anybody who is more than a guest. A plan that is put away
 * keeps its text, and takes edits that were made before its author heard of it.
 */
import * as v from 'valibot';
import { idSchema } from '../ids.ts';
import { defineOp, type OpContext, type OpDefinition } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { RowView } from '../rows.ts';
import { folderSchema, iconSchema, plan, positionSchema, titleSchema } from './plan-fields.ts';
import type { PlanRow } from './plan-rows.ts';

export interface PlanCreated {
  readonly planId: string;
  readonly title: string;
  readonly folder?: string | undefined;
  readonly position: string;
  readonly icon?: string | undefined;
}

export const planCreated = defineOp<PlanCreated>({
  type: 'plan.created',
  v: 1,
  body: v.object({
    planId: idSchema,
    title: titleSchema,
    folder: v.optional(folderSchema),
    position: positionSchema,
    icon: v.optional(iconSchema),
  }),
  permission: PERMISSIONS['plan.created'],
  line: ({ body: { planId, title } }) => ({ what: 'plan-created', planId, title }),
  reads: ({ planId }) => [plan(planId)],
  check: ({ body }, rows) => (rows.get('plans', body.planId) ? 'already-exists' : undefined),
  fold: (op, rows) => {
    if (rows.get('plans', op.body.planId)) return [];
    const { groupId, actorId, at, version, body } = op;
    const row: PlanRow = {
      groupId,
      id: body.planId,
      version,
      rowVersion: version,
      title: body.title,
      folder: body.folder ?? '',
      position: body.position,
      ...(body.icon !== undefined && { icon: body.icon }),
      createdBy: actorId,
      createdAt: at,
      editedAt: at,
      editedBy: actorId,
      textVersion: 0,
      edits: 0,
      archivedAt: null,
      archivedBy: null,
    };
    return [{ table: 'plans', row }];
  },
});

export interface PlanRenamed {
  readonly planId: string;
  readonly title: string;
  /** null: none any more. Absent: as it was. */
  readonly icon?: string | null | undefined;
}

export const planRenamed = defineOp<PlanRenamed>({
  type: 'plan.renamed',
  v: 1,
  body: v.object({ planId: idSchema, title: titleSchema, icon: v.optional(v.nullable(iconSchema)) }),
  permission: PERMISSIONS['plan.renamed'],
  reads: ({ planId }) => [plan(planId)],
  check: checkThere,
  fold: (op, rows) =>
    changePlan(op, rows, ({ icon: before, ...row }) => {
      const icon = op.body.icon === undefined ? before : op.body.icon;
      return { ...row, ...edited(op), title: op.body.title, ...(icon != null && { icon }) };
    }),
});

export interface PlanMoved {
  readonly planId: string;
  readonly folder: string;
  readonly position: string;
}

export const planMoved = defineOp<PlanMoved>({
  type: 'plan.moved',
  v: 1,
  body: v.object({ planId: idSchema, folder: folderSchema, position: positionSchema }),
  permission: PERMISSIONS['plan.moved'],
  reads: ({ planId }) => [plan(planId)],
  check: checkThere,
  fold: (op, rows) =>
    changePlan(op, rows, (row) => ({ ...row, folder: op.body.folder, position: op.body.position })),
});

export interface OnPlan {
  readonly planId: string;
  /** What it was called then, for the line that tells of it. */
  readonly title: string;
}

export const planArchived = definePutAway('plan.archived');
export const planRestored = definePutAway('plan.restored');

function definePutAway(type: 'plan.archived' | 'plan.restored'): OpDefinition<unknown> {
  const isAway = type === 'plan.archived';
  return defineOp<OnPlan>({
    type,
    v: 1,
    body: v.object({ planId: idSchema, title: titleSchema }),
    permission: PERMISSIONS[type],
    line: ({ body: { planId, title } }) => ({
      what: isAway ? 'plan-archived' : 'plan-restored',
      planId,
      title,
    }),
    reads: ({ planId }) => [plan(planId)],
    check: checkThere,
    fold: (op, rows) =>
      changePlan(op, rows, (row) => {
        // Two people who tidy up at once do not get in each other's way.
        if ((row.archivedAt !== null) === isAway) return row;
        return {
          ...row,
          archivedAt: isAway ? op.at : null,
          archivedBy: isAway ? op.actorId : null,
        };
      }),
  });
}

export function checkThere({ body }: OpContext<{ readonly planId: string }>, rows: RowView) {
  return rows.get('plans', body.planId) ? undefined : ('unknown-target' as const);
}

/** The plan changed by `change`, or `missing-target`. */
export function changePlan(
  { body, version }: OpContext<{ readonly planId: string }>,
  rows: RowView,
  change: (row: PlanRow) => PlanRow,
): { table: 'plans'; row: PlanRow }[] | 'missing-target' {
  const row = rows.get('plans', body.planId);
  if (!row) return 'missing-target';
  return [{ table: 'plans', row: { ...change(row), rowVersion: version } }];
}

export function edited({ at, actorId }: OpContext<unknown>): Pick<PlanRow, 'editedAt' | 'editedBy'> {
  return { editedAt: at, editedBy: actorId };
}
