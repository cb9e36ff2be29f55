import { useTranslation } from 'react-i18next';
import { Section } from './section.tsx';

export function AboutSection({ version }: { readonly version: string }) {
  const { t } = useTranslation('settings');
  return (
    <Section title={t('about.title')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-muted">{t('about.version')}</dt>
        <dd className="tabular">{version}</dd>
      </dl>
    </Section>
  );
}
