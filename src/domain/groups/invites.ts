/**
 * The links into a group, as its row holds them. A link's id is made of its secret's hash, so that who opens it can name
 * it without asking anybody; the secret itself travels beside the join and is never in the log.
 *
 *   secret ─SHA-256─→ hash ─first 16 bytes─→ inviteId
 *
 * The first link came into being with the group (`group.created`). It lets in members, for good, until it is revoked; a
 * row of its own in `invites` tells that.
 */
import type { RejectionKind } from '../op-definition.ts';
import { mayGive } from '../permissions.ts';
import type { GroupInvite, GroupRow, MemberRow } from '../rows.ts';

/** More would make the group's row, which every op reads, long. */
export const LIVE_INVITES_MAX = 20;
/** Revoked ones are remembered, so that who comes by one is told what happened; of many the oldest are forgotten. */
const REMEMBERED_INVITES_MAX = 40;

export type InviteState = 'open' | 'expired' | 'revoked' | 'used-up';

export interface KnownInvite extends GroupInvite {
  readonly inviteId: string;
  /** The one that was made with the group: its uses are not counted. */
  readonly isFirst: boolean;
}

/** `hash`: 43 characters of base64url. */
export function inviteIdOf(hash: string): string {
  // 128 bits are 21 characters and the two high bits of the next.
  const last = ALPHABET.indexOf(hash.charAt(21)) & 0b110000;
  return hash.slice(0, 21) + ALPHABET.charAt(last);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function firstInviteId(group: GroupRow): string {
  return inviteIdOf(group.inviteHash);
}

export function getInvite(group: GroupRow, inviteId: string): GroupInvite | undefined {
  const made = group.invites?.[inviteId];
  if (made) return made;
  return inviteId === firstInviteId(group) ? firstInvite(group) : undefined;
}

function firstInvite({ inviteHash, createdBy, createdAt }: GroupRow): GroupInvite {
  return {
    hash: inviteHash,
    role: 'member',
    createdBy,
    createdAt,
    expiresAt: null,
    maxUses: null,
    uses: 0,
    needsApproval: false,
    revokedBy: null,
  };
}

/** The first one first, then as they were made. */
export function listInvites(group: GroupRow): KnownInvite[] {
  const first = firstInviteId(group);
  const later = listMade(group).filter(([inviteId]) => inviteId !== first);
  const all: [string, GroupInvite | undefined][] = [[first, getInvite(group, first)], ...later];
  return all.flatMap(([inviteId, invite]) =>
    invite ? [{ ...invite, inviteId, isFirst: inviteId === first }] : [],
  );
}

/**
 * `now`: epoch ms, by the server's clock where it counts. `maker`: who made it, as they stand now; undefined: not known
 * here. A link made later than the group gives no more than its maker still may.
 */
export function inviteStateOf(
  invite: GroupInvite & { readonly isFirst: boolean },
  now: number,
  maker: Pick<MemberRow, 'status' | 'role'> | undefined,
): InviteState {
  if (invite.revokedBy !== null) return 'revoked';
  const mayStill = maker?.status === 'active' && mayGive('invite.created', maker.role, invite.role);
  if (maker && !mayStill && !invite.isFirst) return 'revoked';
  if (invite.expiresAt !== null && now >= invite.expiresAt) return 'expired';
  return invite.maxUses !== null && invite.uses >= invite.maxUses ? 'used-up' : 'open';
}

/** Why nobody comes in by it now. */
export function refusalOf(state: InviteState): RejectionKind | undefined {
  return state === 'open' ? undefined : REFUSALS[state];
}

const REFUSALS = {
  expired: 'invite-expired',
  revoked: 'invite-revoked',
  'used-up': 'invite-used-up',
} as const satisfies Record<Exclude<InviteState, 'open'>, RejectionKind>;

/** Links that are not revoked: what the limit counts. The fold knows no clock, so expired ones count until revoked. */
export function countLive(group: GroupRow): number {
  return listInvites(group).filter(({ revokedBy }) => revokedBy === null).length;
}

export function withInvite(
  group: GroupRow,
  inviteId: string,
  invite: GroupInvite,
  rowVersion: number,
): GroupRow {
  const others = listMade(group).filter(([id]) => id !== inviteId);
  // The first one's own row stays: without it that link would live again.
  const revoked = others.filter(([id, one]) => one.revokedBy !== null && id !== firstInviteId(group));
  const tooMany = Math.max(0, others.length + 1 - REMEMBERED_INVITES_MAX);
  const forgotten = new Set(revoked.slice(0, tooMany).map(([id]) => id));
  const kept = others.filter(([id]) => !forgotten.has(id));
  return { ...group, rowVersion, invites: { ...Object.fromEntries(kept), [inviteId]: invite } };
}

/** Oldest first. Not in the order of the row's keys: every replica must forget the same ones. */
function listMade({ invites = {} }: GroupRow): [inviteId: string, invite: GroupInvite][] {
  return Object.entries(invites).sort(
    ([a, one], [b, other]) => one.createdAt - other.createdAt || (a < b ? -1 : 1),
  );
}

/**
 * The group without the links this member knows: those they made, the one they came by, and as its maker or by coming
 * without naming one, the first. Who was put out does not come back by them.
 */
export function revokeKnownTo(
  group: GroupRow,
  member: MemberRow,
  revoked: { readonly by: string; readonly version: number },
): GroupRow {
  // Somebody without the app knows none.
  if (member.status === 'named') return group;
  const known = listInvites(group).filter(
    ({ inviteId, isFirst, createdBy, revokedBy }) =>
      revokedBy === null &&
      (createdBy === member.id || member.cameBy === inviteId || (isFirst && member.cameBy === undefined)),
  );
  return known.reduce(
    (row, { inviteId, isFirst: _, ...invite }) =>
      withInvite(row, inviteId, { ...invite, revokedBy: revoked.by }, revoked.version),
    group,
  );
}
