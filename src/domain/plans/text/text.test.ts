import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Block, RichDocument } from '#domain/documents/document.ts';
import { normalDocument } from '#domain/documents/normal-document.ts';
import { countText, plainText } from '#domain/documents/plain-text.ts';
import { arbitraryDocument } from '#tests/support/arbitrary-document.ts';
import { readText } from './read-text.ts';
import { writeText } from './write-text.ts';

const paragraph = (text: string): Block => ({ kind: 'paragraph', inlines: [{ kind: 'text', text }] });

function openText(): { doc: Y.Doc; text: Y.XmlFragment; updates: Uint8Array[] } {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  return { doc, text: doc.getXmlFragment('text'), updates };
}

describe('a text of a plan', () => {
  it('is read as it was written, also on another device', () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        const { doc, text } = openText();
        writeText(text, document);
        const there = new Y.Doc();
        Y.applyUpdate(there, Y.encodeStateAsUpdate(doc));
        expect(readText(there.getXmlFragment('text'), document.title)).toEqual(normalDocument(document));
      }),
      { numRuns: 300 },
    );
  });

  it('says the next document after it said one before, and keeps the blocks that are the same', () => {
    fc.assert(
      fc.property(arbitraryDocument, arbitraryDocument, arbitraryDocument, (start, one, other) => {
        const { text } = openText();
        writeText(text, { ...one, blocks: [...start.blocks, ...one.blocks] });
        const next = { ...one, blocks: [...start.blocks, ...other.blocks] };
        const kept = normalDocument(start).blocks.length;
        const before = text.toArray().slice(0, kept);
        writeText(text, next);
        expect(readText(text, next.title)).toEqual(normalDocument(next));
        expect(
          text
            .toArray()
            .slice(0, kept)
            .every((node, at) => node === before[at]),
        ).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('writes nothing when it says so already', () => {
    const { text, updates } = openText();
    const document = { title: '', blocks: [paragraph('um'), paragraph('dois')] };
    writeText(text, document);
    updates.length = 0;
    writeText(text, document);
    expect(updates).toEqual([]);
  });

  it('comes in updates that fit into an op, each of which the editor takes', () => {
    fc.assert(
      fc.property(arbitraryDocument, fc.integer({ min: 300, max: 2_000 }), (document, maxBytes) => {
        const { text, doc } = openText();
        const sizes: number[] = [];
        doc.on('update', (update: Uint8Array) => {
          sizes.push(update.length);
          for (const node of text.toArray()) expectValid(node);
        });
        writeText(text, document, { maxBytes });
        // One step may be larger than so small a bound: a table row comes with all its cells.
        expect(Math.max(0, ...sizes)).toBeLessThan(maxBytes + 14_000);
        expect(readText(text, document.title)).toEqual(normalDocument(document));
      }),
      { numRuns: 200 },
    );
  });

  it('cuts one paragraph of a million characters, one list and one table', () => {
    const long = 'ação 👨‍👩‍👧 '.repeat(80_000);
    const rows = Array.from({ length: 400 }, (_, at) => ({
      cells: [
        ...(at % 2 === 0
          ? [{ header: false, rows: 2, blocks: [paragraph(`${at} ${'x'.repeat(900)}`)] }]
          : []),
        { header: false, blocks: [paragraph('y'.repeat(15_000))] },
      ],
    }));
    const items = Array.from({ length: 300 }, (_, at) => ({
      blocks: [paragraph(`item ${at} ${'z'.repeat(300)}`)],
    }));
    const document: RichDocument = {
      title: 'Grande',
      blocks: [paragraph(long), { kind: 'list', ordered: false, items }, { kind: 'table', rows }],
    };
    const { text, updates } = openText();
    writeText(text, document);
    expect(Math.max(...updates.map(({ length }) => length))).toBeLessThanOrEqual(20_000);
    expect(readText(text, 'Grande')).toEqual(normalDocument(document));
  });

  it('is read whatever is in it', () => {
    const { text } = openText();
    const unknown = new Y.XmlElement('futureBox');
    const inner = new Y.XmlElement('paragraph');
    inner.insert(0, [new Y.XmlText('dentro do futuro')]);
    unknown.insert(0, [inner]);
    const heading = new Y.XmlElement<{ [key: string]: number | string | object }>('heading');
    heading.setAttribute('level', 9);
    const shiny = new Y.XmlText();
    shiny.insert(0, 'claro', { bold: {}, glow: { colour: 'red' }, link: { href: 'javascript:alert(1)' } });
    heading.insert(0, [shiny]);
    const image = new Y.XmlElement<{ [key: string]: number | string | object }>('image');
    image.setAttribute('alt', 'uma foto');
    image.setAttribute('photo', { blobId: 'x' });
    const list = new Y.XmlElement('bulletList');
    list.insert(0, [new Y.XmlText('solto na lista')]);
    text.insert(0, [
      new Y.XmlText('solto'),
      unknown,
      heading as unknown as Y.XmlElement,
      image as unknown as Y.XmlElement,
      list,
    ]);
    expect(readText(text, ' t ')).toEqual({
      title: 't',
      blocks: [
        paragraph('solto'),
        paragraph('dentro do futuro'),
        { kind: 'heading', level: 3, inlines: [{ kind: 'text', text: 'claro', bold: true }] },
        paragraph('uma foto'),
        { kind: 'list', ordered: false, items: [{ blocks: [paragraph('solto na lista')] }] },
      ],
    });
  });

  it('is read when somebody nested it without end', () => {
    const { text } = openText();
    let node = new Y.XmlElement('blockquote');
    text.insert(0, [node]);
    for (let depth = 0; depth < 3_000; depth++) {
      const next = new Y.XmlElement('blockquote');
      node.insert(0, [next]);
      node = next;
    }
    node.insert(0, [new Y.XmlText('no fundo')]);
    expect(plainText(readText(text, ''))).toBe('no fundo');
  });
});

describe('a comment of a text', () => {
  it('stands where it was put, over the end of a paragraph, also after words were written in front', () => {
    const { doc, text } = openText();
    writeText(text, { title: '', blocks: [paragraph('um dois três'), paragraph('quatro cinco')] });
    const [one, two] = text.toArray().map((node) => (node as Y.XmlElement).get(0) as Y.XmlText);
    const anchor = (type: Y.XmlText | undefined, index: number): unknown =>
      type && Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(type, index));
    const comment = {
      id: 'c',
      author: 'Ana',
      at: 7,
      text: 'certo?',
      from: anchor(one, 3),
      to: anchor(two, 6),
    };
    one?.insert(0, 'zero ');
    const gone = { ...comment, id: 'd', from: { type: null }, to: 'nada' };
    const read = readText(doc.getXmlFragment('text'), '', [comment, gone]);
    expect(read.blocks).toEqual([
      {
        kind: 'paragraph',
        inlines: [
          { kind: 'text', text: 'zero um ' },
          { kind: 'text', text: 'dois três', commentIds: ['c'] },
        ],
      },
      {
        kind: 'paragraph',
        inlines: [
          { kind: 'text', text: 'quatro', commentIds: ['c'] },
          { kind: 'text', text: ' cinco' },
        ],
      },
    ]);
    expect(read.comments?.map(({ id }) => id)).toEqual(['c', 'd']);
  });
});

describe('counts', () => {
  it('are those of a person', () => {
    expect(
      countText({
        title: 'fora',
        blocks: [
          paragraph('Olá, João! 👨‍👩‍👧‍👦'),
          { kind: 'check-list', items: [{ checked: true, blocks: [paragraph('a\u0303')] }] },
        ],
      }),
    ).toEqual({ words: 3, characters: 13, checkItems: 1, checkedItems: 1 });
  });
});

/** The content rules of the editor's schema that a cut could break. */
function expectValid(node: unknown): void {
  if (!(node instanceof Y.XmlElement)) return;
  const children = node.toArray();
  const names = children.map((child) => (child instanceof Y.XmlElement ? child.nodeName : 'text'));
  const isText = ['paragraph', 'heading', 'codeBlock'].includes(node.nodeName);
  if (!isText) expect(names).not.toContain('text');
  if (
    ['bulletList', 'orderedList', 'taskList', 'blockquote', 'table', 'tableCell', 'tableHeader'].includes(
      node.nodeName,
    )
  ) {
    expect(names.length).toBeGreaterThan(0);
  }
  if (['listItem', 'taskItem'].includes(node.nodeName)) expect(names[0]).toBe('paragraph');
  for (const child of children) expectValid(child);
}
