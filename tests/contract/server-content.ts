/** What people type, and how it may arrive: the same on PGlite and PostgreSQL, through the whole server. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isWellFormed } from '#domain/text.ts';
import type { WireOp } from '#protocol/fields.ts';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import type { Push, PushReply } from '#protocol/push.ts';
import type { Snapshot } from '#protocol/snapshot.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { newId, openRawDevice, type RawDevice } from '#tests/support/raw-device.ts';

interface Served {
  readonly origin: string;
  close(): Promise<void>;
}

/** What breaks databases, encoders and eyes. */
const HARD = [
  'a\u0000b',
  '\u0000',
  '\u202Eabc\u202C',
  'e\u0301',
  'é',
  '👩‍👩‍👧‍👦',
  '\u200D\u200B\uFEFF',
  '\\u0000',
  '\\x00',
  '"\\\n\t\r\u2028\u2029',
  "'; drop table ops; --",
  '{}[]null,\\N',
  '\u{10FFFF}\uFFFF\uFFFE',
  '__proto__',
  'ﷺ'.repeat(50),
];

const anyText = fc
  .oneof(
    fc.constantFrom(...HARD),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
    fc.array(fc.constantFrom(...HARD), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
  )
  // Blank is no message, and half a character no UTF-8 carries: the composer and the wire refuse them.
  .filter((text) => isWellFormed(text) && text.trim() !== '');

export function describeContent(name: string, open: () => Promise<Served>): void {
  describe(`content on ${name}`, () => {
    let served: Served;
    let ana: RawDevice;
    beforeAll(async () => {
      served = await open();
      ana = await openRawDevice(served.origin);
    }, 120_000);
    afterAll(async () => served.close());

    const message = (text: string): WireOp => ana.newOp('message.sent', { messageId: newId(), text });

    test('fault 78: whatever is typed is in the log and in what a new phone gets, byte for byte', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 60 }), async (texts) => {
          const { groupId } = await ana.createGroup('Bytes');
          await ana.push(groupId, texts.map(message));
          const log = await ana.readLog(groupId, 1);
          expect(log.map(({ body }) => body.text)).toEqual(texts);
          const { epoch } = await ana.hello();
          const [snapshot] = await ana.post<Snapshot>('snapshot', [{ epoch, groupId }]);
          const rows = (snapshot?.messages ?? []).filter(({ kind }) => kind === 'text');
          expect(rows.map(({ text }) => text).sort()).toEqual([...texts].sort());
        }),
        { numRuns: 40, seed: 78 },
      );
    });

    test('fault 78: half a character is refused with a word, nothing of its frame is kept, and the lane goes on', async () => {
      const { groupId } = await ana.createGroup('Meia');
      const { epoch } = await ana.hello();
      const push: Push = {
        epoch,
        deviceId: ana.deviceId,
        groupId,
        firstSeq: 2,
        ops: [message('inteira'), message('meia \ud83d')],
      };
      const answer = await fetch(`${served.origin}/sync/push`, {
        method: 'POST',
        headers: {
          'content-type': NDJSON,
          [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
          cookie: ana.cookie,
        },
        // As JSON.stringify writes it: an escape, which is good UTF-8.
        body: `${JSON.stringify(push)}\n`,
      });
      expect(await answer.text()).toBe('{"error":"malformed"}\n');
      expect(await ana.readLog(groupId, 1)).toEqual([]);
      await ana.push(groupId, [message('inteira')]);
      expect((await ana.readLog(groupId, 1)).map(({ body }) => body.text)).toEqual(['inteira']);
    });

    test('fault 74: batches three times over and in any order come into the log once, in theirs', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 8 }),
          fc.infiniteStream(fc.nat()),
          async (sizes, dice) => {
            const { groupId } = await ana.createGroup('Vezes');
            const { epoch } = await ana.hello();
            const batches = batchesOf(sizes).map((texts, i) => ({
              epoch,
              deviceId: ana.deviceId,
              groupId,
              firstSeq: 2 + sizes.slice(0, i).reduce((sum, size) => sum + size, 0),
              ops: texts.map(message),
            }));
            const shuffled = [...batches, ...batches, ...batches]
              .map((batch) => ({ batch, at: Number(dice.next().value) }))
              .sort((a, b) => a.at - b.at)
              .map(({ batch }) => batch);
            for (const batch of shuffled) await ana.post<PushReply>('push', [batch]);
            const replies = await ana.post<PushReply>('push', batches);
            expect(replies.flatMap(({ verdicts }) => verdicts)).toEqual(
              batches.flatMap(({ ops }) => ops).map((_, i) => i + 2),
            );
            const sent = batches.flatMap(({ ops }) => ops).map(({ opId }) => opId);
            expect((await ana.readLog(groupId, 1)).map(({ opId }) => opId)).toEqual(sent);
          },
        ),
        { numRuns: 15, seed: 74 },
      );
    });
  });
}

function batchesOf(sizes: readonly number[]): string[][] {
  return sizes.map((size, batch) => Array.from({ length: size }, (_, i) => `lote ${batch}, n.º ${i}`));
}
