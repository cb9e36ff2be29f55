/** The naive model's own idea of a group's links: who may make one, whom it lets in, and what ends it. */
import { createHash } from 'node:crypto';
import type { Op } from '#domain/op.ts';
import type { NaiveGroup, NaiveLink, NaiveMember } from './naive-rows.ts';

/** What each role may let others in as. */
const GIVES: Readonly<Record<string, readonly string[]>> = {
  owner: ['admin', 'member', 'guest'],
  admin: ['admin', 'member', 'guest'],
  member: ['member', 'guest'],
};

/** A link is called by the first half of its hash. */
export function naiveLinkId(hash: string): string {
  return Buffer.from(hash, 'base64url').subarray(0, 16).toString('base64url');
}

export function naiveSecretId(secret: string): string {
  return naiveLinkId(createHash('sha256').update(secret).digest('base64url'));
}

/** The one that came with the group stands in its row once it is over. */
function firstLink({ inviteHash, createdBy, createdAt }: NaiveGroup): NaiveLink {
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

function findLink(group: NaiveGroup, linkId: string): NaiveLink | undefined {
  const made = group.links.get(linkId);
  if (made) return made;
  return linkId === naiveLinkId(group.inviteHash) ? firstLink(group) : undefined;
}

/** The group has, or had, a link of that name; undefined: its first one. */
export function knowsLink(group: NaiveGroup, linkId: unknown): boolean {
  return linkId === undefined || findLink(group, String(linkId)) !== undefined;
}

/** What is wrong with coming in by the link that this join names, if anything; the clock is not asked here. */
export function judgeEntrance(group: NaiveGroup, linkId: string | undefined): string | undefined {
  const first = naiveLinkId(group.inviteHash);
  const link = findLink(group, linkId ?? first);
  if (!link) return 'somebody came by a link that the group does not have';
  if (link.revokedBy !== null) return 'somebody came by a revoked link';
  if (link.maxUses !== null && link.uses >= link.maxUses) return 'somebody came by a link that was used up';
  if ((linkId ?? first) === first) return undefined;
  const maker = group.members.get(link.createdBy);
  const mayStill = maker?.active && GIVES[maker.role]?.includes(link.role);
  return mayStill ? undefined : 'somebody came by a link that gives more than its maker may';
}

/** Counts the coming, and says what it makes of who comes. The first link counts nobody. */
export function comeByLink(
  group: NaiveGroup,
  linkId: string | undefined,
  version: number,
): { role: string; needsApproval: boolean } {
  const link = linkId === undefined ? undefined : group.links.get(linkId);
  if (!link) return { role: 'member', needsApproval: false };
  link.uses += 1;
  group.lastVersion = version;
  return link;
}

export function foldLinkOp(group: NaiveGroup, op: Op, version: number): string | undefined {
  const body = op.body as Record<string, unknown>;
  const role = group.members.get(op.actorId)?.role ?? 'nobody';
  if (op.type === 'invite.created') {
    const given = String(body.role);
    group.links.set(naiveLinkId(String(body.hash)), {
      hash: String(body.hash),
      role: given,
      createdBy: op.actorId,
      createdAt: op.at,
      expiresAt: (body.expiresAt as number | undefined) ?? null,
      maxUses: (body.maxUses as number | undefined) ?? null,
      uses: 0,
      needsApproval: body.needsApproval === true,
      revokedBy: null,
    });
    group.lastVersion = version;
    return GIVES[role]?.includes(given) ? undefined : 'a link that gives more than its maker may';
  }
  const linkId = String(body.inviteId);
  const link = findLink(group, linkId);
  if (!link) return 'an end of a link that the group does not have';
  if (link.revokedBy === null) endLink(group, linkId, link, { by: op.actorId, version });
  const mayEnd = role === 'owner' || role === 'admin' || link.createdBy === op.actorId;
  return mayEnd && role !== 'guest' ? undefined : 'a link ended by who may not';
}

/** Of somebody who is put out: those they made, the one they came by, and the first for who knows that one. */
export function endLinksKnownTo(group: NaiveGroup, op: Op, member: NaiveMember, version: number): void {
  // Who was only ever a name never saw one.
  if (!member.active && member.out === 'named') return;
  const first = naiveLinkId(group.inviteHash);
  const memberId = String((op.body as Record<string, unknown>).memberId);
  for (const linkId of new Set([...group.links.keys(), first])) {
    const link = findLink(group, linkId);
    if (!link || link.revokedBy !== null) continue;
    const knows =
      link.createdBy === memberId ||
      member.cameBy === linkId ||
      (linkId === first && member.cameBy === undefined);
    if (knows) endLink(group, linkId, link, { by: op.actorId, version });
  }
}

function endLink(
  group: NaiveGroup,
  linkId: string,
  link: NaiveLink,
  { by, version }: { readonly by: string; readonly version: number },
): void {
  group.links.set(linkId, { ...link, revokedBy: by });
  group.lastVersion = version;
}
