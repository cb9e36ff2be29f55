/** Another tab took the database over for a newer version: nothing more is saved here, and this says so. */
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExternalStore } from '#client/session/external-store.ts';
import { Banner } from '#client/ui/banner.tsx';

export function LostBar({ lost }: { readonly lost: ExternalStore<boolean> }) {
  const { t } = useTranslation();
  if (!useSyncExternalStore(lost.subscribe, lost.getSnapshot)) return null;
  return (
    <div role="alert" className="px-safe pt-2">
      <Banner tone="bad" action={{ label: t('outdated.reload'), run: () => location.reload() }}>
        {t('outdated.bar')}
      </Banner>
    </div>
  );
}
