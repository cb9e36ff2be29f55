import { describe, expect, it } from 'vitest';
import type { Op } from '#domain/op.ts';
import { isWellFormed } from '#domain/text.ts';
import { describeOp, isCancellable, textOf } from './describe-op.ts';

const op = (type: string, body: Op['body']): Op => ({
  opId: 'o',
  groupId: 'g',
  actorId: 'm',
  at: 0,
  type,
  v: 1,
  salt: 's',
  body,
});

describe('describeOp', () => {
  it('names every type of this version and admits the others', () => {
    expect(describeOp(op('message.sent', { text: 'oi' })).key).toBe('message-sent');
    expect(describeOp(op('expense.added', { text: 'oi' })).key).toBe('unknown');
  });

  it('shows one line that does not cut a character in half', () => {
    const { text } = describeOp(op('message.sent', { text: `a\n\nb ${'🏖'.repeat(200)}` })).values;
    expect(text.startsWith('a b 🏖')).toBe(true);
    expect([...text]).toHaveLength(141);
    expect(isWellFormed(text)).toBe(true);
  });
});

describe('textOf', () => {
  it('gives back what was typed, byte for byte', () => {
    expect(textOf(op('message.sent', { text: ' a\n\u0000b ' }))).toBe(' a\n\u0000b ');
    expect(textOf(op('message.deleted', { messageId: 'x' }))).toBeUndefined();
  });
});

it('only what others do not stand on can be taken back', () => {
  expect(isCancellable(op('message.sent', {}))).toBe(true);
  expect(isCancellable(op('group.created', {}))).toBe(false);
  expect(isCancellable(op('member.joined', {}))).toBe(false);
});
