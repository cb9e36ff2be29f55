/** A link to hand on: to copy, to share, to show as a code. */
import Copy from 'lucide-react/icons/copy';
import QrIcon from 'lucide-react/icons/qr-code';
import Share2 from 'lucide-react/icons/share-2';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { latePiece } from '#client/ui/late-piece.tsx';
import { useLinkActions } from './use-link-actions.ts';

const QrCode = latePiece(() => import('#client/ui/qr-code.tsx'));

export function LinkBox({
  group,
  secret,
  describedBy,
}: {
  readonly group: GroupView;
  readonly secret: string;
  readonly describedBy?: string;
}) {
  const { t } = useTranslation('members');
  const { link, share, copy } = useLinkActions(group, secret);
  const [showsCode, setShowsCode] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      <input
        readOnly
        value={link}
        aria-label={t('invite.link')}
        aria-describedby={describedBy}
        onFocus={(event) => event.target.select()}
        className="target w-full truncate rounded-m border border-line bg-ground px-3 text-s text-muted"
      />
      <div className="flex flex-wrap gap-2">
        {share && (
          <span className="min-w-32 flex-1">
            <Button wide icon={<Share2 aria-hidden="true" size={18} />} onClick={share}>
              {t('invite.share')}
            </Button>
          </span>
        )}
        <span className="min-w-32 flex-1">
          <Button
            wide
            variant={share ? 'quiet' : 'primary'}
            icon={<Copy aria-hidden="true" size={18} />}
            onClick={copy}
          >
            {t('invite.copy')}
          </Button>
        </span>
        <Button
          variant="quiet"
          icon={<QrIcon aria-hidden="true" size={18} />}
          aria-expanded={showsCode}
          onClick={() => setShowsCode(!showsCode)}
        >
          {t('link.code')}
        </Button>
      </div>
      {showsCode && (
        <QrCode
          text={link}
          label={t('link.codeOf', { name: group.name })}
          onClose={() => setShowsCode(false)}
          reopen={() => setShowsCode(true)}
        />
      )}
    </div>
  );
}
