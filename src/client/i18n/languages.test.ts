import { describe, expect, it } from 'vitest';
import { pickLanguage } from './languages.ts';

describe('pickLanguage', () => {
  it.each([
    ['en', ['pt-BR'], 'en'],
    [null, ['pt-PT', 'en'], 'pt-BR'],
    [null, ['de-DE', 'es-AR', 'en'], 'es'],
    ['xx', ['de'], 'pt-BR'],
    [null, [], 'pt-BR'],
  ])('stored %s, browser %j → %s', (stored, preferred, language) => {
    expect(pickLanguage(stored, preferred)).toBe(language);
  });
});
