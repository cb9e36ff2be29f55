import { describe, expect, it } from 'vitest';
import type { MessageView } from '#client/store/read-types.ts';
import { messageView } from '#tests/support/message-view.ts';
import { isUnreferenced, listActions } from './message-actions.ts';

const member = { state: 'member', myRole: 'member' } as const;
const list = (fields: Partial<MessageView>, group: Parameters<typeof listActions>[1] = member) =>
  listActions(messageView(fields), group);

describe('listActions', () => {
  it('offers an own message all, and another person’s no edit and no delete', () => {
    expect(list({ own: true, status: 'sent' })).toEqual(['reply', 'react', 'copy', 'list', 'edit', 'delete']);
    expect(list({})).toEqual(['reply', 'react', 'copy', 'list']);
  });
  it('lets a guest make no list of it', () => {
    expect(list({}, { state: 'member', myRole: 'guest' })).toEqual(['reply', 'react', 'copy']);
  });

  it('lets an owner delete what others wrote, never edit it', () => {
    expect(list({}, { state: 'member', myRole: 'owner' })).toEqual([
      'reply',
      'react',
      'copy',
      'list',
      'delete',
    ]);
  });
  it('offers a refused message its ways out, and a deleted one or a notice nothing', () => {
    expect(list({ own: true, status: 'refused' })).toEqual(['retry', 'edit', 'copy', 'delete']);
    expect(list({ deleted: true })).toEqual([]);
    expect(list({ kind: 'notice' })).toEqual([]);
  });
  it('leaves only the copy to one who is out', () => {
    expect(list({ own: true, status: 'sent' }, { state: 'gone', myRole: 'owner' })).toEqual(['copy']);
  });
});

it('knows what else points to a message', () => {
  const message = messageView({ own: true, status: 'waiting' });
  const reply = messageView({ replyTo: { id: message.id, authorName: 'Ana', text: 'oi', missing: false } });
  expect(isUnreferenced(message, [message, messageView()])).toBe(true);
  expect(isUnreferenced(message, [message, reply])).toBe(false);
  expect(isUnreferenced({ ...message, edited: true }, [message])).toBe(false);
});
