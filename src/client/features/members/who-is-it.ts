import type { useTranslation } from 'react-i18next';
import type { GroupView, MemberView } from '#client/store/read-types.ts';

/** "without the app", or whose name it is. */
export function whoIsIt(
  { members, myMemberId }: GroupView,
  { claimedBy }: MemberView,
  t: ReturnType<typeof useTranslation<'members'>>['t'],
): string {
  if (claimedBy === null) return t('people.without');
  if (claimedBy === myMemberId) return t('people.isYou');
  return t('people.is', { name: members.find(({ memberId }) => memberId === claimedBy)?.name ?? '' });
}
