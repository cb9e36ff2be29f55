/** One link: what it allows, the link itself where this device has it, and switching it off. */
import { useTranslation } from 'react-i18next';
import type { GroupView, InviteView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { isPermitted } from '#domain/permissions.ts';
import { useInviteWords } from './invite-words.ts';
import { LinkBox } from './link-box.tsx';

export interface InviteSheetProps {
  readonly group: GroupView;
  readonly invite: InviteView;
  readonly onClose: () => void;
  /** Revokes after the time to undo. */
  readonly onRevoke: (invite: InviteView) => void;
}

export function InviteSheet({ group, invite, onClose, onRevoke }: InviteSheetProps) {
  const { t } = useTranslation('members');
  const { state, line } = useInviteWords()(invite);
  const title = invite.isFirst ? t('link.first') : t('link.by', { name: invite.maker?.name ?? '' });
  const mayRevoke = isPermitted('invite.revoked', group.myRole, invite.own);
  return (
    <Sheet open onClose={onClose} title={title} closeLabel={t('close')}>
      <div className="flex flex-col gap-4">
        <p className="text-s text-muted">{line}</p>
        {state === 'open' && invite.secret !== null ? (
          <>
            <LinkBox group={group} secret={invite.secret} />
            {invite.own && !invite.isFirst && (
              <p className="text-s text-pretty text-muted">{t('link.onlyHere')}</p>
            )}
          </>
        ) : (
          <p className="text-s text-pretty">
            {t(state === 'open' ? 'link.elsewhere' : `link.over.${state}`)}
          </p>
        )}
        {mayRevoke && (
          <Button wide variant="danger" onClick={() => onRevoke(invite)}>
            {t('link.revoke')}
          </Button>
        )}
      </div>
    </Sheet>
  );
}
