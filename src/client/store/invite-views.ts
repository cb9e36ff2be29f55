/** The links of a group as its screens show them: what the row says, who made each, and the secret where this device has it. */
import { inviteIdOf, listInvites } from '#domain/groups/invites.ts';
import type { GroupRow } from '#domain/rows.ts';
import { inviteHash } from '#protocol/canonical.ts';
import type { InviteView } from './read-types.ts';
import { type Members, nameOf, type ReaderWords } from './shown-names.ts';
import type { Membership } from './tables.ts';

/** `group` is absent while it is on its way here: then there is only the link this person came by. */
export function viewInvites(
  group: GroupRow | undefined,
  { memberId, inviteSecret, madeSecrets = {} }: Membership,
  members: Members,
  words: ReaderWords,
): InviteView[] {
  if (!group) return [];
  const secrets = new Map(Object.entries(madeSecrets));
  if (inviteSecret !== null) secrets.set(inviteIdOf(inviteHash(inviteSecret)), inviteSecret);
  return listInvites(group).map((invite) => {
    const maker = members.get(invite.createdBy);
    return {
      ...invite,
      maker: maker
        ? { name: nameOf(members, maker.id, words), status: maker.status, role: maker.role }
        : null,
      own: invite.createdBy === memberId,
      secret: secrets.get(invite.inviteId) ?? null,
    };
  });
}
