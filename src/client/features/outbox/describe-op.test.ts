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
    expect(describeOp(op('message.sent', { text: 'oi' }), 'pt-BR').key).toBe('message-sent');
    expect(describeOp(op('poll.opened', { text: 'oi' }), 'pt-BR').key).toBe('unknown');
  });

  it('says what an expense was and how much', () => {
    const { key, values } = describeOp(
      op('expense.added', { description: 'pizza', amountMinor: 12_000 }),
      'pt-BR',
    );
    expect([key, values.name, values.amount.replace(/\s/g, ' ')]).toEqual([
      'expense-added',
      'pizza',
      'R$ 120,00',
    ]);
  });

  it('shows one line that does not cut a character in half', () => {
    const { text } = describeOp(op('message.sent', { text: `a\n\nb ${'🏖'.repeat(200)}` }), 'pt-BR').values;
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
  expect(isCancellable(op('expense.added', {}))).toBe(true);
  expect(isCancellable(op('plan.created', {}))).toBe(true);
  expect(isCancellable(op('plan.edited', {}))).toBe(false);
  expect(isCancellable(op('group.created', {}))).toBe(false);
  expect(isCancellable(op('member.joined', {}))).toBe(false);
});
