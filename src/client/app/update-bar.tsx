/** "Nova versão pronta · Atualizar": waits for the person, however long. */
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '#client/ui/banner.tsx';
import type { AppUpdate } from './app-update.ts';

export function UpdateBar({ update }: { readonly update: AppUpdate }) {
  const { t } = useTranslation();
  const state = useSyncExternalStore(update.subscribe, update.getSnapshot);
  return (
    <div role="status" aria-label={t('update.label')} className={state === 'none' ? '' : 'px-safe pt-2'}>
      {state === 'ready' && (
        <Banner tone="good" action={{ label: t('update.apply'), run: () => void update.apply() }}>
          {t('update.ready')}
        </Banner>
      )}
      {state === 'applying' && <Banner tone="good">{t('update.applying')}</Banner>}
    </div>
  );
}
