import { describe, expect, it } from 'vitest';
import { pickLanguage } from './languages.ts';
import { createFormats } from './use-formats.ts';

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

describe('createFormats', () => {
  const formats = createFormats('pt-BR');
  const now = new Date(2026, 10, 21, 14, 2).getTime();
  it('writes a recent time by how far it is', () => {
    expect(formats.recent(now, now)).toBe('14:02');
    expect(formats.recent(new Date(2026, 10, 20, 23, 59).getTime(), now)).toBe('ontem');
    expect(formats.recent(new Date(2026, 10, 17, 9, 0).getTime(), now)).toBe('ter.');
    expect(formats.recent(new Date(2026, 9, 3).getTime(), now)).toBe('03/10/26');
  });
  it('never says a clock ahead of ours is in the future', () => {
    expect(formats.recent(now + 3_600_000 * 30, now)).toMatch(/^\d\d:\d\d$/);
    expect(formats.ago(now + 5_000, now)).toBe('agora');
  });
});
