// @vitest-environment happy-dom
import { Editor } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { CheckItem } from '../schema/check-item.ts';
import { PLAN_NODES } from '../schema/plan-nodes.ts';
import { cutContent, paragraphsOf } from './cut-content.ts';
import { looksLikeMarkdown } from './looks-like-markdown.ts';
import { putIn } from './put-in.ts';

function open(html: string) {
  const doc = new Y.Doc();
  const editor = new Editor({
    element: document.createElement('div'),
    injectCSS: false,
    extensions: [...PLAN_NODES, CheckItem, Collaboration.configure({ fragment: doc.getXmlFragment('text') })],
  });
  // Else its watch on the page outlives the page.
  onTestFinished(() => editor.destroy());
  editor.commands.setContent(html);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  return { doc, editor, updates };
}

const textOf = (editor: Editor): string =>
  editor.state.doc.textBetween(0, editor.state.doc.content.size, '\n');
const paragraph = (editor: Editor) => {
  const type = editor.schema.nodes.paragraph;
  if (!type) throw new Error('no paragraph');
  return type;
};

describe('much plain text', () => {
  const LINE = 'São João da Boa Vista, pão de queijo e café às três 🚌 ';

  test.each([
    ['in many lines', Array.from({ length: 120 }, (_, i) => `${i} ${LINE.repeat(50)}`).join('\n')],
    ['in one line', LINE.repeat(6_000).slice(0, 300_000)],
  ])('%s goes in whole, in updates that fit an op each', async (_, text) => {
    const { editor, updates } = open('<p>antes</p>');
    editor.commands.setTextSelection(6);
    expect(await putIn(editor.view, paragraphsOf(text, paragraph(editor)), () => undefined)).toBe(true);
    expect(textOf(editor).replace(/^antes\n?/, '')).toBe(text);
    expect(Math.max(...updates.map(({ length }) => length))).toBeLessThan(23 * 1024);
    expect(updates.length).toBeGreaterThan(20);
  });
});

test('what others write meanwhile stays where they wrote it', async () => {
  const { doc, editor } = open('<p>antes</p><p>depois</p>');
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  editor.commands.setTextSelection(6);
  const lines = Array.from({ length: 60 }, (_, i) => `linha ${i} ${'x'.repeat(900)}`);
  const running = putIn(editor.view, paragraphsOf(lines.join('\n'), paragraph(editor)), (share) => {
    if (share > 0.5) return;
    const first = other.getXmlFragment('text').get(0) as Y.XmlElement;
    (first.get(0) as Y.XmlText).insert(0, 'Ana ');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'log');
  });
  expect(await running).toBe(true);
  const [first, ...rest] = textOf(editor).split('\n');
  expect(first?.replaceAll('Ana ', '')).toBe('antes');
  expect(first).toContain('Ana ');
  expect(rest).toEqual([...lines, 'depois']);
});

test('a long list in a list, and a long table, are cut between their items and put together again', async () => {
  const items = Array.from({ length: 300 }, (_, i) => `<li><p>item ${i} ${'y'.repeat(60)}</p></li>`).join('');
  const cells = Array.from(
    { length: 200 },
    (_, i) => `<tr><td><p>${i}</p></td><td><p>${'z'.repeat(80)}</p></td></tr>`,
  );
  const { editor: source } = open(
    `<ul><li><p>dentro</p><ol>${items}</ol></li></ul><table><tbody>${cells.join('')}</tbody></table><p>fim</p>`,
  );
  const { editor, updates } = open('<p>antes</p>');
  const nodes = editor.schema.nodeFromJSON(source.getJSON()).content.content;
  expect([...cutContent(nodes)].length).toBeGreaterThan(6);
  editor.commands.setTextSelection(6);
  expect(await putIn(editor.view, nodes, () => undefined)).toBe(true);
  expect(editor.getHTML()).toBe(`<p>antes</p>${source.getHTML()}`);
  expect(Math.max(...updates.map(({ length }) => length))).toBeLessThan(23 * 1024);
});

test.each([
  ['# Viagem\noi', true],
  ['- [ ] gelo\n- [x] carvão', true],
  ['- gelo\n- carvão', true],
  ['| a | b |\n|---|---|\n| 1 | 2 |', true],
  ['```\ncode', true],
  ['- Vamos?\nclaro que sim', false],
  ['Total: R$ 10,00 * 2', false],
  ['oi #festa', false],
])('%j is Markdown: %s', (text, is) => {
  expect(looksLikeMarkdown(text)).toBe(is);
});
