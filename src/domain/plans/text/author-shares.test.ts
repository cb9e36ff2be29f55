import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { countByClient, sharesOf } from './author-shares.ts';

function textOf(doc: Y.Doc): Y.XmlText {
  const [paragraph] = doc.getXmlFragment('text').toArray();
  const [text] = paragraph instanceof Y.XmlElement ? paragraph.toArray() : [];
  if (!(text instanceof Y.XmlText)) throw new Error('no text');
  return text;
}

it('counts letters that still stand, by who typed them, also across lists and merges', () => {
  const ana = new Y.Doc();
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText('Levar gelo')]);
  const list = new Y.XmlElement('bulletList');
  const item = new Y.XmlElement('listItem');
  item.insert(0, [new Y.XmlText('pão')]);
  list.insert(0, [item]);
  ana.getXmlFragment('text').insert(0, [paragraph, list]);
  const rui = new Y.Doc();
  Y.applyUpdate(rui, Y.encodeStateAsUpdate(ana));
  textOf(rui).insert(10, ' e carvão');
  // Bold is no writing, and what is taken out is nobody's.
  textOf(rui).format(0, 5, { bold: true });
  textOf(rui).delete(0, 6);
  Y.applyUpdate(ana, Y.encodeStateAsUpdate(rui));
  const counts = countByClient(ana.getXmlFragment('text'));
  expect(counts).toEqual(
    new Map([
      [ana.clientID, 'gelo'.length + 'pão'.length],
      [rui.clientID, ' e carvão'.length],
    ]),
  );
  const names = new Map([
    [ana.clientID, 'Ana'],
    [rui.clientID, 'Rui'],
  ]);
  expect(sharesOf(counts, (client) => names.get(client))).toEqual([
    { author: 'Rui', share: 9 / 16 },
    { author: 'Ana', share: 7 / 16 },
  ]);
});

it('takes two sittings of one person together, and leaves out whom nobody knows', () => {
  const counts = new Map([
    [1, 3],
    [2, 5],
    [3, 100],
  ]);
  expect(sharesOf(counts, (client) => (client === 3 ? undefined : 'Ana'))).toEqual([
    { author: 'Ana', share: 1 },
  ]);
  expect(sharesOf(new Map(), () => 'Ana')).toEqual([]);
});
