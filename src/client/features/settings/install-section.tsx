/** Installing: the browser's own question where there is one, a picture of the steps on an iPhone. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import IphoneInstallSheet from './iphone-install-sheet.tsx';
import { Section } from './section.tsx';

export type InstallState =
  | { readonly name: 'installed' }
  /** The browser lets us ask. */
  | { readonly name: 'ready'; readonly ask: () => void }
  /** Only the person can, from Safari's menu. */
  | { readonly name: 'iphone' }
  | { readonly name: 'unavailable' };

export function InstallSection({ install }: { readonly install: InstallState }) {
  const { t } = useTranslation('settings');
  const [explaining, setExplaining] = useState(false);
  if (install.name === 'unavailable') return null;
  if (install.name === 'installed') {
    return (
      <Section title={t('install.title')}>
        <p>{t('install.installed')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('install.title')}>
      <p className="text-pretty">{t('install.text')}</p>
      {install.name === 'ready' && (
        <Button variant="quiet" onClick={install.ask}>
          {t('install.apply')}
        </Button>
      )}
      {install.name === 'iphone' && (
        <Button variant="quiet" onClick={() => setExplaining(true)}>
          {t('install.iphone.open')}
        </Button>
      )}
      {explaining && <IphoneInstallSheet onClose={() => setExplaining(false)} />}
    </Section>
  );
}
