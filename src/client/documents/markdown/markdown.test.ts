import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, RichDocument } from '#domain/documents/document.ts';
import { normalDocument } from '#domain/documents/normal-document.ts';
import { arbitraryDocument } from '#tests/support/arbitrary-document.ts';
import { PHOTO, paragraph } from '#tests/support/document-parts.ts';
import { PORTUGUESE } from '#tests/support/document-words.ts';
import type { WriteOptions } from '../writer.ts';
import { markdownForm } from './markdown-form.ts';
import { readMarkdown } from './read-markdown.ts';
import { photosIn, writeMarkdown, writeMarkdownFiles } from './write-markdown.ts';

const OPTIONS: WriteOptions = {
  words: PORTUGUESE,
  fetchImage: async ({ width, height }) => ({ bytes: new Uint8Array(1), mime: 'image/png', width, height }),
};

const written = async (document: RichDocument, options = OPTIONS): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await writeMarkdown(document, options));

const ana = { memberId: 'AAAAAAAAAAAAAAAAAAAAAA', name: 'Ana' };
const anabela = { memberId: 'BBBBBBBBBBBBBBBBBBBBBA', name: 'Ana Bela' };

describe('Markdown', () => {
  it('reads what it wrote, as far as Markdown holds it', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        const form = markdownForm(withoutPeople(document));
        const photos = new Map([...photosIn(form.blocks)].map((photo) => [photo.blobId, photo]));
        const read = readMarkdown(await written(form), {
          photoOf: (url) => photos.get(url.replace(/^imagens\/|\.png$/g, '')),
        });
        expect(read).toEqual(form);
      }),
      { numRuns: 300 },
    );
  });

  it('is what people write by hand', async () => {
    const document: RichDocument = {
      title: 'Churrasco',
      comments: [{ id: 'c', author: 'Zé', at: Date.UTC(2026, 10, 22, 15, 0), text: 'Onde?\nQuando?' }],
      blocks: [
        { kind: 'heading', level: 2, inlines: [{ kind: 'text', text: 'Lista' }] },
        {
          kind: 'check-list',
          items: [
            { checked: false, assignee: ana, due: '2026-11-22', blocks: [paragraph('carvão')] },
            {
              checked: true,
              blocks: [
                paragraph('sal'),
                { kind: 'list', ordered: false, items: [{ blocks: [paragraph('grosso')] }] },
              ],
            },
          ],
        },
        {
          kind: 'table',
          rows: [
            {
              cells: [
                { header: true, blocks: [paragraph('O quê')] },
                { header: true, blocks: [paragraph('Quanto')] },
              ],
            },
            {
              cells: [
                { header: false, blocks: [paragraph('a | b')] },
                { header: false, blocks: [paragraph('R$ 10'), paragraph('cada')] },
              ],
            },
          ],
        },
        { kind: 'image', photo: PHOTO, alt: 'a praia' },
        {
          kind: 'paragraph',
          inlines: [
            { kind: 'text', text: 'É ', commentIds: ['c'] },
            { kind: 'text', text: 'lá', bold: true, commentIds: ['c'] },
            { kind: 'text', text: ' que ' },
            { kind: 'text', text: 'meio', bold: true },
            { kind: 'text', text: 'termo, ' },
            { kind: 'text', text: 'sublinhado', underline: true },
            { kind: 'text', text: ' e ' },
            { kind: 'text', text: 'site', link: 'https://exemplo.com/' },
          ],
        },
      ],
    };
    const text = await written(document);
    expect(text).toMatch(/\[\^1\]: \*\*Zé\*\* \(22\/11\/2026, \d\d:\d\d\): Onde\?\\\n {4}Quando\?\n$/);
    expect(text.slice(0, text.indexOf('[^1]: '))).toBe(`# Churrasco

## Lista

- [ ] carvão — @Ana 📅 2026-11-22
- [x] sal
  - grosso

| O quê | Quanto |
| - | - |
| a \\| b | R$ 10<br>cada |

![a praia](imagens/CCCCCCCCCCCCCCCCCCCCCA.png)

É **lá**[^1] que <strong>meio</strong>termo, <u>sublinhado</u> e [site](https://exemplo.com/)

`);
    const { images } = await writeMarkdownFiles(document, OPTIONS);
    expect(images).toEqual([{ path: 'imagens/CCCCCCCCCCCCCCCCCCCCCA.png', photo: PHOTO }]);
    const away = await written(document, { ...OPTIONS, fetchImage: async () => undefined });
    expect(away).toContain('\\[Foto que não está neste aparelho: a praia]');
  });

  it('knows people by the whole name, and who does what until when', () => {
    const read = readMarkdown(
      '- [ ] gelo — @Ana Bela 📅 2026-12-01\n- [x] pão — @Ninguém\n\n@Ana e @Anabela',
      {
        people: [ana, anabela],
      },
    );
    expect(read.blocks).toEqual([
      {
        kind: 'check-list',
        items: [
          { checked: false, assignee: anabela, due: '2026-12-01', blocks: [paragraph('gelo')] },
          { checked: true, blocks: [paragraph('pão — @Ninguém')] },
        ],
      },
      {
        kind: 'paragraph',
        inlines: [
          { kind: 'mention', ...ana },
          { kind: 'text', text: ' e @Anabela' },
        ],
      },
    ]);
  });

  it('reads what others write, and interprets no HTML', () => {
    const read = readMarkdown(`Título
======

Veja [o site][s] e ![um gráfico](https://exemplo.com/a.png).
Segue<br>aqui <script>alert(1)</script> <b onclick="x()">forte</b> [mau](javascript:alert(1)) www.exemplo.com

<div onload="x()"><b>dentro</b></div>

#### Quatro

1) um
2) dois
   - [x] feito
   - solto

Nota[^n].

[s]: https://exemplo.com/s
[^n]: ao pé
`);
    expect(read).toEqual(
      normalDocument({
        title: 'Título',
        blocks: [
          {
            kind: 'paragraph',
            inlines: [
              { kind: 'text', text: 'Veja ' },
              { kind: 'text', text: 'o site', link: 'https://exemplo.com/s' },
              { kind: 'text', text: ' e ' },
              { kind: 'text', text: 'um gráfico', link: 'https://exemplo.com/a.png' },
              { kind: 'text', text: '. Segue' },
              { kind: 'break' },
              { kind: 'text', text: 'aqui alert(1) forte mau ' },
              { kind: 'text', text: 'www.exemplo.com', link: 'http://www.exemplo.com' },
            ],
          },
          paragraph('dentro'),
          { kind: 'heading', level: 3, inlines: [{ kind: 'text', text: 'Quatro' }] },
          {
            kind: 'list',
            ordered: true,
            items: [
              { blocks: [paragraph('um')] },
              {
                blocks: [
                  paragraph('dois'),
                  { kind: 'check-list', items: [{ checked: true, blocks: [paragraph('feito')] }] },
                  { kind: 'list', ordered: false, items: [{ blocks: [paragraph('solto')] }] },
                ],
              },
            ],
          },
          paragraph('Nota[n].'),
          paragraph('[n] ao pé'),
        ],
      }),
    );
  });

  it('reads anything without throwing, also quotes nested without end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(normalDocument(readMarkdown(text))).toEqual(readMarkdown(text));
      }),
      { numRuns: 200 },
    );
    expect(JSON.stringify(readMarkdown(`${'>'.repeat(400)} no fundo`))).toContain('no fundo');
  });
});

/** Names are read where people are known; by themselves they are words behind the item. */
function withoutPeople(document: RichDocument): RichDocument {
  const plain = (block: Block): Block => {
    switch (block.kind) {
      case 'list':
        return { ...block, items: block.items.map((item) => ({ blocks: item.blocks.map(plain) })) };
      case 'check-list':
        return {
          ...block,
          items: block.items.map(({ assignee: _, ...item }) => ({ ...item, blocks: item.blocks.map(plain) })),
        };
      case 'quote':
        return { ...block, blocks: block.blocks.map(plain) };
      default:
        return block;
    }
  };
  return { ...document, blocks: document.blocks.map(plain) };
}
