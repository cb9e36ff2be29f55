import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { must } from '#domain/assert.ts';
import { unpackText } from '#domain/plans/packed-text.ts';
import { type MergedEdit, mergeText } from '#domain/plans/text/merge-text.ts';
import { idOf } from '#tests/support/ops.ts';
import { typeParagraph } from '#tests/support/plan-edits.ts';
import { type MergePool, MergeRefused, openMergePool } from './merge-pool.ts';

const pools: MergePool[] = [];
const open: typeof openMergePool = (limits, onSkipped) => {
  const pool = openMergePool(limits, onSkipped);
  pools.push(pool);
  return pool;
};
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

function makeEdits(count: number, words = 'linha'): MergedEdit[] {
  const doc = new Y.Doc();
  const edits: MergedEdit[] = [];
  doc.on('update', (data: Uint8Array) => edits.push({ by: idOf('ana'), at: edits.length, data }));
  for (let i = 0; i < count; i++) typeParagraph(doc, `${words} ${i}`);
  return edits;
}

describe('merging in a thread', () => {
  test('makes what merging here makes, and what is merged already is taken on', async () => {
    const { merge } = open();
    const edits = makeEdits(40);
    const half = await merge(undefined, edits.slice(0, 20));
    expect(Buffer.from(half)).toEqual(Buffer.from(mergeText(undefined, edits.slice(0, 20))));
    const whole = await merge(half, edits.slice(20));
    expect(unpackText(whole)?.update).toEqual(unpackText(mergeText(undefined, edits))?.update);
    // What was handed over is still here: a merge that fails is tried again with it.
    expect(half.length).toBeGreaterThan(0);
    expect(edits[0]?.data.length).toBeGreaterThan(0);
  });

  test('says what stands in a text, a line a block', async () => {
    const { merge, readSaid } = open();
    expect(await readSaid(await merge(undefined, makeEdits(2, 'pão')))).toBe('pão 0\npão 1');
    await expect(readSaid(new Uint8Array([9, 9]))).rejects.toThrow('could not be merged (Error)');
  });

  test('lets this thread do other things meanwhile', async () => {
    const { merge } = open();
    const edits = makeEdits(3_000);
    await merge(undefined, edits.slice(0, 1));
    let turns = 0;
    let isDone = false;
    const merging = merge(undefined, edits).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      turns += 1;
      await new Promise(setImmediate);
    }
    await merging;
    expect(turns).toBeGreaterThan(20);
  });

  test('a damaged text fails alone, and without its words', async () => {
    const { merge } = open();
    const damaged = merge(new Uint8Array([9, 9]), makeEdits(1));
    const sound = merge(undefined, makeEdits(1));
    await expect(damaged).rejects.toThrow('a text could not be merged (Error)');
    expect((await sound).length).toBeGreaterThan(0);
  });

  test('an edit that cannot be applied is left out and told, by number', async () => {
    const skipped: number[] = [];
    const { merge, readSaid } = open({}, (count) => skipped.push(count));
    const [first, second, third] = makeEdits(3);
    const cut = must(second, 'an edit');
    const edits = [
      must(first, 'an edit'),
      { ...cut, data: cut.data.slice(0, -1) },
      cut,
      must(third, 'an edit'),
    ];
    expect(await readSaid(await merge(undefined, edits))).toBe('linha 0\nlinha 1\nlinha 2');
    expect(skipped).toEqual([1]);
  });

  test('a text that takes more memory than there is ends its thread, not the process; the next has another', async () => {
    const { merge } = open({ heapMaxMb: 16 });
    await expect(merge(undefined, makeEdits(400, 'x'.repeat(100_000)))).rejects.toThrow('thread ended');
    expect((await merge(undefined, makeEdits(1))).length).toBeGreaterThan(0);
  });

  test('one that takes too long is given up, and the next is merged', async () => {
    const { merge } = open({ jobMaxMs: 1 });
    await expect(merge(undefined, makeEdits(5_000))).rejects.toThrow(MergeRefused);
    const patient = open();
    expect((await patient.merge(undefined, makeEdits(1))).length).toBeGreaterThan(0);
  });

  test('more than may wait is refused at once, by number and by weight', async () => {
    const edits = makeEdits(2);
    const short = open({ queueMax: 1 });
    const first = short.merge(undefined, edits);
    const second = short.merge(undefined, edits);
    await expect(short.merge(undefined, edits)).rejects.toThrow('busy');
    await Promise.all([first, second]);
    const light = open({ queueMaxBytes: 10 });
    const heavy = [light.merge(undefined, edits), light.merge(undefined, edits)];
    await expect(light.merge(undefined, edits)).rejects.toThrow('busy');
    await Promise.all(heavy);
  });

  test('closing fails what is in hand and what waits, and takes nothing more', async () => {
    const pool = open();
    const under = [pool.merge(undefined, makeEdits(2_000)), pool.merge(undefined, makeEdits(1))];
    const told = Promise.allSettled(under);
    await pool.close();
    expect((await told).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(pool.merge(undefined, [])).rejects.toThrow('closed');
  });
});
