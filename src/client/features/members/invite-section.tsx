/** The link that lets people in: share it, copy it, and who can use it. */
import Copy from 'lucide-react/icons/copy';
import Share2 from 'lucide-react/icons/share-2';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { useInvite } from './use-invite.ts';

export function InviteSection({
  group,
  wanted,
}: {
  readonly group: GroupView;
  /** The person came here to invite: the focus goes to the way to do it. */
  readonly wanted: boolean;
}) {
  const { t } = useTranslation('members');
  const invite = useInvite(group);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!wanted) return;
    // After the shell has put the focus on the new screen.
    const frame = requestAnimationFrame(() => section.current?.querySelector('button')?.focus());
    return () => cancelAnimationFrame(frame);
  }, [wanted]);
  return (
    <section
      ref={section}
      aria-labelledby="invite-title"
      className="mx-4 rounded-l border border-line bg-surface p-4"
    >
      <h2 id="invite-title" className="font-bold">
        {t('invite.title')}
      </h2>
      {invite ? (
        <>
          <p id="invite-who" className="mt-1 text-s text-pretty text-muted">
            {t('invite.who')}
          </p>
          <input
            readOnly
            value={invite.link}
            aria-label={t('invite.link')}
            aria-describedby="invite-who"
            onFocus={(event) => event.target.select()}
            className="target mt-3 w-full truncate rounded-m border border-line bg-ground px-3 text-s text-muted"
          />
          <div className="mt-3 flex flex-wrap gap-2">
            {invite.share && (
              <span className="min-w-32 flex-1">
                <Button wide icon={<Share2 aria-hidden="true" size={18} />} onClick={invite.share}>
                  {t('invite.share')}
                </Button>
              </span>
            )}
            <span className="min-w-32 flex-1">
              <Button
                wide
                variant={invite.share ? 'quiet' : 'primary'}
                icon={<Copy aria-hidden="true" size={18} />}
                onClick={invite.copy}
              >
                {t('invite.copy')}
              </Button>
            </span>
          </div>
        </>
      ) : (
        <p className="mt-1 text-s text-muted">{t('invite.none')}</p>
      )}
    </section>
  );
}
