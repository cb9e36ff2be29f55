import { expect, test } from 'vitest';
import { applyOp, judgeOp, listAttachments } from '#domain/apply-op.ts';
import type { Op } from '#domain/op.ts';
import { RowDraft } from '#domain/rows.ts';
import { created, deleted, edited, idOf, makeOp, photo, photographed, sent } from '#tests/support/ops.ts';

function fold(...ops: Op[]) {
  const draft = new RowDraft();
  for (const [i, op] of ops.entries()) {
    const applied = applyOp(draft, op, i + 1);
    if (applied.outcome === 'changed') draft.apply(applied.changes);
  }
  return draft;
}

const rowOf = (draft: RowDraft, message: string) => draft.get('messages', idOf(message));

test('a photo needs no words, and words may stand under it', () => {
  const draft = fold(created('ana'), photographed('ana', 'm1'), photographed('ana', 'm2', 'a praia'));
  expect(rowOf(draft, 'm1')).toMatchObject({ text: '', photos: [photo('photo of m1')] });
  expect(rowOf(draft, 'm2')).toMatchObject({ text: 'a praia', photos: [photo('photo of m2')] });
});

test('an edit changes the words and leaves the photo', () => {
  const draft = fold(created('ana'), photographed('ana', 'm1', 'prai'), edited('ana', 'm1', 'praia'));
  expect(rowOf(draft, 'm1')).toMatchObject({ text: 'praia', photos: [photo('photo of m1')] });
});

test('deleted or erased, no trace of the photo is in the row', () => {
  const draft = fold(
    created('ana'),
    photographed('ana', 'm1'),
    photographed('ana', 'm2'),
    deleted('ana', 'm1'),
    makeOp('ana', 'message.erased', { messageIds: [idOf('m2')] }),
  );
  for (const name of ['m1', 'm2']) expect(JSON.stringify(rowOf(draft, name))).not.toContain('blobId');
});

test('who folds the log after its words were erased has the same row', () => {
  const { body } = photographed('ana', 'm1');
  const erased = makeOp(
    'ana',
    'message.sent',
    { messageId: body.messageId ?? '', erased: 'A'.repeat(43) },
    { v: 2 },
  );
  const after = makeOp('ana', 'message.erased', { messageIds: [idOf('m1')] });
  const first = rowOf(fold(created('ana'), photographed('ana', 'm1'), after), 'm1');
  const later = rowOf(fold(created('ana'), erased, after), 'm1');
  expect({ ...later, at: 0 }).toEqual({ ...first, at: 0 });
});

test.each([
  ['no photo', { photos: [] }],
  ['eleven photos', { photos: Array.from({ length: 11 }, (_, i) => photo(`p${i}`)) }],
  ['the same photo twice', { photos: [photo('p'), photo('p')] }],
  ['something that is no photo', { photos: [{ ...photo('p'), mime: 'image/svg+xml' }] }],
  ['a photo larger than one may be', { photos: [{ ...photo('p'), bytes: 2 * 1024 * 1024 + 1 }] }],
  ['a photo without a size', { photos: [{ ...photo('p'), width: 0 }] }],
  ['white space under it', { text: '  ' }],
])('refused: %s', (_, more) => {
  const draft = fold(created('ana'));
  expect(judgeOp(draft, photographed('ana', 'm1'), 2)).toBeUndefined();
  expect(judgeOp(draft, photographed('ana', 'm1', '', more), 2)).toBe('invalid');
});

test('the photos of an op are told, of one without there are none', () => {
  expect(listAttachments(photographed('ana', 'm1'))).toEqual([photo('photo of m1')]);
  expect(listAttachments(sent('ana', 'm2'))).toEqual([]);
});
