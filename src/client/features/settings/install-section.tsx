/** Installing: the browser's own question where there is one, a picture of the steps on an iPhone. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
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
      <Sheet
        open={explaining}
        onClose={() => setExplaining(false)}
        title={t('install.iphone.title')}
        closeLabel={t('install.iphone.close')}
      >
        <p className="text-pretty">{t('install.iphone.why')}</p>
        <ol className="mt-4 flex list-decimal flex-col gap-3 ps-6">
          <li>{t('install.iphone.step1')}</li>
          <li>{t('install.iphone.step2')}</li>
          <li>{t('install.iphone.step3')}</li>
        </ol>
      </Sheet>
    </Section>
  );
}
