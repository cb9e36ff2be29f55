/** Every language says everything: same keys, same placeholders, nothing empty. That every kind of error is explained is src/client/errors/error-kinds.test.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from './languages.ts';

const FIRST: Language = 'pt-BR';
const folder = new URL('../../../locales/', import.meta.url);
/** `later/lock.json` and the like lie one folder deeper. */
const listSlices = (language: Language): string[] =>
  readdirSync(new URL(`${language}/`, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort();
const slices = listSlices(FIRST);

/** Flat: `create.title` → words. */
function readWords(language: Language, slice: string): Map<string, string> {
  const words = new Map<string, string>();
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'string') words.set(path, node);
    else
      for (const [key, child] of Object.entries(node as object)) walk(child, path ? `${path}.${key}` : key);
  };
  walk(JSON.parse(readFileSync(new URL(`${language}/${slice}`, folder), 'utf8')), '');
  return words;
}

const placeholders = (words: string): string[] =>
  [...words.matchAll(/\{\{\s*(\w+)/g)].map((m) => m[1] ?? '').sort();

describe.each(LANGUAGES.filter((language) => language !== FIRST))('%s', (language) => {
  it('has the slices of pt-BR', () => {
    expect(listSlices(language)).toEqual(slices);
  });

  it.each(slices)('%s has the keys and placeholders of pt-BR', (slice) => {
    const first = readWords(FIRST, slice);
    const other = readWords(language, slice);
    expect([...other.keys()].sort()).toEqual([...first.keys()].sort());
    for (const [key, words] of first) {
      expect([key, placeholders(other.get(key) ?? '')]).toEqual([key, placeholders(words)]);
    }
  });
});

describe.each(LANGUAGES)('%s', (language) => {
  it.each(slices)('%s leaves nothing empty and shouts nowhere', (slice) => {
    for (const [key, words] of readWords(language, slice)) {
      expect([key, words.trim()]).not.toEqual([key, '']);
      expect([key, /[!¡]/.test(words)]).toEqual([key, false]);
    }
  });
});
