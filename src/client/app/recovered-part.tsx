/** What came back from the copies of this device, and what cannot have. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCopyTime } from '#client/i18n/use-copy-time.ts';
import type { Loss } from '#client/store/read-types.ts';

const COUNTS = ['queued', 'trayed', 'drafts', 'groups', 'damaged'] as const;

export default function RecoveredPart({ recovered }: { readonly recovered: NonNullable<Loss['recovered']> }) {
  const { t } = useTranslation('copies');
  const timeOf = useCopyTime();
  const isNothingOwed = recovered.queued + recovered.trayed + recovered.drafts === 0;
  return (
    <>
      <p className="mt-1">{t('recovered.text', { when: timeOf(recovered.copiedAt) })}</p>
      <ul className="mt-1 list-disc ps-5">
        {COUNTS.map(
          (name) =>
            recovered[name] > 0 && <li key={name}>{t(`result.${name}`, { count: recovered[name] })}</li>,
        )}
        {isNothingOwed && <li>{t('recovered.nothing')}</li>}
      </ul>
      <p className="mt-1 mb-2">
        {t('recovered.later')}{' '}
        <Link href="/ajustes/copias" className="font-semibold underline underline-offset-4">
          {t('recovered.look')}
        </Link>
      </p>
    </>
  );
}
