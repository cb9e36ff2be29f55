/** Links into the group: made with their limits, and revoked. What they let in is judged where the join is. */
import * as v from 'valibot';
import { idSchema } from '../ids.ts';
import { defineOp } from '../op-definition.ts';
import { isPermitted, mayGive, PERMISSIONS } from '../permissions.ts';
import type { GroupInvite } from '../rows.ts';
import { epochMsSchema } from '../time.ts';
import { countLive, getInvite, inviteIdOf, LIVE_INVITES_MAX, withInvite } from './invites.ts';

/** SHA-256 in base64url. */
const hashSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'not a hash'));

export const USES_MAX = 1_000;

export interface InviteCreated {
  readonly hash: string;
  readonly role: GroupInvite['role'];
  readonly expiresAt?: number | undefined;
  readonly maxUses?: number | undefined;
  readonly needsApproval: boolean;
}

export const inviteCreated = defineOp<InviteCreated>({
  type: 'invite.created',
  v: 1,
  body: v.object({
    hash: hashSchema,
    role: v.picklist(['admin', 'member', 'guest']),
    expiresAt: v.optional(epochMsSchema),
    maxUses: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(USES_MAX))),
    needsApproval: v.boolean(),
  }),
  permission: PERMISSIONS['invite.created'],
  reads: () => [],
  check: ({ groupId, actorId, body }, rows) => {
    const group = rows.get('groups', groupId);
    if (!group) return 'unknown-target';
    const actor = rows.get('members', actorId);
    if (!actor || !mayGive('invite.created', actor.role, body.role)) return 'not-allowed';
    if (getInvite(group, inviteIdOf(body.hash))) return 'already-exists';
    return countLive(group) >= LIVE_INVITES_MAX ? 'invalid' : undefined;
  },
  fold: ({ groupId, actorId, at, body, version }, rows) => {
    const group = rows.get('groups', groupId);
    if (!group) return 'missing-target';
    const invite: GroupInvite = {
      hash: body.hash,
      role: body.role,
      createdBy: actorId,
      createdAt: at,
      expiresAt: body.expiresAt ?? null,
      maxUses: body.maxUses ?? null,
      uses: 0,
      needsApproval: body.needsApproval,
      revokedBy: null,
    };
    return [{ table: 'groups', row: withInvite(group, inviteIdOf(body.hash), invite, version) }];
  },
});

export interface InviteRevoked {
  readonly inviteId: string;
}

/** From its version on nobody comes in by it. Those who are in stay in. */
export const inviteRevoked = defineOp<InviteRevoked>({
  type: 'invite.revoked',
  v: 1,
  body: v.object({ inviteId: idSchema }),
  permission: PERMISSIONS['invite.revoked'],
  reads: () => [],
  check: ({ groupId, actorId, body }, rows) => {
    const group = rows.get('groups', groupId);
    const invite = group && getInvite(group, body.inviteId);
    if (!invite) return 'unknown-target';
    const actor = rows.get('members', actorId);
    const isOwn = invite.createdBy === actorId;
    return actor && isPermitted('invite.revoked', actor.role, isOwn) ? undefined : 'not-allowed';
  },
  fold: ({ groupId, actorId, body, version }, rows) => {
    const group = rows.get('groups', groupId);
    if (!group) return 'missing-target';
    const invite = getInvite(group, body.inviteId);
    if (!invite || invite.revokedBy !== null) return [];
    return [
      { table: 'groups', row: withInvite(group, body.inviteId, { ...invite, revokedBy: actorId }, version) },
    ];
  },
});
