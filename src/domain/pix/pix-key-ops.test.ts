import { expect, test } from 'vitest';
import { created, idOf, joined, makeOp } from '#tests/support/ops.ts';
import { applyOp, judgeOp } from '../apply-op.ts';
import type { Op } from '../op.ts';
import { RowDraft } from '../rows.ts';

function fold(...ops: Op[]): RowDraft {
  const draft = new RowDraft();
  for (const [i, op] of ops.entries()) {
    const applied = applyOp(draft, op, i + 1);
    if (applied.outcome === 'changed') draft.apply(applied.changes);
  }
  return draft;
}

const set = (actor: string, keyType: string, key: string): Op =>
  makeOp(actor, 'member.pix-key-set', { keyType, key });

test('a key is let in only in the form a bank takes, with digits that are right', () => {
  const rows = fold(created('ana'));
  expect(judgeOp(rows, set('ana', 'cpf', '52998224725'), 2)).toBeUndefined();
  for (const [keyType, key] of [
    ['cpf', '52998224724'],
    ['cpf', '529.982.247-25'],
    ['phone', '11987654321'],
    ['email', 'Ana@exemplo.com'],
    ['email', '52998224725'],
    ['evp', 'x'],
    ['iban', 'PT50000201231234567890154'],
    ['cpf', ''],
  ] as const) {
    expect(judgeOp(rows, set('ana', keyType, key), 2)).toBe('invalid');
  }
});

test('it is one’s own: the op names nobody else', () => {
  const named = makeOp('ana', 'member.pix-key-set', {
    memberId: idOf('bia'),
    keyType: 'cpf',
    key: '52998224725',
  });
  const rows = fold(created('ana'), joined('bia'), named);
  expect(rows.get('members', idOf('ana'))?.pixKey).toMatchObject({ key: '52998224725', version: 3 });
  expect(rows.get('members', idOf('bia'))?.pixKey).toBeUndefined();
});

test('who comes back has none, and the account’s erasure takes it too', () => {
  const key = set('bia', 'cpf', '52998224725');
  const left = makeOp('bia', 'member.left', {});
  const back = fold(created('ana'), joined('bia'), key, left, joined('bia'));
  expect(back.get('members', idOf('bia'))).not.toHaveProperty('pixKey');
  const erased = fold(created('ana'), joined('bia'), key, makeOp('bia', 'member.erased', {}));
  expect(erased.get('members', idOf('bia'))).not.toHaveProperty('pixKey');
});
