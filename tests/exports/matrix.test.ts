/**
 * What of a text survives in which format, each asked of a reader that is not ours: micromark's tree, an HTML parser, mammoth, poppler,
 * LibreOffice. docs/documents.md shows the same table, and this test holds it to it.
 *
 *   yes    the format has it, and the reader finds it
 *   text   the words are there, what they were is not (or only looks so)
 *   beside the file does not hold it, it lies elsewhere in the project
 */
import { readFile } from 'node:fs/promises';
import { Window } from 'happy-dom';
import mammoth from 'mammoth';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeDocx } from '#client/documents/docx/write-docx.ts';
import { writeHtml } from '#client/documents/html/write-html.ts';
import { parseMarkdown } from '#client/documents/markdown/mdast.ts';
import { writeMarkdown } from '#client/documents/markdown/write-markdown.ts';
import { writeScrivener } from '#client/documents/scrivener/write-scrivener.ts';
import { EVERY_FEATURE } from './every-feature.ts';
import { convertInLibreOffice, pdfObjects, pdfStructure, pdfText, textInLibreOffice } from './open-with.ts';
import { PHOTO } from './sample-document.ts';
import { writeOptions, writePdf } from './written.ts';

const FORMATS = ['Markdown', 'HTML', 'DOCX', 'PDF', 'Scrivener'] as const;
type Format = (typeof FORMATS)[number];
type Cell = RegExp | readonly [Held, RegExp];
type Held = 'yes' | 'text' | 'beside';

const text = (pattern: RegExp) => ['text', pattern] as const;

/** In the order of `FORMATS`. A pattern alone: yes. */
const MATRIX: Readonly<Record<string, readonly [Cell, Cell, Cell, Cell, Cell]>> = {
  title: [
    /"heading","depth":1,"children":\[\{"type":"text","value":"Tudotudo"/,
    /<title>Tudotudo<.*<h1>Tudotudo</s,
    /w:val="Title"\/>.{0,80}Tudotudo/,
    /H1 \(block\)\s+"Tudotudo"/,
    ['beside', /<Title>Tudotudo<\/Title>/],
  ],
  headings: [
    /"heading","depth":2,"children":\[\{"type":"text","value":"Cabeçalho"/,
    /<h3[^>]*>Cabeçalho</,
    /<h2>Cabeçalho</,
    /H3 \(block\)\s+"Cabeçalho"/,
    text(/<b>Cabeçalho</),
  ],
  bold: [
    /"strong",[^}]*negritado/,
    /<strong>negritado/,
    /<strong>negritado/,
    text(/negritado/),
    /<b>negritado/,
  ],
  italic: [/"emphasis",[^}]*italicado/, /<em>italicado/, /<em>italicado/, text(/italicado/), /<i>italicado/],
  underline: [
    /<u>"\},\{"type":"text","value":"sublinhado/,
    /<u>sublinhado/,
    /<u>sublinhado/,
    text(/sublinhado/),
    /<u>sublinhado/,
  ],
  strike: [/"delete",[^}]*riscado/, /<s>riscado/, /<s>riscado/, text(/riscado/), /<strike>riscado/],
  'code in a line': [
    /"inlineCode","value":"codificado"/,
    /<code>codificado/,
    /<code>codificado/,
    text(/codificado/),
    text(/codificado/),
  ],
  links: [
    /"link",.*?"url":"https:\/\/exemplo\.com\/um\?a=1&b=2"/,
    /href="https:\/\/exemplo\.com\/um\?a=1&amp;b=2"[^>]*>enlaçado/,
    /href="https:\/\/exemplo\.com\/um\?a=1&amp;b=2">enlaçado/,
    /Link \(inline\)\s+"enlaçado"/,
    /href="https:\/\/exemplo\.com\/um\?a=1&amp;b=2">(?:<u>)?enlaçado/,
  ],
  'line breaks': [
    /primeiralinha"\},\{"type":"break"\}/,
    /primeiralinha<br>segundalinha/,
    /primeiralinha<br \/>segundalinha/,
    /primeiralinha\n\s*segundalinha/,
    /primeiralinha<br\/>\s*segundalinha/,
  ],
  mentions: [
    text(/@Mencionada/),
    /class="mention">@Mencionada/,
    text(/@Mencionada/),
    text(/@Mencionada/),
    text(/@Mencionada/),
  ],
  comments: [
    /"footnoteDefinition".*Comentadamente/s,
    /<mark>comentado.*Zenóbio.*Comentadamente/s,
    /comentado<sup>.*Comentadamente/s,
    /Note \(inline\).*Zenóbio.*Comentadamente/s,
    /comentado<!-- Zenóbio.*Comentadamente/s,
  ],
  'ã ç õ R$': Array.from({ length: 5 }, () => /São\s+João: ação, à toa, R\$ 1\.234,56/) as never,
  emoji: [/Festa 🎉 fim/, /Festa 🎉 fim/, /Festa 🎉 fim/, /Festa 🎉 fim/, /Festa\s+🎉 fim/],
  'right to left': [
    /שלום עולם/,
    /dir="auto">שלום עולם/,
    /w:bidi.*שלום עולם/s,
    text(/םלוע|עולם/),
    text(/שלום\s+עולם/),
  ],
  'bullet lists': [
    /"ordered":false[^}]*"children":\[\{"type":"listItem".*?marcador/s,
    /<ul>\s*<li><p[^>]*>marcador/,
    /<ul><li>marcador/,
    /LI \(block\).*?"marcador"/s,
    text(/•\s+marcador/),
  ],
  'lists in lists': [
    /marcador"\}\]\},\{"type":"list"/,
    /marcador<\/p>\s*<ul>\s*<li><p[^>]*>aninhado/,
    /marcador<ul><li>aninhado/,
    /"marcador"\s+L \(block\)\s+LI \(block\)/,
    text(/•\s+aninhado/),
  ],
  'numbered lists, their start': [
    /"ordered":true,"start":7/,
    /<ol start="7">\s*<li><p[^>]*>numerado/,
    /7\. numerado/,
    /"7\."\s+LBody \(block\)\s+P \(block\)\s+"numerado"/,
    text(/7\.\s+numerado/),
  ],
  'check boxes': [
    /"checked":true,.*?feito.*"checked":false,.*?pendente/s,
    /<input [^>]*checked[^>]*> feito/,
    /checked="checked" \/>\sfeito.*<input type="checkbox" \/>\spendente/s,
    text(/☑ feito\s+☐ pendente/),
    text(/☑\s+feito.*☐\s+pendente/s),
  ],
  'who does it, until when': [
    text(/— @Encarregada 📅 2026-12-01/),
    text(/\(Encarregada, 01\/12\/2026\)/),
    text(/\(Encarregada, 01\/12\/2026\)/),
    text(/\(Encarregada, 01\/12\/2026\)/),
    text(/\(Encarregada, 01\/12\/2026\)/),
  ],
  quotes: [
    /"blockquote","children":.*?citado/,
    /<blockquote>\s*<p[^>]*>citado/,
    /<blockquote><p>citado/,
    /BlockQuote\s+P \(block\)\s+"citado"/,
    text(/citado/),
  ],
  'blocks of code, their spaces': [
    /"code","lang":"ts".*?const {2}a = 1;\\n {2}fim\(\);/,
    /<pre><code>const {2}a = 1;\n {2}fim\(\);/,
    /<pre>const {2}a = 1;(?:\n|<br \/>) {2}fim\(\);/,
    /"const {2}a = 1;"\s+" {2}fim\(\);"/,
    text(/const\s+a = 1;<br\/>\s+fim\(\);/),
  ],
  dividers: [
    /"thematicBreak"/,
    /<hr>/,
    /<w:pBdr><w:bottom /,
    text(/fim\(\);[\s\S]*titular/),
    text(/fim\(\);[\s\S]*titular/),
  ],
  tables: [
    /"table",.*?"tableCell".*?direita/,
    /<td><p[^>]*>direita/,
    /<td><p>direita/,
    /TD\s+P \(block\)\s+"direita"/,
    /<td[^>]*>\s*<p[^>]*>\s*direita/,
  ],
  'heads of tables': [
    /"table","align":\[[^\]]*\],"children":\[\{"type":"tableRow","children":\[\{"type":"tableCell","children":\[\{"type":"text","value":"titular"/,
    /<th><p[^>]*>titular/,
    /<th><p>titular/,
    /TH:\s+\/Scope \/Column\s+P \(block\)\s+"titular"/,
    text(/<b>titular/),
  ],
  'cells that span': [
    text(/larga.*alta/s),
    /colspan="2"><p[^>]*>larga.*rowspan="2"><p[^>]*>alta/s,
    /colspan="2"><p>larga.*rowspan="2"><p>alta/s,
    /\/ColSpan 2\s+P \(block\)\s+"larga".*\/RowSpan 2\s+P \(block\)\s+"alta"/s,
    /colspan="2"[^>]*>\s*<p[^>]*>\s*larga.*rowspan="2"[^>]*>\s*<p[^>]*>\s*alta/s,
  ],
  pictures: [
    ['beside', /"image".*?"url":"imagens\/CCCCCCCCCCCCCCCCCCCCCA\.jpg"/],
    /<img src="data:image\/jpeg;base64,/,
    /<img [^>]*src="data:image\/jpeg;base64,/,
    /Figure/,
    /<img src="[^"]+\.jpg"/,
  ],
  'what a picture shows': [
    /"alt":"descrita"/,
    /alt="descrita"/,
    /alt="descrita"/,
    /descrita/,
    text(/Image1/),
  ],
};

/** What each reader found, all of its words in one string. */
const found = new Map<Format, string>();

beforeAll(async () => {
  const given = await writeOptions();
  const options = { ...given, fetchImage: () => given.fetchImage(PHOTO) };
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const tree = parseMarkdown(decode(await writeMarkdown(EVERY_FEATURE, options)));
  const bare = (key: string, value: unknown): unknown =>
    key === 'position' || value === null ? undefined : value;
  found.set('Markdown', JSON.stringify(tree, bare));

  const window = new Window();
  window.document.write(decode(await writeHtml(EVERY_FEATURE, options)));
  found.set('HTML', window.document.documentElement.outerHTML);

  const docx = await writeDocx(EVERY_FEATURE, options);
  const styleMap = [
    'u => u',
    'comment-reference => sup',
    "r[style-name='Racha Inline Code'] => code",
    "p[style-name='Racha Code'] => pre",
    "p[style-name='Quote'] => blockquote > p:fresh",
  ];
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(docx) },
    { styleMap, ignoreEmptyParagraphs: false },
  );
  const { unzipSync } = await import('fflate');
  const body = decode(unzipSync(docx)['word/document.xml'] ?? new Uint8Array());
  found.set('DOCX', value + (await textInLibreOffice(docx, 'docx')) + body);

  const pdf = await writePdf(EVERY_FEATURE, options);
  found.set('PDF', (await pdfText(pdf)) + (await pdfStructure(pdf)) + (await pdfObjects(pdf)));

  const times = { createdAt: 0, editedAt: 0 };
  const texts = [{ folder: '', document: EVERY_FEATURE, ...times }];
  let project = '';
  const made = { name: 'x', madeAt: 0, newId: () => crypto.randomUUID(), texts };
  for await (const { path, content } of writeScrivener(made, options)) {
    if (path.endsWith('.scrivx')) project += decode(content);
    if (path.endsWith('content.rtf'))
      project += (await convertInLibreOffice(content, { from: 'rtf', to: 'html' })).toString();
  }
  found.set('Scrivener', project.replace(/<\/?(?:font|span)[^>]*>/g, ''));
});

const heldOf = (cell: Cell): Held => (cell instanceof RegExp ? 'yes' : cell[0]);
const patternOf = (cell: Cell): RegExp => (cell instanceof RegExp ? cell : cell[1]);

describe.each(Object.entries(MATRIX))('%s', (_, cells) => {
  it.each(FORMATS.map((format, at) => [format, cells[at]] as const))('in %s', (format, cell) => {
    expect(cell).toBeDefined();
    if (cell) expect(found.get(format)).toMatch(patternOf(cell));
  });
});

it('is the table of docs/documents.md', async () => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    line(['', ...FORMATS]),
    line(['---', ...FORMATS.map(() => '---')]),
    ...Object.entries(MATRIX).map(([name, cells]) => line([name, ...cells.map(heldOf)])),
  ].join('\n');
  const page = await readFile(new URL('../../docs/documents.md', import.meta.url), 'utf8');
  expect(page).toContain(table);
});

it('is opened by LibreOffice: a Word file says there what it says here', async () => {
  const given = await writeOptions();
  const docx = await writeDocx(EVERY_FEATURE, { ...given, fetchImage: () => given.fetchImage(PHOTO) });
  const lines = (await textInLibreOffice(docx, 'docx'))
    .split('\n')
    .map((one) =>
      one
        .replaceAll('\u00a0', ' ')
        .trim()
        .replace(/^(?:[•◦]|7\.)\s+/, ''),
    )
    .filter((one) => one !== '');
  expect(lines).toEqual([
    'Tudotudo',
    'Cabeçalho',
    'antes negritado italicado sublinhado riscado codificado enlaçado',
    'primeiralinha',
    'segundalinha',
    'chama @Mencionada',
    'trecho comentado',
    'São João: ação, à toa, R$ 1.234,56',
    'Festa 🎉 fim',
    'שלום עולם',
    'marcador',
    'aninhado',
    'numerado',
    '☑ feito',
    '☐ pendente (Encarregada, 01/12/2026)',
    'citado',
    'const  a = 1;',
    'fim();',
    'titular',
    'outra',
    'larga',
    'alta',
    'direita',
    'embaixo',
  ]);
});
