/** Whole exports, as the worker runs them: what comes out is one file or one zip, and says what is not in it. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { EXPORT_FORMATS } from '#client/documents/writer.ts';
import { checkScrivener } from './check-scrivener.ts';
import { checkPdf, pdfText, unzip } from './open-with.ts';
import { run, text } from './run-job.ts';
import { PHOTO, paragraph, SAMPLE, SENTENCE } from './sample-document.ts';

it('hands one text in one format over as it is', async () => {
  const { name, bytes, file, missingImages, missingTexts } = await run([text(SAMPLE)]);
  expect(name).toBe('Viagem & churrasco 2026.pdf');
  expect(file.type).toBe('application/pdf');
  await checkPdf(bytes);
  expect(await pdfText(bytes)).toContain(SENTENCE);
  expect([missingImages, missingTexts]).toEqual([1, []]);
});

it('puts many texts in every format into one zip that says what is in it', async () => {
  const plain = { title: 'Regras', blocks: [paragraph(SENTENCE)] };
  const texts = [
    text(SAMPLE, 'Viagens'),
    undefined,
    text(plain, 'Viagens'),
    text({ ...plain, title: 'REGRAS' }, 'viagens'),
  ];
  const { name, bytes, missingTexts, shares } = await run(texts, { formats: EXPORT_FORMATS });
  expect(name).toBe('Praia 2026.zip');
  expect(missingTexts).toEqual([1]);
  const files = await unzip(bytes);
  const manifest = JSON.parse(files.get('manifesto.json')?.toString('utf8') ?? '');
  const listed = new Map<string, string>(
    manifest.files.map(({ path, sha256 }: { path: string; sha256: string }) => [path, sha256]),
  );
  const sums = [...files]
    .filter(([path]) => path !== 'manifesto.json')
    .map(([path, content]) => [path, createHash('sha256').update(content).digest('hex')] as const);
  expect(new Map(sums)).toEqual(listed);
  expect([...files.keys()].filter((path) => /^(Viagens|viagens)\//.test(path)).sort()).toEqual([
    'Viagens/Regras.docx',
    'Viagens/Regras.html',
    'Viagens/Regras.md',
    'Viagens/Regras.pdf',
    'Viagens/Viagem & churrasco 2026.docx',
    'Viagens/Viagem & churrasco 2026.html',
    'Viagens/Viagem & churrasco 2026.md',
    'Viagens/Viagem & churrasco 2026.pdf',
    `Viagens/imagens/${PHOTO.blobId}.jpg`,
    'viagens/REGRAS (2).docx',
    'viagens/REGRAS (2).html',
    'viagens/REGRAS (2).md',
    'viagens/REGRAS (2).pdf',
  ]);
  const project = new Map([...files].filter(([path]) => path.startsWith('Praia 2026.scriv/')));
  expect(checkScrivener(project).problems).toEqual([]);
  expect(shares.every((share, index) => share >= (shares[index - 1] ?? 0) && share <= 1)).toBe(true);
  expect(shares.at(-1)).toBeGreaterThan(0.7);
});

it('asks for one text when the one before is written: two hundred are never held at once', async () => {
  const texts = Array.from({ length: 200 }, (_, index) =>
    text({ title: `Plano ${index % 50}`, blocks: [paragraph(`${SENTENCE} ${index}`)] }),
  );
  const { bytes, asked } = await run(texts, { formats: ['html', 'markdown'] });
  expect(asked).toEqual(texts.map((_, index) => index));
  const files = await unzip(bytes);
  expect(files.size).toBe(2 * 200 + 1);
  expect(files.get('Plano 7 (4).md')?.toString('utf8')).toContain(`${SENTENCE} 157`);
});
