/** The words of the rescue page, in all languages: it must not have to fetch them. */
import { type Language, pickLanguage } from '#client/i18n/languages.ts';
import en from '../../locales/en/rescue/rescue.json' with { type: 'json' };
import es from '../../locales/es/rescue/rescue.json' with { type: 'json' };
import ptBr from '../../locales/pt-BR/rescue/rescue.json' with { type: 'json' };

type Words = typeof ptBr;
/** Keys that come in `_one` and `_other` are named without. */
export type RescueKey = keyof Words extends infer K
  ? K extends `${infer Base}_${'one' | 'other'}`
    ? Base
    : K
  : never;

const WORDS: Readonly<Record<Language, Words>> = { 'pt-BR': ptBr, en, es };

export type Say = (key: RescueKey, values?: Readonly<Record<string, string | number>>) => string;

export function speak(stored: string | null, preferred: readonly string[]): { language: Language; say: Say } {
  const language = pickLanguage(stored, preferred);
  const words: Readonly<Record<string, string>> = WORDS[language];
  const plural = new Intl.PluralRules(language);
  return {
    language,
    say: (key, values = {}) => {
      const form =
        typeof values.count === 'number' && plural.select(values.count) === 'one' ? 'one' : 'other';
      const text = words[key] ?? words[`${key}_${form}`] ?? key;
      return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
    },
  };
}
