import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '#client/i18n/languages.ts';
import { changeLanguage } from '#client/i18n/start-i18n.ts';

export function LanguageSection() {
  const { t, i18n } = useTranslation('settings');
  const id = useId();
  return (
    <section className="flex flex-col gap-3 py-5">
      <label htmlFor={id} className="text-s font-semibold text-muted">
        {t('language')}
      </label>
      <select
        id={id}
        value={i18n.language}
        onChange={(event) => void changeLanguage(i18n, event.target.value as Language)}
        className="target w-full rounded-m border border-line bg-surface px-4 text-m text-ink"
      >
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {LANGUAGE_NAMES[language]}
          </option>
        ))}
      </select>
    </section>
  );
}
