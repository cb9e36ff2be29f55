// @vitest-environment happy-dom
/** The editor on the shared text, without a screen: what two people write, undo and get from a newer app. */
import { Editor } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { CheckItem } from './schema/check-item.ts';
import { guardBinding } from './schema/guard-binding.ts';
import { PlanMention } from './schema/mention-node.ts';
import { PhotoNode } from './schema/photo-node.ts';
import { PLAN_NODES } from './schema/plan-nodes.ts';
import { vocabularyOf } from './schema/readable-text.ts';

class Device {
  readonly doc = new Y.Doc();
  readonly fragment = this.doc.getXmlFragment('text');
  readonly editor = new Editor({
    element: document.createElement('div'),
    injectCSS: false,
    extensions: [
      ...PLAN_NODES,
      CheckItem,
      PlanMention,
      PhotoNode,
      Collaboration.configure({ fragment: this.fragment }),
    ],
  });

  constructor() {
    // Else its watch on the page outlives the page.
    onTestFinished(() => this.editor.destroy());
  }

  get html(): string {
    return this.editor.getHTML();
  }

  take(other: Device): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc), 'log');
  }
}

function meet(...devices: Device[]): void {
  for (const one of devices) for (const other of devices) if (one !== other) one.take(other);
}

/** A device whose text is `fragment`'s, written by an app that has more kinds of nodes. */
function newerText(build: (fragment: Y.XmlFragment) => void): Y.Doc {
  const doc = new Y.Doc();
  build(doc.getXmlFragment('text'));
  return doc;
}

describe('two people', () => {
  test('see what the other wrote, in the same paragraph also', () => {
    const [ana, bia] = [new Device(), new Device()];
    ana.editor.commands.setContent('<p>Levar água</p>');
    meet(ana, bia);
    ana.editor.commands.insertContentAt(6, ' muita');
    bia.editor.commands.insertContentAt(11, ' e gelo');
    meet(ana, bia);
    expect(ana.html).toBe('<p>Levar muita água e gelo</p>');
    expect(bia.html).toBe(ana.html);
  });

  test('undo only their own', () => {
    const [ana, bia] = [new Device(), new Device()];
    ana.editor.commands.setContent('<p>um</p>');
    meet(ana, bia);
    bia.editor.commands.insertContentAt(3, ' dois');
    meet(ana, bia);
    ana.editor.commands.insertContentAt(1, 'zero ');
    meet(ana, bia);
    bia.editor.commands.undo();
    meet(ana, bia);
    expect(ana.html).toBe('<p>zero um</p>');
    expect(bia.html).toBe(ana.html);
  });

  test('who only opens it writes nothing into it', () => {
    const [ana, bia] = [new Device(), new Device()];
    ana.editor.commands.setContent(
      '<table><tbody><tr><td><p>a</p></td></tr></tbody></table><ul data-type="taskList"><li data-type="taskItem"><p>x</p></li></ul>',
    );
    let writes = 0;
    bia.doc.on('update', (_update, origin) => {
      if (origin !== 'log') writes += 1;
    });
    bia.take(ana);
    expect(bia.html).toBe(ana.html);
    expect(writes).toBe(0);
  });

  test('one takes the first paragraph out of an item, the other the list that follows it: what was written in it stays', () => {
    const [ana, bia] = [new Device(), new Device()];
    ana.editor.commands.setContent('<ul><li><p>um</p><p>dois</p></li></ul>');
    meet(ana, bia);
    ana.editor.commands.deleteRange({ from: 2, to: 6 });
    bia.editor.chain().setTextSelection(8).toggleBulletList().run();
    bia.editor.commands.insertContent('novo ');
    meet(ana, bia);
    expect(ana.html).toBe(bia.html);
    expect(ana.html).toContain('novo');
  });
});

describe('what a newer app wrote', () => {
  const chart = (fragment: Y.XmlFragment): void => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText('fica')]);
    fragment.insert(0, [paragraph, new Y.XmlElement('chart')]);
  };

  test('is deleted by the binding alone', () => {
    const device = new Device();
    Y.applyUpdate(device.doc, Y.encodeStateAsUpdate(newerText(chart)), 'log');
    expect(device.fragment.toString()).not.toContain('chart');
  });

  test('stays when it comes while the text is open', () => {
    const device = new Device();
    let told = 0;
    guardBinding(device.fragment, vocabularyOf(device.editor.schema), () => {
      told += 1;
      device.editor.destroy();
    });
    Y.applyUpdate(device.doc, Y.encodeStateAsUpdate(newerText(chart)), 'log');
    expect(told).toBe(1);
    expect(device.fragment.toString()).toBe('<paragraph>fica</paragraph><chart></chart>');
  });
});
