import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '#client/i18n/languages.ts';
import { changeLanguage } from '#client/i18n/start-i18n.ts';
import { Choice } from './choice.tsx';
import { Section } from './section.tsx';

export function LanguageSection() {
  const { t, i18n } = useTranslation('settings');
  return (
    <Section title={t('language')}>
      <Choice<Language>
        label={t('language')}
        value={LANGUAGES.find((language) => language === i18n.language) ?? 'pt-BR'}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value }))}
        onChange={(language) => void changeLanguage(i18n, language)}
      />
    </Section>
  );
}
