/** What came in, and what is still to be done to send from here as the same person. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Restored } from '#client/copies/restore-parts.ts';
import { Notice } from '#client/ui/banner.tsx';
import { buttonClasses } from '#client/ui/button.tsx';

const COUNTS = [
  { of: 'groups', key: 'restored' },
  { of: 'queued', key: 'queuedNow' },
  { of: 'trayed', key: 'trayedNow' },
  { of: 'known', key: 'known' },
] as const;

export function BroughtNote({ restored, isOwn }: { readonly restored: Restored; readonly isOwn: boolean }) {
  const { t } = useTranslation('carry');
  return (
    <>
      <div role="status">
        <Notice tone="good">
          <p className="font-semibold">{t('file.bring.done')}</p>
          {COUNTS.filter(({ of }) => restored[of] > 0).map(({ of, key }) => (
            <p key={key}>{t(`file.bring.${key}`, { count: restored[of] })}</p>
          ))}
        </Notice>
      </div>
      {!isOwn && <p className="text-s text-pretty">{t('file.bring.enter')}</p>}
      <Link href="/" className={buttonClasses('primary', true)}>
        {t('file.bring.toGroups')}
      </Link>
      {!isOwn && (
        <Link href="/entrar/conta" className={buttonClasses('quiet', true)}>
          {t('file.bring.enterLink')}
        </Link>
      )}
    </>
  );
}
