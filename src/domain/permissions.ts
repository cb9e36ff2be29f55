/**
 * Who may do what, and to whom: one table, read by the server before an op enters the log and by the screens before
 * they offer it. `anyone` means no membership is needed because the op itself makes it (creating, joining).
 *
 * A group has one owner. Admins act on members and guests, the owner on everybody; nobody acts on themself through
 * these ops, because leaving is the way out.
 */
import type { Role } from './rows.ts';

const EVERYBODY = ['owner', 'admin', 'member', 'guest'] as const;
const ABOVE_GUEST = ['owner', 'admin', 'member'] as const;
const BELOW_ADMIN = ['member', 'guest'] as const;
const BELOW_OWNER = ['admin', 'member', 'guest'] as const;

export const PERMISSIONS = {
  'group.created': { roles: 'anyone' },
  'group.renamed': { roles: ['owner', 'admin', 'member'] },
  'group.owner-transferred': { roles: ['owner'], on: { owner: BELOW_OWNER } },
  'group.deleted': { roles: ['owner'] },
  'member.joined': { roles: 'anyone' },
  'member.renamed': { roles: EVERYBODY },
  /** Also by who waits for an admin's word: they take their request back. */
  'member.left': { roles: EVERYBODY, whileWaiting: true },
  'member.role-changed': {
    roles: ['owner', 'admin'],
    on: { owner: EVERYBODY, admin: BELOW_ADMIN },
    gives: { owner: BELOW_OWNER, admin: BELOW_ADMIN },
  },
  'member.removed': { roles: ['owner', 'admin'], on: { owner: EVERYBODY, admin: BELOW_ADMIN } },
  /** Takes the ban of a removal back: the person may come in again by a link. */
  'member.readmitted': { roles: ['owner', 'admin'], on: { owner: EVERYBODY, admin: BELOW_ADMIN } },
  /** Everybody their own name; owners and admins that of somebody who is out. */
  'member.name-hidden': {
    roles: EVERYBODY,
    self: true,
    on: { owner: EVERYBODY, admin: BELOW_ADMIN },
  },
  /** One's own, nobody else's. */
  'member.pix-key-set': { roles: EVERYBODY },
  'member.pix-key-removed': { roles: EVERYBODY },
  'member.approved': { roles: ['owner', 'admin'] },
  'member.refused': { roles: ['owner', 'admin'] },
  /** Somebody without the app. */
  'member.added': { roles: ['owner', 'admin', 'member'] },
  'member.name-corrected': { roles: ['owner', 'admin', 'member'] },
  'member.claimed': { roles: EVERYBODY },
  /** One's own claim; owners and admins anybody's. */
  'member.unclaimed': { roles: EVERYBODY, ownOnly: ['owner', 'admin'] },
  /** Nobody lets others in above themself, and nobody as owner. */
  'invite.created': {
    roles: ['owner', 'admin', 'member'],
    gives: {
      owner: BELOW_OWNER,
      admin: BELOW_OWNER,
      member: BELOW_ADMIN,
    },
  },
  /** One's own; owners and admins any. */
  'invite.revoked': { roles: ['owner', 'admin', 'member'], ownOnly: ['owner', 'admin'] },
  /** The accounts are everybody's who is more than a guest: any of them adds, corrects, voids and restores, and all see who did. */
  'expense.added': { roles: ABOVE_GUEST },
  'expense.edited': { roles: ABOVE_GUEST },
  'expense.voided': { roles: ABOVE_GUEST },
  'expense.restored': { roles: ABOVE_GUEST },
  'settlement.recorded': { roles: ABOVE_GUEST },
  /** The creditor's word alone, a guest's too; of one who cannot say it, anybody's (settlement-ops.ts). */
  'settlement.confirmed': { roles: EVERYBODY },
  'settlement.voided': { roles: ABOVE_GUEST },
  'settlement.restored': { roles: ABOVE_GUEST },
  'recurrence.added': { roles: ABOVE_GUEST },
  'recurrence.ended': { roles: ABOVE_GUEST },
  /** Plans are everybody's who is more than a guest; a guest reads. */
  'plan.created': { roles: ABOVE_GUEST },
  'plan.renamed': { roles: ABOVE_GUEST },
  'plan.moved': { roles: ABOVE_GUEST },
  'plan.archived': { roles: ABOVE_GUEST },
  'plan.restored': { roles: ABOVE_GUEST },
  'plan.edited': { roles: ABOVE_GUEST },
  'plan.comment-added': { roles: ABOVE_GUEST },
  /** Only one's own. */
  'plan.comment-edited': { roles: ABOVE_GUEST, ownOnly: [] },
  'plan.comment-resolved': { roles: ABOVE_GUEST },
  'plan.comment-reopened': { roles: ABOVE_GUEST },
  /** One's own; owners and admins anybody's. */
  'plan.comment-deleted': { roles: ABOVE_GUEST, ownOnly: ['owner', 'admin'] },
  'plan.version-named': { roles: ABOVE_GUEST },
  'message.sent': { roles: EVERYBODY },
  /** Only one's own. */
  'message.edited': { roles: EVERYBODY, ownOnly: [] },
  /** One's own; owners and admins anybody's. */
  'message.deleted': { roles: EVERYBODY, ownOnly: ['owner', 'admin'] },
  'reaction.added': { roles: EVERYBODY },
  'reaction.removed': { roles: EVERYBODY },
  /** The server's word for somebody who had their account deleted: nobody may say it. */
  'message.erased': { roles: [] },
  'member.erased': { roles: [] },
  'ledger.erased': { roles: [] },
  'plan.erased': { roles: [] },
} as const satisfies Record<string, Permission>;

type ByRole = Readonly<Partial<Record<Role, readonly Role[]>>>;

export interface Permission {
  readonly roles: readonly Role[] | 'anyone';
  /** When present, the target must be the actor's own, but for these roles. */
  readonly ownOnly?: readonly Role[];
  /** When present, the op is done to a member: the actor's role → the roles it may be done to. */
  readonly on?: ByRole;
  /** Also by somebody who is not let in yet. */
  readonly whileWaiting?: true;
  /** It may be done to oneself. */
  readonly self?: true;
  /** When present, the op gives a role: the actor's role → those it may give. */
  readonly gives?: ByRole;
}

export type PermittedOpType = keyof typeof PERMISSIONS;

/** Who may read the trail of what was done to the group. */
export const TRAIL_READERS: readonly Role[] = ['owner', 'admin'];

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

export interface ActsOn {
  readonly actorRole: Role;
  readonly targetRole: Role;
  readonly isSelf: boolean;
}

/** May somebody of that role do what `permission` is about to a member of this one? */
export function mayActOn(permission: Permission, { actorRole, targetRole, isSelf }: ActsOn): boolean {
  if (permission.roles !== 'anyone' && !permission.roles.includes(actorRole)) return false;
  if (isSelf) return permission.self === true;
  return permission.on?.[actorRole]?.includes(targetRole) ?? false;
}

/** The roles somebody of `role` may give by `permission`, highest first. */
export function listGivable(permission: Permission, role: Role): readonly Role[] {
  return permission.gives?.[role] ?? [];
}
