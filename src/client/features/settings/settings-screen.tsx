/** `/ajustes`: name, language, theme, what is kept on this device, installing, and what support asks for. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { AboutSection } from './about-section.tsx';
import { AccountSection } from './account-section.tsx';
import { InstallSection, type InstallState } from './install-section.tsx';
import { LanguageSection } from './language-section.tsx';
import { LockSection } from './lock-section.tsx';
import { PrivacySection } from './privacy-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { StorageSection } from './storage-section.tsx';
import { ThemeSection } from './theme-section.tsx';

export interface SettingsScreenProps {
  readonly connection: ReactNode;
  readonly install: InstallState;
  readonly version: string;
}

export default function SettingsScreen({ connection, install, version }: SettingsScreenProps) {
  const { t } = useTranslation('settings');
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('title')} />
      {connection}
      <div className="px-safe min-h-0 flex-1 overflow-y-auto pb-8">
        <div className="mx-auto flex max-w-xl flex-col divide-y divide-line">
          <ProfileSection />
          <AccountSection />
          <ThemeSection />
          <LanguageSection />
          <StorageSection />
          <LockSection />
          <PrivacySection />
          <InstallSection install={install} />
          <AboutSection version={version} />
        </div>
      </div>
    </div>
  );
}
