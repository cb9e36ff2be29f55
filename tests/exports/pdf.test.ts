/** A PDF as qpdf and poppler find it. */
import { expect, it } from 'vitest';
import { checkPdf, pdfFacts, pdfFonts, pdfObjects, pdfStructure, pdfText } from './open-with.ts';
import { SAMPLE, SENTENCE } from './sample-document.ts';
import { writeOptions, writePdf } from './written.ts';

it('is whole, says everything, and carries its fonts', async () => {
  const pdf = await writePdf(SAMPLE, await writeOptions());
  await checkPdf(pdf);
  const said = (await pdfText(pdf)).replaceAll(/\s+/g, ' ');
  for (const words of [
    'Viagem & churrasco <2026>',
    SENTENCE,
    'negrito, itálico, os dois, sublinhado, riscado e código.',
    'Um elo vivo, e @Ana',
    'Festa 🎉 em família 👨‍👩‍👧, Łódź e 日本.',
    '3. terceiro 4. quarto',
    '☑ reservar a casa ☐ comprar protetor (Ana, 01/12/2026)',
    'Quem avisa, amigo é.',
    'const pão = 1; if (pão) { comer(); }',
    '[Imagem que não está neste aparelho: A que falta]',
    'Quem leva o gelo?',
  ])
    expect.soft(said).toContain(words);
  const fonts = await pdfFonts(pdf);
  expect(fonts.length).toBeGreaterThanOrEqual(5);
  expect(fonts.filter(({ isEmbedded, hasUnicode }) => !isEmbedded || !hasUnicode)).toEqual([]);
  const facts = await pdfFacts(pdf);
  expect(facts.get('Title')).toBe(SAMPLE.title);
  expect(facts.get('Tagged')).toBe('yes');
  expect(facts.get('Page size')).toMatch(/A4/);
});

it('has an outline, live links and a structure to walk', async () => {
  const pdf = await writePdf(SAMPLE, await writeOptions());
  const objects = await pdfObjects(pdf);
  expect(objects).toContain('https://example.org/caminho?a=1&b=2');
  for (const heading of ['Roteiro', 'Listas', 'Tabela'])
    expect(objects).toContain(`"/Title": "u:${heading}"`);
  expect(objects).toContain('"/Lang": "u:pt-BR"');
  expect(await pdfStructure(pdf)).toMatchSnapshot();
});
