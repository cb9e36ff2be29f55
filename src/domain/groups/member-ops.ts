/** People come in by a link, change their name, and leave. Removal and roles are a later chapter. */
import * as v from 'valibot';
import { defineOp } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import { nameSchema } from '../text.ts';
import { noticeRow } from './notice.ts';

export interface MemberNamed {
  readonly name: string;
}

/** The invite's secret travels beside this op in the push, never inside it; the server compares its hash. */
export const memberJoined = defineOp<MemberNamed>({
  type: 'member.joined',
  v: 1,
  body: v.object({ name: nameSchema }),
  permission: PERMISSIONS['member.joined'],
  reads: () => [],
  check: ({ actorId }, rows) =>
    rows.get('members', actorId)?.status === 'active' ? 'already-exists' : undefined,
  fold: (op, rows) => {
    const { groupId, actorId, at, body, version } = op;
    const before = rows.get('members', actorId);
    return [
      {
        table: 'members',
        row: {
          groupId,
          id: actorId,
          version: before?.version ?? version,
          rowVersion: version,
          name: body.name,
          role: 'member',
          status: 'active',
          joinedAt: at,
        },
      },
      noticeRow(op, { what: 'member-joined', name: body.name }),
    ];
  },
});

export const memberRenamed = defineOp<MemberNamed>({
  type: 'member.renamed',
  v: 1,
  body: v.object({ name: nameSchema }),
  permission: PERMISSIONS['member.renamed'],
  reads: () => [],
  fold: (op, rows) => {
    const row = rows.get('members', op.actorId);
    if (!row) return 'missing-target';
    return [
      { table: 'members', row: { ...row, name: op.body.name, rowVersion: op.version } },
      noticeRow(op, { what: 'member-renamed', from: row.name, to: op.body.name }),
    ];
  },
});

export const memberLeft = defineOp<Record<string, never>>({
  type: 'member.left',
  v: 1,
  body: v.object({}) as v.GenericSchema<unknown, Record<string, never>>,
  permission: PERMISSIONS['member.left'],
  reads: () => [],
  fold: (op, rows) => {
    const row = rows.get('members', op.actorId);
    if (!row) return 'missing-target';
    return [
      { table: 'members', row: { ...row, status: 'left', rowVersion: op.version } },
      noticeRow(op, { what: 'member-left', name: row.name }),
    ];
  },
});
