/**
 * Random histories of one text: several people, each with a copy of their own, type, take away, format, tick and paste, and hear of
 * each other now and then. What they did is a list of updates, as their editors would hand them over.
 */
import fc from 'fast-check';
import * as Y from 'yjs';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { applyText } from '#domain/plans/text/merge-text.ts';
import { newPlanDoc } from '#domain/plans/text/plan-doc.ts';

export type Deed =
  | { readonly what: 'type'; readonly who: number; readonly at: number; readonly words: string }
  | { readonly what: 'paragraph'; readonly who: number; readonly at: number; readonly words: string }
  | { readonly what: 'delete'; readonly who: number; readonly at: number; readonly length: number }
  | { readonly what: 'remove-block'; readonly who: number; readonly at: number }
  | { readonly what: 'format'; readonly who: number; readonly at: number; readonly length: number }
  | { readonly what: 'check'; readonly who: number; readonly at: number }
  | { readonly what: 'hear'; readonly who: number };

const PEOPLE = 4;
const who = fc.nat(PEOPLE - 1);
const at = fc.nat(1_000);
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

export const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ what: fc.constant('type' as const), who, at, words }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('paragraph' as const), who, at, words }) },
    {
      weight: 3,
      arbitrary: fc.record({ what: fc.constant('delete' as const), who, at, length: fc.nat(20) }),
    },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('remove-block' as const), who, at }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('format' as const), who, at, length: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('check' as const), who, at }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('hear' as const), who }) },
  ),
  { minLength: 1, maxLength: 60 },
);

export interface MadeEdit {
  readonly who: number;
  readonly data: Uint8Array;
}

/** The updates in the order they were made. Client ids are `1 + who`. */
export function playDeeds(all: readonly Deed[]): MadeEdit[] {
  const docs = Array.from({ length: PEOPLE }, (_, i) => {
    const doc = newPlanDoc();
    doc.clientID = i + 1;
    return doc;
  });
  const made: MadeEdit[] = [];
  for (const [i, doc] of docs.entries()) {
    doc.on('update', (data: Uint8Array, origin: unknown) => {
      if (origin !== 'heard') made.push({ who: i, data });
    });
  }
  for (const deed of all) {
    const doc = docs[deed.who];
    if (!doc) continue;
    if (deed.what === 'hear') applyText(doc, undefined, made, 'heard');
    else doc.transact(() => act(doc, deed));
  }
  for (const doc of docs) doc.destroy();
  return made;
}

/** What stands in a document, wherever it came from. */
export function readDoc(updates: readonly Uint8Array[]): string {
  const doc = newPlanDoc();
  for (const data of updates) applyText(doc, undefined, [{ data }]);
  const text = JSON.stringify(doc.getXmlFragment(PLAN_TEXT).toJSON());
  const isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null;
  doc.destroy();
  return isWhole ? text : `${text} (and something waits)`;
}

function act(doc: Y.Doc, deed: Exclude<Deed, { what: 'hear' }>): void {
  const fragment = doc.getXmlFragment(PLAN_TEXT);
  if (deed.what === 'paragraph' || fragment.length === 0) {
    const paragraph = new Y.XmlElement(deed.at % 3 === 0 ? 'taskItem' : 'paragraph');
    fragment.insert(deed.at % (fragment.length + 1), [paragraph]);
    const text = new Y.XmlText();
    paragraph.insert(0, [text]);
    text.insert(0, 'words' in deed ? deed.words : '?');
    return;
  }
  const index = deed.at % fragment.length;
  const block = fragment.get(index) as Y.XmlElement;
  const text = block.get(0) as Y.XmlText;
  const from = deed.at % (text.length + 1);
  switch (deed.what) {
    case 'type':
      text.insert(from, deed.words);
      return;
    case 'delete':
      text.delete(from, Math.min(deed.length, text.length - from));
      return;
    case 'format':
      text.format(from, Math.min(deed.length, text.length - from), { bold: deed.at % 2 === 0 ? true : null });
      return;
    case 'check':
      block.setAttribute('checked', String(deed.at % 2 === 0));
      return;
    case 'remove-block':
      fragment.delete(index, 1);
  }
}
