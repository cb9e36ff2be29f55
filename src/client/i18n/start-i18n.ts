/**
 * Starts the words of the app: one language is loaded (all are precached), the others when chosen.
 * `changeLanguage` keeps the choice on this device. Words that no first screen needs lie in `locales/<lang>/later`
 * and come with the screens that say them (`withLaterWords`). Those of errors come by themselves (`errors/load-error-words.ts`):
 * what breaks does not wait for a screen.
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

const ERROR_LOADERS: typeof LOADERS = {
  'pt-BR': () => import('./errors-pt-br.ts'),
  en: () => import('./errors-en.ts'),
  es: () => import('./errors-es.ts'),
};

let running: i18n | undefined;
/** What has been asked for once: every language brings it along. */
const needed = new Set<typeof LOADERS>();

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

export function loadLaterWords(): Promise<void> {
  return need(LATER_LOADERS);
}

export function loadErrorSlice(): Promise<void> {
  return need(ERROR_LOADERS);
}

async function need(loaders: typeof LOADERS): Promise<void> {
  needed.add(loaders);
  if (running) await add(running, running.language as Language, loaders);
}

const adding = new Map<() => Promise<unknown>, Promise<void>>();

/** Once, whoever asks meanwhile; again when it failed. */
function add(i18n: i18n, language: Language, loaders: typeof LOADERS): Promise<void> {
  const load = loaders[language];
  const known = adding.get(load);
  if (known) return known;
  const added = readSlices(load).then((slices) => addSlices(i18n, language, slices));
  adding.set(load, added);
  added.catch(() => adding.delete(load));
  return added;
}

export async function changeLanguage(i18n: i18n, language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, 'shell')) {
    addSlices(i18n, language, await readSlices(LOADERS[language]));
  }
  if (needed.has(LATER_LOADERS)) await add(i18n, language, LATER_LOADERS);
  if (needed.has(ERROR_LOADERS)) await add(i18n, language, ERROR_LOADERS).catch(() => undefined);
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
