/** No sentence is lost to somebody else's: what was typed into a block that another deleted, or made another kind, stands beside it. */
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readUpdateWords } from '../check-update.ts';
import { PLAN_TEXT } from '../plan-text.ts';
import { isStandIn } from '../stand-in-ids.ts';
import { type LoggedEdit, listEditedApart } from './edited-apart.ts';
import { applyText, mergeText } from './merge-text.ts';
import { newPlanDoc } from './plan-doc.ts';

/** Somebody with the plan open: what they do are edits, what they hear of goes through the door that every device has. */
class Writer {
  readonly doc = newPlanDoc();
  readonly made: Uint8Array[] = [];

  constructor(client: number, ...heard: Uint8Array[]) {
    this.doc.clientID = client;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'heard') this.made.push(update);
    });
    this.hear(...heard);
  }

  get text(): Y.XmlFragment {
    return this.doc.getXmlFragment(PLAN_TEXT);
  }

  hear(...updates: Uint8Array[]): void {
    applyText(
      this.doc,
      undefined,
      updates.map((data) => ({ data })),
      'heard',
    );
  }

  words(index: number): Y.XmlText {
    return (this.text.get(index) as Y.XmlElement).get(0) as Y.XmlText;
  }

  /** As the editor writes it: the old block is deleted, another one put there. */
  become(index: number, name: string): void {
    const words = this.words(index).toString();
    this.doc.transact(() => {
      this.text.delete(index, 1);
      this.text.insert(index, [block(name, words)]);
    });
  }
}

function block(name: string, words: string): Y.XmlElement {
  const element = new Y.XmlElement(name);
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

function two(...lines: string[]): { ana: Writer; bia: Writer; first: Uint8Array[] } {
  const ana = new Writer(10);
  ana.text.insert(
    0,
    lines.map((line) => block('paragraph', line)),
  );
  const first = ana.made.splice(0);
  return { ana, bia: new Writer(5, ...first), first };
}

/** Every device, whatever it hears first: as one batch, one by one, compacted after any of them. */
function readEverywhere(edits: readonly Uint8Array[]): string {
  const whole = new Writer(1, ...edits).text.toString();
  const single = new Writer(1);
  for (const edit of edits) single.hear(edit);
  expect(single.text.toString()).toBe(whole);
  const backwards = new Writer(1, ...edits.toReversed());
  expect(backwards.text.toString()).toBe(whole);
  const by = 'AAAAAAAAAAAAAAAAAAAAAA';
  const logged = edits.map((data, at) => ({ by, at, data }));
  for (let cut = 0; cut <= edits.length; cut++) {
    const packed = mergeText(mergeText(undefined, logged.slice(0, cut)), logged.slice(cut));
    expect(textOf(packed)).toBe(whole);
  }
  return whole;
}

function textOf(packed: Uint8Array): string {
  const end = 5 + new DataView(packed.buffer).getUint32(1, true);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, packed.subarray(end));
  expect(doc.store.pendingStructs).toBeNull();
  return doc.getXmlFragment(PLAN_TEXT).toString();
}

describe('what one types into a block that another replaces', () => {
  test('stands behind what it became, on both devices, whoever was first', () => {
    const { ana, bia, first } = two('compras', 'carvão', 'gelo');
    ana.become(1, 'heading');
    bia.words(1).insert(6, ' e sal');
    const expected =
      '<paragraph>compras</paragraph><heading>carvão</heading><paragraph> e sal</paragraph><paragraph>gelo</paragraph>';
    expect(readEverywhere([...first, ...ana.made, ...bia.made])).toBe(expected);
    expect(readEverywhere([...first, ...bia.made, ...ana.made])).toBe(expected);
    ana.hear(...bia.made);
    bia.hear(...ana.made);
    expect(ana.text.toString()).toBe(expected);
    expect(bia.text.toString()).toBe(expected);
  });

  test('goes on there, and what its author takes back of it is gone', () => {
    const { ana, bia, first } = two('carvão');
    ana.text.delete(0, 1);
    bia.words(0).insert(6, ' e sal');
    bia.words(0).insert(8, '[muito] ');
    bia.words(0).delete(16, 2);
    const edits = [...first, ...ana.made, ...bia.made];
    expect(readEverywhere(edits)).toBe('<paragraph> e[muito] al</paragraph>');
  });

  test('is gone when its author takes it all back, and nothing is left of the paragraph', () => {
    const { ana, bia, first } = two('carvão', 'gelo');
    ana.text.delete(0, 1);
    bia.words(0).insert(6, ' e sal');
    bia.words(0).delete(6, 6);
    expect(readEverywhere([...first, ...ana.made, ...bia.made])).toBe('<paragraph>gelo</paragraph>');
    bia.words(0).insert(0, 'ou ');
    expect(readEverywhere([...first, ...ana.made, ...bia.made])).toBe(
      '<paragraph>ou </paragraph><paragraph>gelo</paragraph>',
    );
  });

  test('what was seen and deleted stays deleted', () => {
    const { ana, bia, first } = two('carvão', 'gelo');
    bia.words(0).insert(6, ' e sal');
    ana.hear(...bia.made);
    ana.text.delete(0, 1);
    expect(readEverywhere([...first, ...bia.made, ...ana.made])).toBe('<paragraph>gelo</paragraph>');
  });

  test('is written in like anything else, by edits that enter a log and name no writer that is none', () => {
    const { ana, bia, first } = two('carvão');
    ana.text.delete(0, 1);
    bia.words(0).insert(6, ' e sal');
    const lost = [...first, ...ana.made, ...bia.made];
    const rui = new Writer(7, ...lost);
    rui.words(0).insert(6, ' grosso');
    rui.words(0).delete(0, 2);
    for (const edit of rui.made) {
      expect(readUpdateWords(edit)?.clients.some(isStandIn)).toBe(false);
    }
    expect(readEverywhere([...lost, ...rui.made])).toBe('<paragraph> sal grosso</paragraph>');
    // And may be lost again, in a block that stood in for another.
    const eva = new Writer(8, ...lost);
    eva.become(0, 'heading');
    const text = readEverywhere([...lost, ...eva.made, ...rui.made]);
    expect(text).toContain('<heading>');
    expect(text).toContain(' grosso');
  });

  test('stands once, also when it went empty where it was read first, and where it was read later never did', () => {
    const { ana, bia, first } = two('carvão', 'gelo');
    ana.text.delete(0, 1);
    for (const words of [' e sal', ' ou lenha']) {
      bia.words(0).insert(6, words);
      bia.words(0).delete(6, words.length);
    }
    bia.words(0).insert(6, ' grosso');
    const asAnaHeard = [...first, ...ana.made, ...bia.made];
    const rui = new Writer(7);
    for (const edit of asAnaHeard) rui.hear(edit);
    rui.words(0).insert(7, '[bem] ');
    rui.become(0, 'heading');
    const asLogged = [...first, ...bia.made, ...ana.made];
    const expected = '<heading> grosso[bem] </heading><paragraph>gelo</paragraph>';
    expect(readEverywhere([...asAnaHeard, ...rui.made])).toBe(expected);
    expect(readEverywhere([...asLogged, ...rui.made])).toBe(expected);
    // Somebody writes there meanwhile who read it as the log has it.
    const eva = new Writer(8, ...asLogged);
    eva.words(0).insert(7, ' demais');
    const all = [...asLogged, ...rui.made, ...eva.made];
    const both = '<heading> grosso[bem] </heading><paragraph> demais</paragraph><paragraph>gelo</paragraph>';
    expect(readEverywhere(all)).toBe(both);
    for (const reader of [rui, eva]) reader.hear(...all);
    expect(rui.text.toString()).toBe(both);
    expect(eva.text.toString()).toBe(both);
  });

  test('leaves an empty paragraph where somebody clears it, as any paragraph is left, in whatever order that is read', () => {
    const { ana, bia, first } = two('carvão', 'gelo');
    ana.text.delete(0, 1);
    bia.words(0).insert(6, ' e sal');
    const rui = new Writer(7, ...first, ...ana.made, ...bia.made);
    rui.words(0).delete(0, 6);
    expect(readEverywhere([...first, ...ana.made, ...bia.made, ...rui.made])).toBe(
      '<paragraph></paragraph><paragraph>gelo</paragraph>',
    );
  });

  test('stands there with what comes to it while something stands in for another text', () => {
    const { ana, bia, first } = two('carvão', 'gelo');
    bia.words(0).insert(6, ' e sal');
    bia.words(1).insert(4, ' seco');
    ana.text.delete(0, 1);
    const [gone] = ana.made;
    // Who writes beside what was lost, and then into what is about to be: the second waits for the first wherever it is read.
    const rui = new Writer(7, ...first, ...bia.made, gone ?? new Uint8Array());
    rui.words(0).insert(6, ' grosso');
    rui.words(1).insert(9, ' hoje');
    ana.text.delete(0, 1);
    expect(readEverywhere([...first, ...bia.made, ...ana.made, ...rui.made])).toBe(
      '<paragraph> e sal grosso</paragraph><paragraph> seco hoje</paragraph>',
    );
  });

  test('and so does a name in it', () => {
    const { ana, bia, first } = two('carvão', 'gelo');
    ana.text.delete(0, 1);
    bia.words(0).insert(6, ' e sal');
    const eva = new Writer(8, ...first, ...bia.made, ...ana.made);
    const mention = new Y.XmlElement('mention');
    mention.setAttribute('label', 'Rui');
    (eva.text.get(0) as Y.XmlElement).insert(1, [mention]);
    bia.words(0).delete(6, 6);
    const asHeard = [...first, ...ana.made, ...bia.made, ...eva.made];
    const rui = new Writer(7);
    for (const edit of asHeard) rui.hear(edit);
    (rui.text.get(0) as Y.XmlElement).insert(1, [new Y.XmlText(' paga')]);
    const expected = '<paragraph><mention label="Rui"></mention> paga</paragraph><paragraph>gelo</paragraph>';
    expect(readEverywhere([...asHeard, ...rui.made])).toBe(expected);
    eva.hear(...bia.made, ...rui.made);
    expect(eva.text.toString()).toBe(expected);
  });

  test('is marked to look at, also when it was the same moment and the same person', () => {
    const { ana, bia, first } = two('compras', 'carvão');
    ana.become(1, 'heading');
    bia.words(1).insert(6, ' e sal');
    const [begun, made, typed] = [...first, ...ana.made, ...bia.made];
    if (!begun || !made || !typed) throw new Error('three edits');
    const edits: LoggedEdit[] = [
      { version: 1, seen: 0, by: 'ana', at: 0, update: begun },
      { version: 2, seen: 1, by: 'ana', at: 10, update: made },
      { version: 3, seen: 1, by: 'bia', at: 11, update: typed },
    ];
    const { text } = new Writer(1, begun, made, typed);
    expect(listEditedApart(text, edits)).toEqual([{ index: 2, members: ['ana', 'bia'], version: 3 }]);
    const alone = edits.map((edit) => ({ ...edit, by: 'ana' }));
    expect(listEditedApart(text, alone)).toEqual([{ index: 2, members: ['ana'], version: 3 }]);
  });

  test('names and pictures stand in blocks of their own; what is lost of code is code', () => {
    const { ana, bia, first } = two('falar com ');
    ana.text.delete(0, 1);
    const paragraph = bia.text.get(0) as Y.XmlElement;
    bia.doc.transact(() => {
      const mention = new Y.XmlElement('mention');
      mention.setAttribute('label', 'Rui');
      const image = new Y.XmlElement('image');
      image.setAttribute('alt', 'a praia');
      paragraph.insert(1, [mention]);
      paragraph.insert(2, [image, new Y.XmlText(' amanhã')]);
    });
    const edits = [...first, ...ana.made, ...bia.made];
    expect(readEverywhere(edits)).toBe(
      '<paragraph><mention label="Rui"></mention></paragraph><image alt="a praia"></image><paragraph> amanhã</paragraph>',
    );
    bia.doc.transact(() => paragraph.delete(1, 2));
    expect(readEverywhere([...edits, ...bia.made.slice(1)])).toBe('<paragraph> amanhã</paragraph>');
    const code = new Writer(10);
    code.text.insert(0, [block('codeBlock', 'a')]);
    const rui = new Writer(5, ...code.made);
    code.text.delete(0, 1);
    rui.words(0).insert(1, '\nb');
    expect(readEverywhere([...code.made, ...rui.made])).toBe('<codeblock>\nb</codeblock>');
  });

  test('in a list that becomes another, each item that was written in is a paragraph, in their order', () => {
    const ana = new Writer(10);
    const list = new Y.XmlElement('bulletList');
    const newItem = (name: string): Y.XmlElement => {
      const item = new Y.XmlElement('listItem');
      item.insert(0, [block('paragraph', name)]);
      return item;
    };
    list.insert(0, ['pão', 'gelo', 'sal'].map(newItem));
    ana.text.insert(0, [list, block('paragraph', 'fim')]);
    const first = ana.made.splice(0);
    const bia = new Writer(5, ...first);
    ana.doc.transact(() => {
      ana.text.delete(0, 1);
      ana.text.insert(0, [block('taskList', 'pão, gelo, sal')]);
    });
    const hers = bia.text.get(0) as Y.XmlElement;
    const wordsOf = (item: number): Y.XmlText =>
      ((hers.get(item) as Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    wordsOf(2).insert(3, ' grosso');
    wordsOf(0).insert(3, ' de forma');
    expect(readEverywhere([...first, ...ana.made, ...bia.made])).toBe(
      '<tasklist>pão, gelo, sal</tasklist><paragraph> de forma</paragraph><paragraph> grosso</paragraph><paragraph>fim</paragraph>',
    );
  });
});
