import { getSchema } from '@tiptap/core';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { CheckItem } from './check-item.ts';
import { PlanMention } from './mention-node.ts';
import { PhotoNode } from './photo-node.ts';
import { PLAN_NODES } from './plan-nodes.ts';
import { findUnknown, vocabularyOf } from './readable-text.ts';
import { safeLink } from './safe-link.ts';

const known = vocabularyOf(getSchema([...PLAN_NODES, CheckItem, PlanMention, PhotoNode]));
const listed = (types: ReadonlyMap<string, ReadonlySet<string>>) =>
  Object.fromEntries([...types].map(([name, attrs]) => [name, [...attrs].sort()]).sort());

test('the editor keeps the names and attributes of the stored text, no more and no less', () => {
  expect(listed(known.nodes)).toEqual({
    blockquote: [],
    bulletList: [],
    codeBlock: ['language'],
    doc: [],
    hardBreak: [],
    heading: ['level'],
    horizontalRule: [],
    image: ['alt', 'photo'],
    listItem: [],
    mention: ['id', 'label'],
    orderedList: ['start'],
    paragraph: [],
    table: [],
    tableCell: ['colspan', 'colwidth', 'rowspan'],
    tableHeader: ['colspan', 'colwidth', 'rowspan'],
    tableRow: [],
    taskItem: ['assigneeId', 'assigneeName', 'checked', 'due'],
    taskList: [],
    text: [],
  });
  expect(listed(known.marks)).toEqual({
    bold: [],
    code: [],
    italic: [],
    link: ['href'],
    strike: [],
    underline: [],
  });
});

function textWith(build: (fragment: Y.XmlFragment) => void): Y.XmlFragment {
  const fragment = new Y.Doc().getXmlFragment('text');
  build(fragment);
  return fragment;
}

test.each<[string, (fragment: Y.XmlFragment) => void, string | null]>([
  [
    'what this app writes',
    (fragment) => {
      const paragraph = new Y.XmlElement('paragraph');
      const text = new Y.XmlText();
      fragment.insert(0, [paragraph]);
      paragraph.insert(0, [text]);
      text.insert(0, 'oi', { bold: {}, link: { href: 'https://racha.app/' } });
    },
    null,
  ],
  ['a node of a newer app', (fragment) => fragment.insert(0, [new Y.XmlElement('chart')]), 'chart'],
  [
    'one far inside',
    (fragment) => {
      const quote = new Y.XmlElement('blockquote');
      quote.insert(0, [new Y.XmlElement('drawing')]);
      fragment.insert(0, [quote]);
    },
    'drawing',
  ],
  [
    'an attribute of a newer app',
    (fragment) => {
      const paragraph = new Y.XmlElement('paragraph');
      fragment.insert(0, [paragraph]);
      paragraph.setAttribute('align', 'right');
    },
    'paragraph.align',
  ],
  [
    'a mark of a newer app',
    (fragment) => {
      const paragraph = new Y.XmlElement('paragraph');
      const text = new Y.XmlText();
      fragment.insert(0, [paragraph]);
      paragraph.insert(0, [text]);
      text.insert(0, 'oi', { glow: {} });
    },
    'glow',
  ],
  ['the names of the frame itself', (fragment) => fragment.insert(0, [new Y.XmlElement('doc')]), 'doc'],
])('finds what it has no place for: %s', (_, build, unknown) => {
  expect(findUnknown(textWith(build), known)).toBe(unknown);
});

test.each([
  ['https://racha.app/a?b=ç', 'https://racha.app/a?b=%C3%A7'],
  ['racha.app', 'https://racha.app/'],
  ['localhost:3000/x', 'https://localhost:3000/x'],
  ['ana@racha.app', 'mailto:ana@racha.app'],
  ['tel:+5548999990000', 'tel:+5548999990000'],
  ['javascript:alert(1)', null],
  ['JaVaScRiPt:alert(1)', null],
  ['java\tscript:alert(1)', null],
  ['data:text/html,oi', null],
  ['palavra', null],
  ['https://a.br/\u202egpj', null],
  ['', null],
])('%j leads to %j', (typed, href) => {
  expect(safeLink(typed)).toBe(href);
});
