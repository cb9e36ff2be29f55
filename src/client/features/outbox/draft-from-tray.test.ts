import { describe, expect, it } from 'vitest';
import type { Op } from '#domain/op.ts';
import { draftFromTray } from './draft-from-tray.ts';

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

describe('draftFromTray', () => {
  it('takes the text and what it answered', () => {
    expect(
      draftFromTray(op('message.sent', { messageId: 'a', text: 'oi', replyTo: 'b' }), undefined),
    ).toEqual({
      groupId: 'g',
      text: 'oi',
      replyTo: 'b',
      editing: null,
    });
  });

  it('goes on editing what it edited', () => {
    expect(draftFromTray(op('message.edited', { messageId: 'a', text: 'oi' }), undefined)).toMatchObject({
      editing: 'a',
      replyTo: null,
    });
  });

  it('never types over what is being typed', () => {
    const present = { groupId: 'g', text: 'quase', replyTo: 'c', editing: null };
    expect(draftFromTray(op('message.sent', { text: 'oi', replyTo: 'b' }), present)).toEqual({
      ...present,
      text: 'quase\noi',
    });
  });

  it('has nothing to edit where nothing was typed', () => {
    expect(draftFromTray(op('message.deleted', { messageId: 'a' }), undefined)).toBeUndefined();
  });
});
