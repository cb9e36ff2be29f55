/** Bytes that make Yjs throw, some of them past every check of the bytes alone: each is left out as a whole, everywhere alike. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '#domain/assert.ts';
import { idOf } from '#tests/support/ops.ts';
import { typeParagraph } from '#tests/support/plan-edits.ts';
import { deeds, playDeeds, readDoc } from '#tests/support/text-history.ts';
import { readUpdateWords } from '../check-update.ts';
import { unpackText } from '../packed-text.ts';
import { PLAN_TEXT } from '../plan-text.ts';
import { lackingUpdate } from './lacking-update.ts';
import { applyText, buildText, mergeText } from './merge-text.ts';
import { newPlanDoc } from './plan-doc.ts';
import { TextWords } from './text-words.ts';
import { writeUpdate } from './write-update.ts';

const HOSTILE = 7;
const at = (client: number, clock: number) => Y.createID(client, clock);
const words = (parent: string | null, origin: Y.ID | null) =>
  new Y.Item(
    at(HOSTILE, 0),
    null,
    origin,
    null,
    null,
    parent as unknown as Y.ID,
    null,
    new Y.ContentString('abcde'),
  );
/** The first three of what `again` says are gone already: Yjs looks for the neighbour of what is not even an item. */
const gone = writeUpdate([new Y.GC(at(HOSTILE, 0), 3)], []);
const again = writeUpdate([words(PLAN_TEXT, null)], []);
/** Does as much as soon as the item comes that it waits for. */
const ambush = (id: Y.ID): Uint8Array => writeUpdate([words(null, id)], []);

const textOf = (doc: Y.Doc): string => JSON.stringify(doc.getXmlFragment(PLAN_TEXT).toJSON());
const asEdit = (data: Uint8Array) => ({ by: idOf('ana'), at: 1, data });

function typed(...lines: string[]): Uint8Array[] {
  const doc = newPlanDoc();
  doc.clientID = 1;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const line of lines) typeParagraph(doc, line);
  return updates;
}

/** Levels of blocks in each other, in ops of the size that a log takes, and the op that takes them all away. */
function deep(levels: number): Uint8Array[] {
  const made: Uint8Array[] = [];
  const element = (clock: number) =>
    new Y.Item(
      at(HOSTILE, clock),
      null,
      null,
      null,
      null,
      (clock === 0 ? PLAN_TEXT : at(HOSTILE, clock - 1)) as Y.ID,
      null,
      new Y.ContentType(new Y.XmlElement('listItem')),
    );
  for (let from = 0; from < levels; from += 1_000) {
    made.push(
      writeUpdate(
        Array.from({ length: 1_000 }, (_, i) => element(from + i)),
        [],
      ),
    );
  }
  return [...made, writeUpdate([], [{ client: HOSTILE, clock: 0, len: 1 }])];
}

describe('an edit that Yjs cannot apply', () => {
  test('passes the checks of its bytes, and throws halfway', () => {
    expect(readUpdateWords(gone)).toBeDefined();
    expect(readUpdateWords(again)).toBeDefined();
    const doc = newPlanDoc();
    Y.applyUpdate(doc, gone);
    expect(() => Y.applyUpdate(doc, again)).toThrow(TypeError);
    const [first] = typed('Comprar gelo');
    const cut = must(first, 'an edit').slice(0, -1);
    const half = newPlanDoc();
    expect(() => Y.applyUpdate(half, cut)).toThrow();
    expect(textOf(half)).toContain('Comprar gelo');
  });

  test('is left out as a whole, and what comes after it is there: at once, one by one, compacted anywhere, searched', () => {
    const [first, second, third] = typed('Comprar gelo', 'e carvão', 'e pão').map(asEdit);
    const sound = [must(first, 'an edit'), must(second, 'an edit'), must(third, 'an edit')];
    const [one, two, three] = sound as [(typeof sound)[0], (typeof sound)[0], (typeof sound)[0]];
    const cut = { ...two, data: two.data.slice(0, -1) };
    const log = [one, asEdit(gone), cut, asEdit(again), two, three, asEdit(again)];
    const expected = readDoc(sound.map(({ data }) => data));

    const skipped: unknown[] = [];
    expect(textOf(buildText(undefined, log, (part) => skipped.push(part)).doc)).toBe(expected);
    expect(skipped).toEqual([log[2], log[3], log[6]]);

    const live = newPlanDoc();
    const told: unknown[] = [];
    for (const edit of log) applyText(live, undefined, [edit], 'log', (part) => told.push(part));
    expect(textOf(live)).toBe(expected);
    expect(told).toEqual(skipped);

    for (let to = 0; to <= log.length; to++) {
      const packed = unpackText(mergeText(undefined, log.slice(0, to)));
      expect(textOf(buildText(packed, log.slice(to)).doc)).toBe(expected);
    }

    const found = new TextWords();
    for (const edit of log) found.take(undefined, [edit]);
    expect(found.listBlocks([cut, asEdit(again)]).map(({ text }) => text)).toEqual([
      'Comprar gelo',
      'e carvão',
      'e pão',
    ]);
  });

  test('leaves a document in which somebody writes as it was, and those who write in it go on', () => {
    const doc = newPlanDoc();
    applyText(doc, undefined, typed('Comprar gelo').map(asEdit), 'log');
    typeParagraph(doc, 'e carvão');
    const heard: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => heard.push(update));
    const before = textOf(doc);
    applyText(doc, undefined, [asEdit(gone)], 'log');
    applyText(doc, undefined, [asEdit(again)], 'log');
    expect(textOf(doc)).toBe(before);
    typeParagraph(doc, 'e pão');
    // Made by who knows it all: had the trial missed anything typed here, it would wait there for ever.
    const other = newPlanDoc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    const from = Y.encodeStateVector(other);
    typeParagraph(other, 'e sal');
    applyText(doc, undefined, [asEdit(Y.encodeStateAsUpdate(other, from))], 'log');
    expect(textOf(doc)).toBe(textOf(other));
    expect(heard).toHaveLength(3);
  });

  test('that waits for what another will write does not take that with it', () => {
    const [first, second] = typed('Comprar gelo', 'e carvão').map(asEdit);
    const next = must(second, 'an edit');
    const { client, clock } = must(Y.decodeUpdate(next.data).structs[0], 'an item').id;
    const log = [must(first, 'an edit'), asEdit(gone), asEdit(ambush(at(client, clock))), next];
    const expected = readDoc([must(first, 'an edit').data, next.data]);
    const live = newPlanDoc();
    for (const edit of log) applyText(live, undefined, [edit], 'log');
    expect(textOf(live)).toBe(expected);
    expect(textOf(buildText(undefined, log).doc)).toBe(expected);
    for (let to = 0; to <= log.length; to++) {
      const packed = unpackText(mergeText(undefined, log.slice(0, to)));
      // What is left of the ambush may stand there: compacted while it waited, it is no longer what it was.
      expect(textOf(buildText(packed, log.slice(to)).doc).replace('</paragraph>de', '</paragraph>')).toBe(
        expected,
      );
    }
  });

  test('because it goes deeper than there is room on the stack is left out too', () => {
    const log = [...typed('Comprar gelo'), ...deep(12_000)].map(asEdit);
    const skipped: unknown[] = [];
    const { doc } = buildText(undefined, log, (part) => skipped.push(part));
    expect(skipped).toEqual([log.at(-1)]);
    expect(doc.getXmlFragment(PLAN_TEXT).length).toBe(2);
    expect(mergeText(undefined, log).length).toBeGreaterThan(12_000);
  });

  test('among what a lost history had keeps nothing else from being brought back', () => {
    const [first, second] = typed('Comprar gelo', 'e carvão');
    const one = must(first, 'an edit');
    const former = { states: [], edits: [gone, again, one.slice(0, -1), must(second, 'an edit')] };
    const lacking = lackingUpdate({ state: undefined, edits: [{ data: one }] }, former);
    const doc = newPlanDoc();
    for (const update of [one, must(lacking, 'what is lacking')]) Y.applyUpdate(doc, update);
    expect(textOf(doc)).toBe(readDoc(typed('Comprar gelo', 'e carvão')));
  });

  test('a compacted text that went bad is never compacted over', () => {
    const packed = mergeText(undefined, typed('Comprar gelo').map(asEdit));
    expect(() => mergeText(packed.slice(0, -1), [])).toThrow('damaged');
  });

  test('anywhere in any history changes nothing of it', () => {
    fc.assert(
      fc.property(deeds, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }), (history, bends) => {
        const made = playDeeds(history).map(({ data }) => asEdit(data));
        const log = [...made];
        for (const [place, length] of bends) {
          const from = place % (log.length + 1);
          const { data } = log[from] ?? asEdit(again);
          log.splice(from, 0, asEdit(data.slice(0, length % data.length)));
        }
        log.splice(log.length / 2, 0, asEdit(gone), asEdit(again));
        const expected = readDoc(made.map(({ data }) => data));
        const live = newPlanDoc();
        const skipped: unknown[] = [];
        for (const edit of log) applyText(live, undefined, [edit], 'log', (part) => skipped.push(part));
        expect(textOf(live)).toBe(expected);
        expect(skipped).toHaveLength(log.length - made.length - 1);
        expect(textOf(buildText(undefined, log).doc)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
