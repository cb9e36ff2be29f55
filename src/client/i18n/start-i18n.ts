/**
 * Starts the words of the app: one language is loaded (all are precached), the others when chosen.
 * `changeLanguage` keeps the choice on this device.
 */
import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGE_KEY, type Language, pickLanguage } from './languages.ts';
import type {} from './typed-words.ts';

type Slices = Record<string, Record<string, unknown>>;

const LOADERS: Readonly<Record<Language, () => Promise<{ default: Slices }>>> = {
  'pt-BR': () => import('./words-pt-br.ts'),
  en: () => import('./words-en.ts'),
  es: () => import('./words-es.ts'),
};

export async function startI18n(): Promise<i18n> {
  const language = pickLanguage(readStored(), navigator.languages);
  const i18n = createInstance();
  await i18n.use(initReactI18next).init({
    lng: language,
    // There is nothing to fall back on: all languages are complete, and a test says so.
    fallbackLng: false,
    ns: [],
    defaultNS: 'shell',
    resources: { [language]: await loadSlices(language) },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
  return i18n;
}

export async function changeLanguage(i18n: i18n, language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, 'shell')) {
    for (const [slice, words] of Object.entries(await loadSlices(language))) {
      i18n.addResourceBundle(language, slice, words);
    }
  }
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // Storage denied: the choice holds until the app is closed.
  }
}

async function loadSlices(language: Language): Promise<Slices> {
  const { default: byPath } = await LOADERS[language]();
  return Object.fromEntries(Object.entries(byPath).map(([path, words]) => [sliceOf(path), words]));
}

const sliceOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1, -'.json'.length);

function readStored(): string | null {
  try {
    return localStorage.getItem(LANGUAGE_KEY);
  } catch {
    return null;
  }
}
