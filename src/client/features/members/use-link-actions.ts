/** A link into a group, and the ways it leaves the app. */
import { useTranslation } from 'react-i18next';
import type { GroupView } from '#client/store/read-types.ts';
import { useToast } from '#client/ui/toast.tsx';
import { formatInviteLink } from '#domain/groups/invite-link.ts';

export interface LinkActions {
  readonly link: string;
  /** Absent where the system has no share sheet. */
  readonly share: (() => void) | undefined;
  readonly copy: () => void;
}

export function useLinkActions({ groupId, name }: GroupView, secret: string): LinkActions {
  const { t } = useTranslation('members');
  const toast = useToast();
  const link = formatInviteLink(location.origin, { groupId, secret, groupName: name });
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
