// @vitest-environment happy-dom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, RichDocument } from '#domain/documents/document.ts';
import { normalDocument } from '#domain/documents/normal-document.ts';
import { plainInlines } from '#domain/documents/plain-text.ts';
import { arbitraryDocument, HARD_TEXTS } from '#tests/support/arbitrary-document.ts';
import { PHOTO, paragraph } from '#tests/support/document-parts.ts';
import { PORTUGUESE } from '#tests/support/document-words.ts';
import type { WriteOptions } from '../writer.ts';
import { writeHtml } from './write-html.ts';

const OPTIONS: WriteOptions = {
  words: PORTUGUESE,
  fetchImage: async () => ({ bytes: new Uint8Array([1, 2, 3]), mime: 'image/png', width: 4, height: 3 }),
};

async function written(document: RichDocument, options = OPTIONS): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await writeHtml(document, options));
}

async function opened(document: RichDocument, options = OPTIONS): Promise<Document> {
  return new DOMParser().parseFromString(await written(document, options), 'text/html');
}

describe('a page of HTML', () => {
  it('says every paragraph as it was typed, whatever was typed', async () => {
    const page = await opened({ title: '<b>T</b> & "t"', blocks: HARD_TEXTS.map(paragraph) });
    expect(page.title).toBe('<b>T</b> & "t"');
    expect([...page.querySelectorAll('p')].map(({ textContent }) => textContent)).toEqual(HARD_TEXTS);
    expect(page.querySelector('h1 b')).toBeNull();
  });

  it('holds no element nor attribute but those that say a document', async () => {
    const elements = new Set(
      'html head meta title style body h1 h2 h3 h4 p br strong em u s code pre a mark sup span ul ol li label input blockquote table tbody tr td th figure img hr section'.split(
        ' ',
      ),
    );
    const attributes = new Set(
      'lang charset name content http-equiv dir href rel class start type disabled checked colspan rowspan src width height alt id'.split(
        ' ',
      ),
    );
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        const page = await opened(document);
        for (const element of page.querySelectorAll('*')) {
          expect(elements).toContain(element.localName);
          for (const { name } of element.attributes) expect(attributes).toContain(name);
          const href = element.getAttribute('href');
          if (href !== null) expect(href).toMatch(/^(https?:\/\/|mailto:|tel:|#c)/);
        }
        expect(page.querySelectorAll('script')).toHaveLength(0);
        expect(linesOf(page)).toEqual(expectedLines(normalDocument(document).blocks));
      }),
      { numRuns: 100 },
    );
  });

  it('keeps spans, pictures, tasks, starts and comments', async () => {
    const document: RichDocument = {
      title: 'Viagem',
      comments: [{ id: 'c', author: 'Zé', at: 0, text: 'É <lá>?\nSim' }],
      blocks: [
        { kind: 'list', ordered: true, start: 4, items: [{ blocks: [paragraph('quatro')] }] },
        {
          kind: 'check-list',
          items: [
            {
              checked: true,
              due: '2026-11-22',
              assignee: { memberId: 'm', name: 'Ana' },
              blocks: [paragraph('sal')],
            },
          ],
        },
        {
          kind: 'table',
          rows: [
            { cells: [{ header: true, columns: 2, blocks: [paragraph('a')] }] },
            {
              cells: [
                { header: false, rows: 2, blocks: [paragraph('b')] },
                { header: false, blocks: [paragraph('c')] },
              ],
            },
            { cells: [{ header: false, blocks: [paragraph('d')] }] },
          ],
        },
        { kind: 'image', photo: PHOTO, alt: 'a "praia"' },
        { kind: 'paragraph', inlines: [{ kind: 'text', text: 'É lá', commentIds: ['c'] }] },
      ],
    };
    const page = await opened(document);
    expect(page.querySelector('ol')?.getAttribute('start')).toBe('4');
    expect(page.querySelector('.tasks li')?.textContent).toBe(' sal (Ana, 22/11/2026)');
    expect(page.querySelector('.tasks input')?.hasAttribute('checked')).toBe(true);
    expect(page.querySelector('th')?.getAttribute('colspan')).toBe('2');
    expect(page.querySelector('td')?.getAttribute('rowspan')).toBe('2');
    expect(page.querySelector('img')?.getAttribute('src')).toBe('data:image/png;base64,AQID');
    expect(page.querySelector('img')?.getAttribute('alt')).toBe('a "praia"');
    expect(page.querySelector('mark')?.textContent).toBe('É lá');
    expect(page.querySelector('section li')?.innerHTML).toMatch(
      /<strong>Zé<\/strong> \(.+\): É &lt;lá&gt;\?<br>Sim/,
    );
    const away = await written(document, { ...OPTIONS, fetchImage: async () => undefined });
    expect(away).toContain('[Foto que não está neste aparelho: a &quot;praia&quot;]');
  });

  it('stops when it is told to, and says how far it is', async () => {
    const stop = new AbortController();
    const shares: number[] = [];
    const document = { title: '', blocks: Array.from({ length: 1_000 }, (_, at) => paragraph(String(at))) };
    const onProgress = (share: number): void => {
      shares.push(share);
      if (share >= 0.5) stop.abort();
    };
    await expect(writeHtml(document, { ...OPTIONS, onProgress, signal: stop.signal })).rejects.toThrow(
      /abort/i,
    );
    expect(shares.length).toBeLessThanOrEqual(50);
    expect(shares.at(-1)).toBe(0.5);
  });
});

const linesOf = (page: Document): string[] =>
  [...page.querySelectorAll('body > p, body > h2, body > h3, body > h4')].map((element) => textOf(element));

const textOf = (element: Element): string => {
  for (const end of element.querySelectorAll('br')) end.replaceWith('\n');
  return element.textContent ?? '';
};

const expectedLines = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) =>
    block.kind === 'paragraph' || block.kind === 'heading' ? [plainInlines(block.inlines)] : [],
  );
