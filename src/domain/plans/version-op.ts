/**
 * A version of a plan's text that somebody gave a name: the text as the log has it where the op stands. Said again of the same
 * version, it is called otherwise; the text stays that of the first time.
 */
import * as v from 'valibot';
import { idSchema } from '../ids.ts';
import { defineOp } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import { nameSchema } from '../text.ts';
import { plan, planVersion } from './plan-fields.ts';
import type { PlanVersionRow } from './plan-rows.ts';

export interface PlanVersionNamed {
  readonly planId: string;
  readonly versionId: string;
  readonly name: string;
}

export const planVersionNamed = defineOp<PlanVersionNamed>({
  type: 'plan.version-named',
  v: 1,
  body: v.object({ planId: idSchema, versionId: idSchema, name: nameSchema }),
  permission: PERMISSIONS['plan.version-named'],
  line: ({ body: { planId, name } }) => ({ what: 'plan-version-named', planId, name }),
  reads: ({ planId, versionId }) => [plan(planId), planVersion(versionId)],
  check: ({ body }, rows) => {
    const present = rows.get('planVersions', body.versionId);
    if (present && present.planId !== body.planId) return 'already-exists';
    return rows.get('plans', body.planId) ? undefined : 'unknown-target';
  },
  // The text is every edit of the log, whether or not its plan is here: the name is of the text where it stands, and does not wait.
  fold: ({ groupId, actorId, at, version, body }, rows) => {
    const { planId, versionId, name } = body;
    const present = rows.get('planVersions', versionId);
    if (present) return [{ table: 'planVersions', row: { ...present, name, rowVersion: version } }];
    const row: PlanVersionRow = {
      groupId,
      id: versionId,
      version,
      rowVersion: version,
      planId,
      name,
      namedBy: actorId,
      at,
    };
    return [{ table: 'planVersions', row }];
  },
});
