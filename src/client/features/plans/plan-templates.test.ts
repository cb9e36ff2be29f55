import { readFileSync } from 'node:fs';
import { createInstance, type i18n } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '#client/i18n/languages.ts';
import { linesOf } from '#domain/documents/document-lines.ts';
import { buildTemplate, TEMPLATES } from './plan-templates.ts';

describe.each(LANGUAGES)('the templates in %s', (language) => {
  let words: i18n;
  beforeAll(async () => {
    const file = new URL(`../../../../locales/${language}/later/planTemplates.json`, import.meta.url);
    words = createInstance();
    await words.init({
      lng: language,
      resources: { [language]: { planTemplates: JSON.parse(readFileSync(file, 'utf8')) } },
    });
  });

  it.each(TEMPLATES)('%s: every part has its words, every row as many cells as the first', (template) => {
    const { title, blocks } = buildTemplate(template, 'Floripa', words.getFixedT(language, 'planTemplates'));
    expect(title).toBe('Floripa');
    expect(blocks.length > 0).toBe(template !== 'blank');
    for (const block of blocks) {
      if (block.kind === 'table') {
        const [first, ...rows] = block.rows;
        expect(first?.cells.every(({ header }) => header)).toBe(true);
        for (const { cells } of rows) {
          expect(cells).toHaveLength(first?.cells.length ?? 0);
          expect(cells.some(({ header }) => header)).toBe(false);
        }
      } else {
        for (const line of linesOf({ blocks: [block] })) {
          expect(line.text).toMatch(/\p{L}/u);
          // A key that has no words is shown as itself.
          expect(line.text).not.toMatch(/^\w+\.\w+$/);
        }
      }
    }
  });
});
