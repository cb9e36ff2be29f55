import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type LoggedEdit, listEditedApart, SAME_MOMENT_MS } from './edited-apart.ts';

const MINUTE = 60_000;

class Writer {
  readonly doc = new Y.Doc();
  readonly #by: string;

  constructor(by: string, from?: Writer) {
    this.#by = by;
    if (from) this.take(Y.encodeStateAsUpdate(from.doc));
  }

  get text(): Y.XmlFragment {
    return this.doc.getXmlFragment('text');
  }

  take(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update);
  }

  paragraph(index: number): Y.XmlText {
    return (this.text.get(index) as Y.XmlElement).get(0) as Y.XmlText;
  }

  /** What `change` did, as the log has it. */
  edit(entry: { version: number; seen: number; at: number }, change: (writer: Writer) => void): LoggedEdit {
    const before = Y.encodeStateVector(this.doc);
    change(this);
    return { ...entry, by: this.#by, update: Y.encodeStateAsUpdate(this.doc, before) };
  }
}

/** A text of paragraphs that both know, and what they then did. */
function two(...lines: string[]): { ana: Writer; bia: Writer; first: LoggedEdit } {
  const ana = new Writer('ana');
  const first = ana.edit({ version: 1, seen: 0, at: 0 }, ({ text }) => {
    lines.forEach((line, index) => {
      const paragraph = new Y.XmlElement('paragraph');
      text.insert(index, [paragraph]);
      paragraph.insert(0, [new Y.XmlText(line)]);
    });
  });
  return { ana, bia: new Writer('bia', ana), first };
}

test('a paragraph that two changed apart is marked, with both, and no other', () => {
  const { ana, bia, first } = two('um', 'dois', 'três');
  const hers = ana.edit({ version: 2, seen: 1, at: MINUTE }, (w) => w.paragraph(1).insert(4, ' de Ana'));
  const theirs = bia.edit({ version: 3, seen: 1, at: 2 * MINUTE }, (w) => {
    w.paragraph(1).insert(0, 'Bia: ');
    w.paragraph(2).insert(0, 'só Bia: ');
  });
  ana.take(theirs.update);
  bia.take(hers.update);
  const marked = [{ index: 1, members: ['ana', 'bia'], version: 3 }];
  expect(listEditedApart(ana.text, [first, hers, theirs])).toEqual(marked);
  expect(listEditedApart(bia.text, [first, hers, theirs])).toEqual(marked);
  expect(ana.paragraph(1).toString()).toBe('Bia: dois de Ana');
});

test('who knew of the other’s edit, or typed at the same moment, was not apart', () => {
  const { ana, bia, first } = two('um');
  const hers = ana.edit({ version: 2, seen: 1, at: MINUTE }, (w) => w.paragraph(0).insert(2, 'a'));
  const theirs = bia.edit({ version: 3, seen: 1, at: MINUTE + SAME_MOMENT_MS - 1 }, (w) =>
    w.paragraph(0).insert(0, 'b'),
  );
  ana.take(theirs.update);
  expect(listEditedApart(ana.text, [first, hers, theirs])).toEqual([]);
  expect(listEditedApart(ana.text, [first, hers, { ...theirs, at: 2 * MINUTE, seen: 2 }])).toEqual([]);
  expect(listEditedApart(ana.text, [first, hers, { ...theirs, at: 2 * MINUTE, by: 'ana' }])).toEqual([]);
});

test('taking words out counts as changing; a block that is gone is not marked; what is not in the log is not asked', () => {
  const { ana, bia, first } = two('um dois', 'resto');
  const hers = ana.edit({ version: 2, seen: 1, at: MINUTE }, (w) => w.paragraph(0).insert(2, ' e meio'));
  const theirs = bia.edit({ version: 3, seen: 1, at: 2 * MINUTE }, (w) => w.paragraph(0).delete(0, 2));
  ana.take(theirs.update);
  expect(listEditedApart(ana.text, [first, hers, theirs])).toMatchObject([{ index: 0 }]);
  expect(listEditedApart(ana.text, [first, hers, { ...theirs, version: null }])).toEqual([]);
  ana.text.delete(0, 1);
  expect(listEditedApart(ana.text, [first, hers, theirs])).toEqual([]);
});
