/** The database is of a newer version than this app: it is shown, nothing is written, and a way on is offered. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '#client/ui/banner.tsx';

export function ReadOnlyBar({ look }: { readonly look: () => Promise<void> }) {
  const { t } = useTranslation();
  const [looking, setLooking] = useState(false);
  const update = async (): Promise<void> => {
    setLooking(true);
    await look();
  };
  return (
    <div role="alert" className="px-safe pt-2">
      <Banner
        tone="bad"
        action={looking ? undefined : { label: t('readOnly.update'), run: () => void update() }}
      >
        {t(looking ? 'readOnly.looking' : 'readOnly.text')}
      </Banner>
    </div>
  );
}
