/**
 * Who may do what: one table, read by the server before an op enters the log and by the screens before they
 * offer it. `anyone` means no membership is needed because the op itself makes it (creating, joining).
 */
import type { Role } from './rows.ts';

export const PERMISSIONS = {
  'group.created': { roles: 'anyone' },
  'group.renamed': { roles: ['owner', 'admin', 'member'] },
  'member.joined': { roles: 'anyone' },
  'member.renamed': { roles: ['owner', 'admin', 'member', 'guest'] },
  'member.left': { roles: ['owner', 'admin', 'member', 'guest'] },
  'member.approved': { roles: ['owner', 'admin'] },
  'member.refused': { roles: ['owner', 'admin'] },
  /** Somebody without the app. */
  'member.added': { roles: ['owner', 'admin', 'member'] },
  'member.name-corrected': { roles: ['owner', 'admin', 'member'] },
  'member.claimed': { roles: ['owner', 'admin', 'member', 'guest'] },
  /** One's own claim; owners and admins anybody's. */
  'member.unclaimed': { roles: ['owner', 'admin', 'member', 'guest'], ownOnly: ['owner', 'admin'] },
  /** Nobody lets others in above themself, and nobody as owner. */
  'invite.created': {
    roles: ['owner', 'admin', 'member'],
    gives: {
      owner: ['admin', 'member', 'guest'],
      admin: ['admin', 'member', 'guest'],
      member: ['member', 'guest'],
    },
  },
  /** One's own; owners and admins any. */
  'invite.revoked': { roles: ['owner', 'admin', 'member'], ownOnly: ['owner', 'admin'] },
  'message.sent': { roles: ['owner', 'admin', 'member', 'guest'] },
  /** Only one's own. */
  'message.edited': { roles: ['owner', 'admin', 'member', 'guest'], ownOnly: [] },
  /** One's own; owners and admins anybody's. */
  'message.deleted': { roles: ['owner', 'admin', 'member', 'guest'], ownOnly: ['owner', 'admin'] },
  'reaction.added': { roles: ['owner', 'admin', 'member', 'guest'] },
  'reaction.removed': { roles: ['owner', 'admin', 'member', 'guest'] },
} as const satisfies Record<string, Permission>;

export interface Permission {
  readonly roles: readonly Role[] | 'anyone';
  /** When present, the target must be the actor's own, but for these roles. */
  readonly ownOnly?: readonly Role[];
  /** When present, the op gives a role: the actor's role → those it may give. */
  readonly gives?: Readonly<Partial<Record<Role, readonly Role[]>>>;
}

export type PermittedOpType = keyof typeof PERMISSIONS;

/** May `role` do `type` to something made by themself (`own`) or by another? */
export function isPermitted(type: PermittedOpType, role: Role, own: boolean): boolean {
  const permission: Permission = PERMISSIONS[type];
  if (permission.roles !== 'anyone' && !permission.roles.includes(role)) return false;
  return own || permission.ownOnly === undefined || permission.ownOnly.includes(role);
}

/** May somebody of `role` give the role `given` by `type`? */
export function mayGive(type: PermittedOpType, role: Role, given: Role): boolean {
  const permission: Permission = PERMISSIONS[type];
  return permission.gives?.[role]?.includes(given) ?? false;
}
