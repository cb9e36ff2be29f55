/** The invite link of a group, and the ways it leaves the app. */
import { useTranslation } from 'react-i18next';
import type { GroupView } from '#client/store/read-types.ts';
import { useToast } from '#client/ui/toast.tsx';
import { formatInviteLink } from '#domain/groups/invite-link.ts';

export interface InviteLink {
  readonly link: string;
  /** Absent where the system has no share sheet. */
  readonly share: (() => void) | undefined;
  readonly copy: () => void;
}

/** null when this device came to the group without a link. */
export function useInvite({ groupId, name, inviteSecret }: GroupView): InviteLink | null {
  const { t } = useTranslation('members');
  const toast = useToast();
  if (inviteSecret === null) return null;
  const link = formatInviteLink(location.origin, { groupId, secret: inviteSecret, groupName: name });
  const copy = (): void => {
    void navigator.clipboard.writeText(link).then(
      () => toast.show({ text: t('invite.copied') }),
      () => toast.show({ text: t('invite.copyFailed'), tone: 'bad' }),
    );
  };
  const content = { title: name, text: t('invite.message', { name }), url: link };
  const canShare = typeof navigator.share === 'function' && (navigator.canShare?.(content) ?? true);
  const share = (): void => {
    navigator.share(content).catch((error: unknown) => {
      // Closing the sheet is an answer; anything else leaves the link to be copied.
      if (!(error instanceof DOMException && error.name === 'AbortError')) copy();
    });
  };
  return { link, share: canShare ? share : undefined, copy };
}
