/** A group comes into being with its first member, its owner, and the hash of its invite secret; its owner may end it. */
import * as v from 'valibot';
import { defineOp } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import { nameSchema, textSchema } from '../text.ts';
import { noticeRow } from './notice.ts';
import { actingRole } from './roster.ts';

const pictureSchema = v.pipe(textSchema, v.minLength(1), v.maxLength(40));
/** SHA-256 in base64url. */
const hashSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'not a hash'));

export interface GroupCreated {
  readonly name: string;
  readonly picture: string;
  readonly memberName: string;
  readonly inviteHash: string;
}

export const groupCreated = defineOp<GroupCreated>({
  type: 'group.created',
  v: 1,
  body: v.object({
    name: nameSchema,
    picture: pictureSchema,
    memberName: nameSchema,
    inviteHash: hashSchema,
  }),
  permission: PERMISSIONS['group.created'],
  erases: { memberName: '' },
  reads: () => [],
  check: ({ groupId }, rows) => (rows.get('groups', groupId) ? 'already-exists' : undefined),
  fold: (op) => {
    const { groupId, actorId, at, body, version } = op;
    const base = { groupId, version, rowVersion: version };
    return [
      {
        table: 'groups',
        row: {
          ...base,
          id: groupId,
          name: body.name,
          picture: body.picture,
          createdBy: actorId,
          createdAt: at,
          inviteHash: body.inviteHash,
        },
      },
      {
        table: 'members',
        row: { ...base, id: actorId, name: body.memberName, role: 'owner', status: 'active', joinedAt: at },
      },
      noticeRow(op, { what: 'group-created', name: body.name }),
    ];
  },
});

export interface GroupRenamed {
  readonly name: string;
  readonly picture?: string | undefined;
}

export const groupRenamed = defineOp<GroupRenamed>({
  type: 'group.renamed',
  v: 1,
  body: v.object({ name: nameSchema, picture: v.optional(pictureSchema) }),
  permission: PERMISSIONS['group.renamed'],
  reads: () => [],
  fold: (op, rows) => {
    const row = rows.get('groups', op.groupId);
    if (!row) return 'missing-target';
    const { name, picture = row.picture } = op.body;
    return [
      { table: 'groups', row: { ...row, name, picture, rowVersion: op.version } },
      noticeRow(op, { what: 'group-renamed', name }),
    ];
  },
});

/** Nobody is in it from here on: every device purges it, its links are dead, and nothing enters its log any more. */
export const groupDeleted = defineOp<Record<string, never>>({
  type: 'group.deleted',
  v: 1,
  body: v.object({}) as v.GenericSchema<unknown, Record<string, never>>,
  permission: PERMISSIONS['group.deleted'],
  reads: () => [],
  readsRoster: true,
  check: ({ actorId }, rows) =>
    actingRole(rows.listMembers(), actorId) === 'owner' ? undefined : 'not-allowed',
  fold: (op, rows) => {
    const row = rows.get('groups', op.groupId);
    if (!row) return 'missing-target';
    return [
      { table: 'groups', row: { ...row, deletedAt: op.at, rowVersion: op.version } },
      noticeRow(op, { what: 'group-deleted' }),
    ];
  },
});
