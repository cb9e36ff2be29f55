/** "Nova versão pronta · Atualizar · Atualizar quando eu terminar": waits for the person, however long. */
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExternalStore } from '#client/session/external-store.ts';
import { Banner } from '#client/ui/banner.tsx';
import type { AppUpdate } from './app-update.ts';

export interface UpdateBarProps {
  readonly update: AppUpdate;
  /** The database was let go to the new version: another bar says so, and offers the same. */
  readonly lost: ExternalStore<boolean>;
}

export function UpdateBar({ update, lost }: UpdateBarProps) {
  const { t } = useTranslation();
  const state = useSyncExternalStore(update.subscribe, update.getSnapshot);
  const isLost = useSyncExternalStore(lost.subscribe, lost.getSnapshot);
  const now = { label: t('update.apply'), run: () => void update.apply() };
  const isShown = state !== 'none' && !isLost;
  return (
    <div role="status" aria-label={t('update.label')} className={isShown ? 'px-safe pt-2' : ''}>
      {isShown && state === 'ready' && (
        <Banner tone="good" action={now} other={{ label: t('update.later'), run: update.applyLater }}>
          {t('update.ready')}
        </Banner>
      )}
      {isShown && state === 'later' && (
        <Banner tone="good" action={now}>
          {t('update.waits')}
        </Banner>
      )}
      {isShown && state === 'applying' && <Banner tone="good">{t('update.applying')}</Banner>}
    </div>
  );
}
