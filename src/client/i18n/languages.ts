/** The languages there are, and which one this person gets: chosen before, else the browser's, else pt-BR. */

export const LANGUAGES = ['pt-BR', 'en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each in its own words: someone lost in a foreign language must find theirs. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  'pt-BR': 'Português (Brasil)',
  en: 'English',
  es: 'Español',
};

/** Also read by `public/boot.js`, which sets <html lang> before the app is here. */
export const LANGUAGE_KEY = 'racha.language';

export function pickLanguage(stored: string | null, preferred: readonly string[]): Language {
  const chosen = LANGUAGES.find((language) => language === stored);
  if (chosen) return chosen;
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0];
    const match = LANGUAGES.find((language) => language.toLowerCase().split('-')[0] === base);
    if (match) return match;
  }
  return 'pt-BR';
}
