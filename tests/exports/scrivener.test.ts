/** A Scrivener project, held against what is known of the format; its texts as LibreOffice and unrtf read them. */
import { expect, it } from 'vitest';
import { type ScrivenerProject, writeScrivener } from '#client/documents/scrivener/write-scrivener.ts';
import { writeZip } from '#client/documents/zip/write-zip.ts';
import { checkScrivener } from './check-scrivener.ts';
import { convertInLibreOffice, pdfText, rtfText, textInLibreOffice, unzip } from './open-with.ts';
import { paragraph, SAMPLE, SENTENCE } from './sample-document.ts';
import { writeOptions } from './written.ts';

const AT = Date.UTC(2026, 10, 22, 5, 28, 1);

async function written(): Promise<ReadonlyMap<string, Buffer>> {
  const times = { createdAt: AT - 86_400_000, editedAt: AT };
  const project: ScrivenerProject = {
    name: 'Viagem & churrasco',
    madeAt: AT,
    newId: () => crypto.randomUUID(),
    texts: [
      { folder: '', document: SAMPLE, ...times },
      {
        folder: 'Casa <velha>',
        document: { title: 'Regras "da" casa', blocks: [paragraph('Nada de barulho.')] },
        ...times,
      },
      { folder: 'Casa <velha>', document: { title: 'Vazio', blocks: [] }, ...times },
    ],
  };
  const zip = await writeZip(writeScrivener(project, await writeOptions()), { madeAt: AT });
  return unzip(new Uint8Array(await zip.arrayBuffer()));
}

it('is a project by everything that is known of one', async () => {
  const files = await written();
  const { problems, entries } = checkScrivener(withoutManifest(files));
  expect(problems).toEqual([]);
  expect(entries.map(({ type, title, depth }) => [depth, type, title])).toEqual([
    [0, 'DraftFolder', 'Manuscrito'],
    [1, 'Text', 'Viagem & churrasco <2026>'],
    [1, 'Folder', 'Casa <velha>'],
    [2, 'Text', 'Regras "da" casa'],
    [2, 'Text', 'Vazio'],
    [0, 'ResearchFolder', 'Pesquisa'],
    [0, 'TrashFolder', 'Lixeira'],
  ]);
});

it('finds what is wrong with a project that is none', async () => {
  const files = new Map(withoutManifest(await written()));
  const content = [...files.keys()].find((path) => path.endsWith('content.rtf')) ?? '';
  files.set(content, Buffer.from('{\\rtf1 pão'));
  files.delete('Viagem & churrasco.scriv/Files/version.txt');
  expect(checkScrivener(files).problems).toEqual([
    'version.txt says ',
    `${content} is not of seven bits`,
    `${content} has a group that does not end`,
    `${content} has another checksum`,
  ]);
});

it('has texts that LibreOffice and unrtf read as they were written', async () => {
  const files = await written();
  const rtf = [...files].find(([path, bytes]) => path.endsWith('content.rtf') && bytes.includes('pict'))?.[1];
  if (!rtf) throw new Error('the text with the picture is not there');
  const bytes = new Uint8Array(rtf);
  const said = flat(await textInLibreOffice(bytes, 'rtf'));
  const also = flat(await rtfText(bytes));
  for (const words of [
    SENTENCE,
    'negrito, itálico, os dois, sublinhado, riscado e código.',
    'Um elo vivo, e @Ana',
    'Festa 🎉 em família 👨‍👩‍👧, Łódź e 日本.',
    '• carvão • o grosso • gelo 3. terceiro 4. quarto ☑ reservar a casa ☐ comprar protetor (Ana, 01/12/2026)',
    'Quem avisa, amigo é.',
    'const pão = 1; if (pão) { comer(); }',
    '[Imagem que não está neste aparelho: A que falta]',
  ]) {
    expect.soft(said).toContain(words);
    // unrtf writes its own word for what a link leads from.
    expect.soft(also).toContain(words.replace('elo vivo', 'hyperlink'));
  }
  const cells = 'Quem Quanto Dia Ana R$ 10,00 sexta R$ 20,00 sábado Os dois juntos domingo';
  expect(said).toContain(cells);
  const html = (await convertInLibreOffice(bytes, { from: 'rtf', to: 'html' })).toString('utf8');
  expect(html).toMatch(/<a href="https:\/\/example\.org\/caminho\?a=1&amp;b=2">/);
  expect(html).toMatch(/rowspan="?2/);
  expect(html).toMatch(/colspan="?2/);
  expect(html).toContain('<img');
  expect(html).toContain('Quem leva o gelo?');
  expect(flat(await pdfText(await convertInLibreOffice(bytes, { from: 'rtf', to: 'pdf' })))).toContain(
    SENTENCE,
  );
});

const flat = (text: string): string => text.replaceAll(/[\s\u00a0]+/g, ' ');
const withoutManifest = (files: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Buffer> =>
  new Map([...files].filter(([path]) => path !== 'manifesto.json'));
