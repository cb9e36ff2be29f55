/** A link into a group, and the ways it leaves the app. */
import { useTranslation } from 'react-i18next';
import { useShareText } from '#client/errors/use-share-text.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { formatInviteLink } from '#domain/groups/invite-link.ts';

export interface LinkActions {
  readonly link: string;
  /** Absent where the system has no share sheet. */
  readonly share: (() => void) | undefined;
  readonly copy: () => void;
}

export function useLinkActions({ groupId, name }: GroupView, secret: string): LinkActions {
  const { t } = useTranslation('members');
  const link = formatInviteLink(location.origin, { groupId, secret, groupName: name });
  const content = { title: name, text: t('invite.message', { name }), url: link };
  const { copy, share } = useShareText(content);
  return {
    link,
    share: share && (() => share(content, t('invite.copied'))),
    copy: () => copy(link, t('invite.copied')),
  };
}
