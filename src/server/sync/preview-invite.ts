/** What a link leads to: the group's name and size, and who in it is still without the app. Reads, and changes nothing. */
import { firstInviteId, getInvite, inviteIdOf, inviteStateOf } from '#domain/groups/invites.ts';
import { isWithoutApp } from '#domain/groups/people-ops.ts';
import { inviteHash } from '#protocol/canonical.ts';
import type { InvitePreview, PreviewRequest } from '#protocol/invite-preview.ts';
import type { KnownOutside } from './known-outside.ts';
import type { LogView } from './log-store.ts';

/** `now`: epoch ms. */
export async function readPreview(
  view: LogView,
  { groupId, secret }: PreviewRequest,
  now: number,
  outside: Pick<KnownOutside, 'wasRevoked'>,
): Promise<InvitePreview> {
  const hash = inviteHash(secret);
  const inviteId = inviteIdOf(hash);
  const found = await view.getRow({ groupId, table: 'groups', id: groupId });
  const group = found?.table === 'groups' ? found.row : undefined;
  const invite = group && getInvite(group, inviteId);
  if (!group || group.deletedAt !== undefined || invite?.hash !== hash) return { state: 'unknown' };
  if (outside.wasRevoked(groupId, inviteId)) return { state: 'revoked' };
  const members = await view.listMembers(groupId);
  const maker = members.find(({ id }) => id === invite.createdBy);
  const isFirst = inviteId === firstInviteId(group);
  const state = inviteStateOf({ ...invite, isFirst }, now, maker);
  if (state !== 'open') return { state };
  const { needsApproval } = invite;
  const people = needsApproval ? [] : members.filter(isWithoutApp);
  return {
    state,
    name: group.name,
    picture: group.picture,
    members: members.filter(({ status }) => status === 'active').length,
    needsApproval,
    people: people.map(({ id, name }) => ({ memberId: id, name })),
  };
}
