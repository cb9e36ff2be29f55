/** The app's Portuguese, loaded without a bundler, for `*.dom.test.tsx`. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { loadErrorWords } from '#client/errors/load-error-words.ts';

export async function loadPortuguese(): Promise<i18n> {
  const folder = join(import.meta.dirname, '../../locales/pt-BR');
  const slices = Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  );
  await loadErrorWords();
  const words = createInstance();
  await words.use(initReactI18next).init({
    lng: 'pt-BR',
    fallbackLng: false,
    ns: [],
    defaultNS: 'shell',
    resources: { 'pt-BR': slices },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  return words;
}
