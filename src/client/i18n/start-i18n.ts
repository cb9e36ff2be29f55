/**
 * Starts the words of the app: one language is loaded (all are precached), the others when chosen.
 * `changeLanguage` keeps the choice on this device. Words that no first screen needs lie in `locales/<lang>/later`
 * and come with the screens that say them (`withLaterWords`).
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

const LATER_LOADERS: typeof LOADERS = {
  'pt-BR': () => import('./later-pt-br.ts'),
  en: () => import('./later-en.ts'),
  es: () => import('./later-es.ts'),
};

let running: i18n | undefined;
/** Once a screen has asked for them, every language brings them along. */
let isLaterNeeded = false;
const hasLater = new Set<Language>();

export async function startI18n(): Promise<i18n> {
  const language = pickLanguage(readStored(), navigator.languages);
  const i18n = createInstance();
  await i18n.use(initReactI18next).init({
    lng: language,
    // There is nothing to fall back on: all languages are complete, and a test says so.
    fallbackLng: false,
    ns: [],
    defaultNS: 'shell',
    resources: { [language]: await readSlices(LOADERS[language]) },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
  running = i18n;
  return i18n;
}

/** A screen's loader that brings the later words along. */
export function withLaterWords<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    const [screen] = await Promise.all([load(), loadLaterWords()]);
    return screen;
  };
}

export async function loadLaterWords(): Promise<void> {
  isLaterNeeded = true;
  if (running) await addLater(running, running.language as Language);
}

async function addLater(i18n: i18n, language: Language): Promise<void> {
  if (hasLater.has(language)) return;
  addSlices(i18n, language, await readSlices(LATER_LOADERS[language]));
  hasLater.add(language);
}

export async function changeLanguage(i18n: i18n, language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, 'shell')) {
    addSlices(i18n, language, await readSlices(LOADERS[language]));
  }
  if (isLaterNeeded) await addLater(i18n, language);
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // Storage denied: the choice holds until the app is closed.
  }
}

function addSlices(i18n: i18n, language: Language, slices: Slices): void {
  for (const [slice, words] of Object.entries(slices)) i18n.addResourceBundle(language, slice, words);
}

async function readSlices(load: () => Promise<{ default: Slices }>): Promise<Slices> {
  const { default: byPath } = await load();
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
