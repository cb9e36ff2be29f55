import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { must } from '#domain/assert.ts';
import type { Block, RichDocument } from '#domain/documents/document.ts';
import { normalDocument } from '#domain/documents/normal-document.ts';
import { plainText } from '#domain/documents/plain-text.ts';
import { arbitraryDocument, HARD_TEXTS } from '#tests/support/arbitrary-document.ts';
import { checkXml, type XmlElement } from '#tests/support/check-xml.ts';
import { PHOTO, paragraph } from '#tests/support/document-parts.ts';
import { PORTUGUESE } from '#tests/support/document-words.ts';
import type { WriteOptions } from '../writer.ts';
import { TooLargeError } from './open-parts.ts';
import { readDocx } from './read-docx.ts';
import { writeDocx } from './write-docx.ts';

const PNG = new Uint8Array(
  await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
    .png()
    .toBuffer(),
);
const OPTIONS: WriteOptions = {
  words: PORTUGUESE,
  fetchImage: async () => ({ bytes: PNG, mime: 'image/png', width: 40, height: 30 }),
};

const RICH: RichDocument = {
  title: 'Viagem à praia',
  comments: [{ id: 'c', author: 'Zé', at: Date.UTC(2026, 10, 22), text: 'Onde?\nQuando?' }],
  blocks: [
    { kind: 'heading', level: 1, inlines: [{ kind: 'text', text: 'Um' }] },
    { kind: 'heading', level: 3, inlines: [{ kind: 'text', text: 'Três' }] },
    ...HARD_TEXTS.map(paragraph),
    { kind: 'paragraph', inlines: [] },
    {
      kind: 'paragraph',
      inlines: [
        { kind: 'text', text: 'b', bold: true },
        { kind: 'text', text: 'i', italic: true },
        { kind: 'text', text: 'u', underline: true },
        { kind: 'text', text: 's', strike: true },
        { kind: 'text', text: 'c', code: true },
        { kind: 'text', text: 'link', link: 'https://a.b/?x=1&y=2' },
        { kind: 'break' },
        { kind: 'text', text: ' fim' },
      ],
    },
    {
      kind: 'list',
      ordered: true,
      items: [
        {
          blocks: [
            paragraph('um'),
            {
              kind: 'list',
              ordered: false,
              items: [{ blocks: [paragraph('dentro')] }, { blocks: [paragraph('ali')] }],
            },
          ],
        },
        { blocks: [paragraph('dois'), paragraph('mais do segundo')] },
      ],
    },
    {
      kind: 'check-list',
      items: [
        {
          checked: true,
          blocks: [
            paragraph('sal'),
            { kind: 'check-list', items: [{ checked: false, blocks: [paragraph('grosso')] }] },
          ],
        },
      ],
    },
    { kind: 'quote', blocks: [paragraph('cita'), paragraph('ainda')] },
    { kind: 'code', text: 'a  b\n\tc\n' },
    { kind: 'divider' },
    {
      kind: 'table',
      rows: [
        { cells: [{ header: true, columns: 2, blocks: [paragraph('cabeça')] }] },
        {
          cells: [
            { header: false, rows: 2, blocks: [paragraph('b')] },
            {
              header: false,
              blocks: [
                paragraph('c'),
                { kind: 'list', ordered: false, items: [{ blocks: [paragraph('x')] }] },
              ],
            },
          ],
        },
        { cells: [{ header: false, blocks: [paragraph('d')] }] },
      ],
    },
    { kind: 'image', photo: PHOTO, alt: 'a "praia"' },
  ],
};

describe('a Word file', () => {
  it('is read by mammoth as it was written', async () => {
    const bytes = await writeDocx(RICH, OPTIONS);
    const pictures: { mime: string; length: number }[] = [];
    const read = await readDocx(bytes, {
      keepPicture: async ({ bytes: { length }, mime }) => {
        pictures.push({ mime, length });
        return PHOTO;
      },
    });
    const { comments: _, ...expected } = normalDocument(RICH);
    expect(read).toEqual({ ...expected, leftOut: { pictures: 0, comments: 0, notes: 0 } });
    expect(pictures).toEqual([{ mime: 'image/png', length: PNG.length }]);
  });

  it('says every word in its order, whatever the document is', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        const read = await readDocx(
          await writeDocx(document, { ...OPTIONS, fetchImage: async () => undefined }),
        );
        expect(wordsOf(must(read, 'the file'))).toEqual(wordsOf(said(normalDocument(document))));
      }),
      { numRuns: 60 },
    );
  });

  it('is whole: each part is XML, each relation leads to a part, each part has a type', async () => {
    const parts = unzipSync(await writeDocx(RICH, OPTIONS));
    const names = Object.keys(parts);
    const types = xmlOf(parts, '[Content_Types].xml');
    const named = (element: string, attribute: string): unknown[] =>
      types.filter(({ name }) => name === element).map(({ attributes }) => attributes.get(attribute));
    const defaults = named('Default', 'Extension');
    const overrides = named('Override', 'PartName');
    for (const name of names) {
      const isTyped = overrides.includes(`/${name}`) || defaults.includes(name.split('.').at(-1));
      expect(isTyped || name === '[Content_Types].xml').toBe(true);
      if (!/\.(xml|rels)$/.test(name)) continue;
      const elements = xmlOf(parts, name);
      if (!name.endsWith('.rels')) continue;
      const base = name.replace(/_rels\/[^/]+$/, '');
      for (const { name: element, attributes } of elements) {
        if (element !== 'Relationship' || attributes.get('TargetMode') === 'External') continue;
        const target = attributes.get('Target') ?? '';
        expect(names).toContain(target.startsWith('/') ? target.slice(1) : `${base}${target}`);
      }
    }
    for (const part of overrides) expect(names).toContain(String(part).slice(1));
    expect(names).toContain('word/media/image1.png');
  });

  it('has comments where they belong, styles that are real, a language, A4 and numbered pages', async () => {
    const document: RichDocument = {
      title: 'T',
      comments: [{ id: 'c', author: 'Zé', at: Date.UTC(2026, 10, 22), text: 'Onde?\nQuando?' }],
      blocks: [
        {
          kind: 'paragraph',
          inlines: [
            { kind: 'text', text: 'antes ' },
            { kind: 'text', text: 'aqui', commentIds: ['c'] },
          ],
        },
        { kind: 'paragraph', inlines: [{ kind: 'text', text: 'e ali', commentIds: ['c'] }] },
        { kind: 'list', ordered: true, start: 4, items: [{ blocks: [paragraph('quatro')] }] },
        { kind: 'heading', level: 2, inlines: [{ kind: 'text', text: 'Dois' }] },
      ],
    };
    const parts = unzipSync(await writeDocx(document, OPTIONS));
    const text = (name: string): string => new TextDecoder().decode(parts[name]);
    const body = text('word/document.xml');
    expect(body).toMatch(
      /antes .*<w:commentRangeStart w:id="0"\/>.*aqui.*e ali.*<w:commentRangeEnd w:id="0"\/>.*<w:commentReference w:id="0"\/>/s,
    );
    expect(body.match(/commentRangeStart/g)).toHaveLength(1);
    expect(body).toContain('<w:pStyle w:val="Heading2"/>');
    expect(body).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
    expect(text('word/comments.xml')).toMatch(/w:author="Zé".*Onde\?.*Quando\?/s);
    expect(text('word/styles.xml')).toContain('w:lang w:val="pt-BR"');
    expect(text('word/numbering.xml')).toMatch(/<w:startOverride w:val="4"\/>/);
    expect(text('word/footer1.xml')).toContain('NUMPAGES');
    expect(text('docProps/core.xml')).toContain('<dc:title>T</dc:title>');
  });
});

describe('a file somebody brings', () => {
  it('is none of Word when it has no document in it', async () => {
    expect(await readDocx(strToU8('olá') as Uint8Array<ArrayBuffer>)).toBeUndefined();
    expect(await readDocx(zipSync({ mimetype: strToU8('x') }) as Uint8Array<ArrayBuffer>)).toBeUndefined();
  });

  it('is refused when it holds far more than it weighs', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(60_000_000) }) as Uint8Array<ArrayBuffer>;
    expect(bomb.length).toBeLessThan(100_000);
    await expect(readDocx(bomb)).rejects.toThrow(TooLargeError);
    await expect(readDocx(new Uint8Array(10_000_001))).rejects.toThrow(TooLargeError);
  });

  it('is refused when it is cut or is no XML', async () => {
    const whole = await writeDocx(RICH, OPTIONS);
    await expect(readDocx(whole.slice(0, whole.length / 2))).rejects.toThrow();
    const parts = unzipSync(whole);
    parts['word/document.xml'] = strToU8('<w:document');
    await expect(readDocx(zipSync(parts) as Uint8Array<ArrayBuffer>)).rejects.toThrow();
  });

  it('says which pictures and comments were left out', async () => {
    const read = await readDocx(
      await writeDocx(
        {
          ...RICH,
          blocks: [
            ...RICH.blocks,
            { kind: 'paragraph', inlines: [{ kind: 'text', text: 'aqui', commentIds: ['c'] }] },
          ],
        },
        OPTIONS,
      ),
    );
    expect(read?.leftOut).toEqual({ pictures: 1, comments: 1, notes: 0 });
    expect(plainText(must(read, 'the file'))).toContain('[a "praia"]');
  });
});

function xmlOf(parts: Record<string, Uint8Array>, name: string): XmlElement[] {
  return checkXml(new TextDecoder().decode(must(parts[name], name)));
}

/** Lists lose their kind when they lie in quotes; words do not. */
const wordsOf = (document: RichDocument): string[] =>
  plainText(document)
    .split(/\s+/)
    .filter((word) => word !== '');

/** What a file says that a document only holds: who does a task, and that a picture is not there. */
function said(document: RichDocument): RichDocument {
  const inside = (blocks: readonly Block[]): Block[] =>
    blocks.map((block): Block => {
      switch (block.kind) {
        case 'image': {
          const { missingImage } = PORTUGUESE;
          return paragraph(block.alt === '' ? `[${missingImage}]` : `[${missingImage}: ${block.alt}]`);
        }
        case 'quote':
          return { ...block, blocks: inside(block.blocks) };
        case 'list':
          return { ...block, items: block.items.map((item) => ({ blocks: inside(item.blocks) })) };
        case 'check-list':
          return {
            ...block,
            items: block.items.map((item) => {
              const [first, ...rest] = inside(item.blocks);
              const day = item.due?.split('-').reverse().join('/');
              const note = [item.assignee?.name, day].filter(Boolean).join(', ');
              const inlines = first?.kind === 'paragraph' ? first.inlines : [];
              const noted =
                note === '' ? inlines : [...inlines, { kind: 'text' as const, text: ` (${note})` }];
              return { ...item, blocks: [{ kind: 'paragraph', inlines: noted }, ...rest] };
            }),
          };
        case 'table':
          return {
            ...block,
            rows: block.rows.map(({ cells }) => ({
              cells: cells.map((cell) => ({ ...cell, blocks: inside(cell.blocks) })),
            })),
          };
        default:
          return block;
      }
    });
  return { ...document, blocks: inside(document.blocks) };
}
