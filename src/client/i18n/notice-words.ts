/** What happened to the group, as one sentence: for the conversation and for the trail. */
import type { TFunction } from 'i18next';
import type { MessageView } from '#client/store/read-types.ts';
import { unreachable } from '#domain/assert.ts';
import type { Notice, Role } from '#domain/rows.ts';

const ROLE_NOTICES = {
  owner: 'notice.ownerTransferred',
  admin: 'notice.roleAdmin',
  member: 'notice.roleMember',
  guest: 'notice.roleGuest',
} as const satisfies Record<Role, string>;

export function noticeText(
  notice: Notice,
  { own, authorName }: Pick<MessageView, 'own' | 'authorName'>,
  t: TFunction<'chat'>,
): string {
  const author = own ? t('message.you') : authorName;
  switch (notice.what) {
    case 'group-created':
      return t('notice.groupCreated', { author, name: notice.name });
    case 'group-renamed':
      return t('notice.groupRenamed', { author, name: notice.name });
    case 'member-joined':
      return t('notice.memberJoined', { name: own ? author : notice.name });
    case 'member-renamed':
      return t('notice.memberRenamed', { from: notice.from, to: notice.to });
    case 'member-left':
      return t('notice.memberLeft', { name: own ? author : notice.name });
    case 'member-asked':
      return t('notice.memberAsked', { name: own ? author : notice.name });
    case 'member-approved':
      return t('notice.memberApproved', { author, name: notice.name });
    case 'member-added':
      return t('notice.memberAdded', { author, name: notice.name });
    case 'member-claimed':
      return t('notice.memberClaimed', { author, name: notice.name });
    case 'member-unclaimed':
      return t('notice.memberUnclaimed', { name: notice.name });
    case 'member-removed':
      return t('notice.memberRemoved', { author, name: notice.name });
    case 'member-readmitted':
      return t('notice.memberReadmitted', { author, name: notice.name });
    case 'member-name-hidden':
      return t('notice.memberNameHidden');
    case 'owner-transferred':
      return t('notice.ownerTransferred', { author, name: notice.name });
    case 'role-changed':
      return t(ROLE_NOTICES[notice.role], { author, name: notice.name });
    case 'group-deleted':
      return t('notice.groupDeleted', { author });
    default:
      return unreachable(notice);
  }
}
