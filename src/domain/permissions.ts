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
}

export type PermittedOpType = keyof typeof PERMISSIONS;

/** May `role` do `type` to something made by themself (`own`) or by another? */
export function isPermitted(type: PermittedOpType, role: Role, own: boolean): boolean {
  const permission: Permission = PERMISSIONS[type];
  if (permission.roles !== 'anyone' && !permission.roles.includes(role)) return false;
  return own || permission.ownOnly === undefined || permission.ownOnly.includes(role);
}
