/** `/ajustes/dados`: a copy of everything of mine, what I allow, and the end of the account. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { AccountScreen, Part } from './account-screen.tsx';
import { ConsentsPart } from './consents-part.tsx';
import { ErasePart } from './erase-part.tsx';
import { ExportPart } from './export-part.tsx';

export default function MyDataScreen({ connection }: { readonly connection: ReactNode }) {
  const { t } = useTranslation('privacy');
  return (
    <AccountScreen title={t('data.title')} connection={connection}>
      <Part title={t('export.title')}>
        <ExportPart />
      </Part>
      <Part title={t('consents.title')}>
        <ConsentsPart />
        <Link
          href="/privacidade"
          state={{ from: '/ajustes/dados' }}
          className="target inline-flex items-center font-semibold text-brand"
        >
          {t('section.notice')}
        </Link>
      </Part>
      <Part title={t('erase.title')}>
        <ErasePart />
      </Part>
    </AccountScreen>
  );
}
