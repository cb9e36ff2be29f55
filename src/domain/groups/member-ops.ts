/** People come in by a link, change their name, and leave. */
import * as v from 'valibot';
import { idSchema } from '../ids.ts';
import { defineOp } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import { withoutPixKey } from '../pix/pix-key-ops.ts';
import type { MemberRow } from '../rows.ts';
import { nameSchema } from '../text.ts';
import { withInvite } from './invites.ts';
import { noticeRow } from './notice.ts';
import { isLastOwner } from './roster.ts';

export interface MemberNamed {
  readonly name: string;
}

export interface MemberJoined extends MemberNamed {
  /** The link they come by. Absent: the first one, named by an app that knows no other. */
  readonly inviteId?: string | undefined;
}

/** The invite's secret travels beside this op in the push, never inside it; the server compares its hash. */
export const memberJoined = defineOp<MemberJoined>({
  type: 'member.joined',
  v: 1,
  body: v.object({ name: nameSchema, inviteId: v.optional(idSchema) }),
  permission: PERMISSIONS['member.joined'],
  erases: { name: '' },
  reads: () => [],
  readsRoster: true,
  check: ({ groupId, actorId }, rows) => {
    // Its links are as dead as it is.
    if (rows.get('groups', groupId)?.deletedAt !== undefined) return 'bad-invite';
    const before = rows.get('members', actorId)?.status;
    if (before === 'removed') return 'shut-out';
    return before === 'active' || before === 'waiting' ? 'already-exists' : undefined;
  },
  fold: (op, rows) => {
    const { groupId, actorId, at, body, version } = op;
    const { inviteId, name } = body;
    const before = rows.get('members', actorId);
    const group = rows.get('groups', groupId);
    const invite = inviteId === undefined ? undefined : group?.invites?.[inviteId];
    const member: MemberRow = {
      groupId,
      id: actorId,
      version: before?.version ?? version,
      rowVersion: version,
      name,
      // Leaving and coming back makes nobody more than they were made.
      role: before?.role === 'guest' ? 'guest' : (invite?.role ?? 'member'),
      status: invite?.needsApproval ? 'waiting' : 'active',
      joinedAt: at,
      ...(inviteId !== undefined && { cameBy: inviteId }),
    };
    const used = group && invite && inviteId !== undefined && { ...invite, uses: invite.uses + 1 };
    return [
      { table: 'members', row: member },
      ...(used ? [{ table: 'groups' as const, row: withInvite(group, inviteId, used, version) }] : []),
      noticeRow(op, { what: invite?.needsApproval ? 'member-asked' : 'member-joined', name }),
    ];
  },
});

export const memberRenamed = defineOp<MemberNamed>({
  type: 'member.renamed',
  v: 1,
  body: v.object({ name: nameSchema }),
  permission: PERMISSIONS['member.renamed'],
  erases: { name: '' },
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
  readsRoster: true,
  check: ({ actorId }, rows) => (isLastOwner(rows.listMembers(), actorId) ? 'last-owner' : undefined),
  fold: (op, rows) => {
    const row = rows.get('members', op.actorId);
    if (!row) return 'missing-target';
    return [
      { table: 'members', row: { ...withoutPixKey(row), status: 'left', rowVersion: op.version } },
      noticeRow(op, { what: 'member-left', name: row.name }),
    ];
  },
});
