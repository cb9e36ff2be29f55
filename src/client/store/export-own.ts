/** What this person has on this device, for their own copy of it: who they are in each group, what they wrote, what is unsent. */
import type { DeviceDatabase } from './database.ts';
import type { OwnData } from './read-types.ts';

export async function exportOwn(db: DeviceDatabase): Promise<OwnData> {
  const [memberships, groups, members, outbox, tray, drafts, profile] = await Promise.all([
    db.memberships.toArray(),
    db.groups.toArray(),
    db.members.toArray(),
    db.outbox.toArray(),
    db.tray.toArray(),
    db.drafts.toArray(),
    db.meta.get('profile'),
  ]);
  const own = [];
  for (const { groupId, memberId, state, invitedName } of memberships) {
    const me = members.find((row) => row.groupId === groupId && row.id === memberId);
    const messages = await db.messages
      .where('[groupId+version]')
      .between([groupId, 0], [groupId, Number.MAX_SAFE_INTEGER])
      .toArray();
    own.push({
      groupId,
      memberId,
      state,
      groupName: groups.find((group) => group.groupId === groupId)?.name ?? invitedName ?? '',
      memberName: me?.name ?? '',
      pixKey: me?.pixKey?.key ?? null,
      messages: messages.filter((row) => row.kind === 'text' && row.authorId === memberId),
    });
  }
  return {
    name: profile?.name === 'profile' ? profile.value.name : '',
    groups: own,
    unsent: outbox.filter(({ version }) => version === null).map(({ op }) => op),
    refused: tray.map(({ op, kind }) => ({ op, kind })),
    drafts,
  };
}
