import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { PLAN_TEXT } from '../plan-text.ts';
import { lackingUpdate } from './lacking-update.ts';
import { applyText, mergeText } from './merge-text.ts';
import { newPlanDoc } from './plan-doc.ts';

/** What is done to a text that has had `before`, by somebody of their own. */
function edit(before: readonly Uint8Array[], change: (text: Y.XmlFragment) => void): Uint8Array {
  const doc = newPlanDoc();
  for (const update of before) Y.applyUpdate(doc, update);
  const made: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => made.push(update));
  change(doc.getXmlFragment(PLAN_TEXT));
  return Y.mergeUpdates(made);
}

const addParagraph = (words: string) => (text: Y.XmlFragment) => text.insert(text.length, [paragraph(words)]);

function paragraph(words: string): Y.XmlElement {
  const block = new Y.XmlElement('paragraph');
  block.insert(0, [new Y.XmlText(words)]);
  return block;
}

function typeIntoFirst(words: string) {
  return (text: Y.XmlFragment) => {
    const block = text.get(0) as Y.XmlElement;
    (block.get(0) as Y.XmlText).insert(0, words);
  };
}

function show(edits: readonly Uint8Array[]): string {
  const doc = newPlanDoc();
  applyText(
    doc,
    undefined,
    edits.map((data) => ({ data })),
  );
  return doc.getXmlFragment(PLAN_TEXT).toString();
}

const partsOf = (edits: readonly Uint8Array[]) => ({
  state: undefined,
  edits: edits.map((data) => ({ data })),
});

const gelo = edit([], addParagraph('gelo'));
const typed = edit([gelo], typeIntoFirst('sal e '));
const deleted = edit([gelo], (text) => text.delete(0, 1));

test('nothing lacks what it has', () => {
  expect(lackingUpdate(partsOf([gelo, typed]), { states: [], edits: [typed, gelo] })).toBeUndefined();
});

test('words whose block was deleted meanwhile, by who never saw them, are brought back as words', () => {
  const lacking = lackingUpdate(partsOf([gelo, deleted]), { states: [], edits: [gelo, typed] });
  if (!lacking) throw new Error('nothing is lacking');
  const expected = '<paragraph>sal e </paragraph>';
  expect(show([gelo, deleted, lacking])).toBe(expected);
  // Their author's own edit, before it or after it, says the same.
  expect(show([gelo, deleted, lacking, typed])).toBe(expected);
  expect(show([gelo, deleted, typed, lacking])).toBe(expected);
});

test('what an edit says is brought back by its words, though a packed text only counts it', () => {
  const packed = mergeText(
    undefined,
    [gelo, typed, deleted].map((data) => ({ by: 'ana' as never, at: 0, data })),
  );
  const lacking = lackingUpdate(partsOf([gelo, deleted]), { states: [packed], edits: [typed] });
  if (!lacking) throw new Error('nothing is lacking');
  expect(show([gelo, deleted, lacking])).toBe('<paragraph>sal e </paragraph>');
});

test('a deletion that is lost is brought back, and nothing is deleted that nobody deleted', () => {
  const without = edit([gelo, typed], (text) => {
    const words = (text.get(0) as Y.XmlElement).get(0) as Y.XmlText;
    words.delete(0, 'sal e '.length);
  });
  const lacking = lackingUpdate(partsOf([gelo]), { states: [], edits: [gelo, typed, without] });
  if (!lacking) throw new Error('nothing is lacking');
  expect(show([gelo, lacking])).toBe('<paragraph>gelo</paragraph>');
  const { ds } = Y.decodeUpdate(lacking);
  expect([...ds.clients.values()].flat()).toHaveLength(1);
});

test('a damaged part is passed over', () => {
  const other = edit([gelo], addParagraph('carvão'));
  const lacking = lackingUpdate(partsOf([gelo]), {
    states: [new Uint8Array([9, 9])],
    edits: [other, typed.slice(0, -2)],
  });
  if (!lacking) throw new Error('nothing is lacking');
  expect(show([gelo, lacking])).toBe('<paragraph>gelo</paragraph><paragraph>carvão</paragraph>');
});
