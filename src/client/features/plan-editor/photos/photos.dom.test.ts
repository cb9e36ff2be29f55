// @vitest-environment happy-dom
import { Editor } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { idOf } from '#tests/support/ops.ts';
import { findMoved } from '../find-moved.ts';
import { CheckItem } from '../schema/check-item.ts';
import { PhotoNode } from '../schema/photo-node.ts';
import { PLAN_NODES } from '../schema/plan-nodes.ts';
import { insertPhoto } from './insert-photo.ts';

const photo = (name: string): Attachment => {
  return { blobId: idOf(name), mime: 'image/webp', bytes: 1_000, width: 4, height: 3 };
};

function open(html: string, groupId = 'floripa') {
  const editor = new Editor({
    element: document.createElement('div'),
    injectCSS: false,
    extensions: [
      ...PLAN_NODES,
      CheckItem,
      PhotoNode.configure({ groupId }),
      Collaboration.configure({ fragment: new Y.Doc().getXmlFragment('text') }),
    ],
  });
  // Else its watch on the page outlives the page.
  onTestFinished(() => editor.destroy());
  editor.commands.setContent(html);
  return editor;
}

/** `p(oi) img(a) p()` */
function shapeOf({ state }: Editor): string {
  const names = new Map([idOf('a'), idOf('b')].map((id, i) => [id, 'ab'.charAt(i)]));
  const shapes: string[] = [];
  state.doc.descendants((node) => {
    if (node.type.name === 'image') shapes.push(`img(${names.get(node.attrs.photo.blobId)})`);
    else if (node.isTextblock) shapes.push(`${node.type.name.charAt(0)}(${node.textContent})`);
    return !node.isTextblock;
  });
  return shapes.join(' ');
}

test.each([
  ['in an empty text', '<p></p>', 1, 'img(a) img(b) p()'],
  ['in the middle of words', '<p>praia</p>', 3, 'p(praia) img(a) img(b) p()'],
  ['before other words', '<p>praia</p><p>mar</p>', 3, 'p(praia) img(a) img(b) p(mar)'],
  [
    'in an item of a list',
    '<ul><li><p>praia</p></li><li><p>mar</p></li></ul>',
    4,
    'p(praia) img(a) img(b) p() p(mar)',
  ],
  ['in a cell', '<table><tr><td><p>praia</p></td></tr></table>', 5, 'p(praia) img(a) img(b) p()'],
])(
  'two photos one after the other, %s: nothing gives way, and one goes on writing below',
  (_, html, at, expected) => {
    const editor = open(html);
    editor.commands.setTextSelection(at);
    insertPhoto(editor.view, photo('a'));
    insertPhoto(editor.view, photo('b'));
    expect(shapeOf(editor)).toBe(expected);
    expect(editor.state.selection.$from.parent.isTextblock).toBe(true);
  },
);

test('the only thing in a text can be taken out of it', () => {
  const editor = open('<p></p>');
  insertPhoto(editor.view, photo('a'));
  editor.view.dispatch(editor.state.tr.delete(1, 3));
  expect(shapeOf(editor)).toBe('img(a)');
  editor.view.dispatch(editor.state.tr.delete(0, 1));
  expect(shapeOf(editor)).toBe('p()');
});

test('what it was opened for is found where others moved it, and not taken for another', () => {
  const editor = open('<p>antes</p>');
  editor.commands.setTextSelection(6);
  insertPhoto(editor.view, photo('a'));
  const node = editor.state.doc.nodeAt(7);
  if (!node) throw new Error('no photo');
  editor.view.dispatch(editor.state.tr.insertText('bem ', 1));
  expect(findMoved(editor, node, 7)).toBe(11);
  editor.view.dispatch(editor.state.tr.delete(11, 12));
  expect(findMoved(editor, node, 7)).toBeNull();
});

test('copied, it goes into plans of its own group alone', () => {
  const editor = open('<p>antes</p>');
  insertPhoto(editor.view, photo('a'));
  const copied = editor.getHTML();
  expect(shapeOf(open(copied))).toContain('img(a)');
  expect(shapeOf(open(copied, 'outro'))).not.toContain('img');
});
