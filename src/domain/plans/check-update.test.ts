/** What a phone sends is what every other phone loads: nothing that Yjs stumbles over may pass. */
import fc from 'fast-check';
import { createEncoder, toUint8Array, writeAny } from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Attachment } from '#domain/attachments/attachment.ts';
import { base64url } from '#domain/ids.ts';
import { idOf } from '#tests/support/ops.ts';
import { addPicture } from '#tests/support/plan-edits.ts';
import { deeds, playDeeds } from '#tests/support/text-history.ts';
import { ByteReader } from './bytes.ts';
import { readUpdateWords } from './check-update.ts';
import { PLAN_TEXT, readUpdate, UPDATE_MAX_BYTES } from './plan-text.ts';
import { buildText } from './text/merge-text.ts';

/** Loads it into an empty text and into one with something in it, as devices and servers do. */
function load(update: Uint8Array, ...before: Uint8Array[]): void {
  for (const base of [[], before]) {
    const { doc } = buildText(
      undefined,
      [...base, update].map((data) => ({ data })),
      () => {
        throw new Error('an update could not be applied');
      },
    );
    // What is merged, kept and cut later must stand it too.
    const state = Y.encodeStateAsUpdate(doc);
    Y.mergeUpdates([state, update]);
    doc.getXmlFragment(PLAN_TEXT).toJSON();
    doc.destroy();
  }
}

function written(write: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 7;
  doc.transact(() => write(doc));
  return Y.encodeStateAsUpdate(doc);
}

describe('an update of a plan', () => {
  test('of any history is let in, whole and by its words', () => {
    fc.assert(
      fc.property(deeds, (history) => {
        for (const { who, data } of playDeeds(history)) {
          const words = readUpdateWords(data);
          expect(words).toBeDefined();
          expect(words?.clients.every((client) => client === who + 1)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);

  test('with any byte changed, cut short or made longer is refused, or Yjs loads it', () => {
    let refused = 0;
    let loaded = 0;
    fc.assert(
      fc.property(
        deeds,
        fc.nat(),
        fc.nat(255),
        fc.constantFrom('change', 'cut', 'add', 'swap'),
        (history, place, byte, how) => {
          const made = playDeeds(history);
          const victim = made[place % Math.max(1, made.length)]?.data;
          if (!victim) return;
          const at = place % victim.length;
          const bent =
            how === 'cut'
              ? victim.slice(0, at)
              : how === 'add'
                ? new Uint8Array([...victim.slice(0, at), byte, ...victim.slice(at)])
                : victim.slice();
          if (how === 'change') bent[at] = byte;
          if (how === 'swap') [bent[at], bent[0]] = [bent[0] ?? 0, bent[at] ?? 0];
          if (readUpdateWords(bent) === undefined) {
            refused++;
            return;
          }
          loaded++;
          load(bent, ...made.map(({ data }) => data));
        },
      ),
      { numRuns: 20_000 },
    );
    expect(refused).toBeGreaterThan(5_000);
    expect(loaded).toBeGreaterThan(100);
  }, 240_000);

  test('of random bytes is refused, or Yjs loads it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        if (readUpdateWords(bytes)) load(bytes);
      }),
      { numRuns: 20_000 },
    );
  });

  test.each([
    ['nothing', new Uint8Array([0, 0])],
    ['no bytes', new Uint8Array()],
    ['another root', written((doc) => doc.getXmlFragment('other').insert(0, [new Y.XmlText()]))],
    ['a map at the root', written((doc) => doc.getMap(PLAN_TEXT).set('a', 1))],
    ['an array inside', written((doc) => doc.getArray(PLAN_TEXT).insert(0, [new Y.Array()]))],
    ['a document inside', written((doc) => doc.getArray(PLAN_TEXT).insert(0, [new Y.Doc()]))],
    ['bytes inside', written((doc) => doc.getArray(PLAN_TEXT).insert(0, [new Uint8Array([1, 2])]))],
    // One client, one struct, client 7, clock 0: an item to the right of itself.
    ['an item that waits for itself', new Uint8Array([1, 1, 7, 0, 0x84, 7, 0, 1, 97, 0])],
    ['a skip', new Uint8Array([1, 1, 7, 0, 10, 3, 0])],
    ['a client twice', new Uint8Array([2, 1, 7, 0, 0, 1, 1, 7, 1, 0, 1, 0])],
    ['clients in ascending order', new Uint8Array([2, 1, 7, 0, 0, 1, 1, 8, 0, 0, 1, 0])],
    ['an absurd clock', new Uint8Array([1, 1, 7, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 1, 0])],
    [
      'a number padded with zeros',
      new Uint8Array([1, 1, 7, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0, 1, 0]),
    ],
    ['something after its end', new Uint8Array([0, 1, 7, 1, 0, 1, 0])],
    ['ranges that overlap', new Uint8Array([0, 1, 7, 2, 0, 5, 3, 1])],
  ])('with %s is refused', (_, bytes) => {
    expect(readUpdateWords(bytes)).toBeUndefined();
  });

  test('larger than an op carries is refused unread', () => {
    const large = written((doc) => {
      const text = new Y.XmlText();
      doc.getXmlFragment(PLAN_TEXT).insert(0, [text]);
      text.insert(0, 'a'.repeat(UPDATE_MAX_BYTES));
    });
    expect(readUpdateWords(large)).toBeUndefined();
    expect(readUpdateWords(large, 1024 * 1024)?.text.length).toBe(UPDATE_MAX_BYTES);
  });

  test('its words are what was typed, a block a line', () => {
    const update = written((doc) => {
      for (const words of ['Comprar carvão', 'e gelo 🧊']) {
        const block = new Y.XmlElement('paragraph');
        const fragment = doc.getXmlFragment(PLAN_TEXT);
        fragment.insert(fragment.length, [block]);
        const text = new Y.XmlText();
        block.insert(0, [text]);
        text.insert(0, words);
      }
    });
    expect(readUpdateWords(update)?.text).toBe('Comprar carvão\ne gelo 🧊');
  });

  test('its photos are those its pictures name, each once, whatever else is written beside them', () => {
    const photo = (name: string, bytes: number): Attachment => {
      return { blobId: idOf(name), mime: 'image/webp', bytes, width: 64, height: 8_192 };
    };
    const all = [photo('a', 1), photo('b', 63), photo('c', 2 * 1024 * 1024)] as const;
    const update = written((doc) => {
      for (const one of [...all, all[0]]) addPicture(doc, one, 'praia');
      const item = new Y.XmlElement('taskItem');
      doc.getXmlFragment(PLAN_TEXT).insert(0, [item]);
      const odd = { ...photo('d', 1), more: [null, undefined, true, -5, 0.5, 1 / 3, 'x'] };
      for (const [name, value] of Object.entries({ checked: false, due: '2026-12-12', odd })) {
        item.setAttribute(name, value as string);
      }
    });
    expect(readUpdateWords(update)?.photos).toEqual(all);
  });

  test('values are read as lib0 wrote them', () => {
    // No update has a reason for this name, and none gets in with it.
    const isPlain = (value: unknown): boolean => !JSON.stringify(value).includes('"__proto__"');
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }).filter(isPlain), (value) => {
        const encoder = createEncoder();
        writeAny(encoder, value);
        const reader = new ByteReader(toUint8Array(encoder));
        // Minus zero is none on the way back.
        expect(JSON.stringify(reader.value())).toBe(JSON.stringify(value));
        expect(reader.isAtEnd).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an update as an op carries it', () => {
  test('has one spelling', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
        expect(readUpdate(base64url(bytes))).toEqual(bytes);
      }),
    );
    for (const bad of ['', 'A', 'AB', 'AAB', 'AAA=', 'A+A', 'AAAAA', 'ação'])
      expect(readUpdate(bad)).toBeUndefined();
  });
});
