import { describe, expect, it } from 'vitest';
import type { MemberView } from '#client/store/read-types.ts';
import { findMentionQuery, insertMention, listMentioned, matchMembers } from './mention-query.ts';

const member = (memberId: string, name: string, fields: Partial<MemberView> = {}): MemberView => ({
  memberId,
  name,
  role: 'member',
  status: 'active',
  claimedBy: null,
  own: false,
  blocked: false,
  nameHidden: false,
  pixKey: null,
  pixKeyChanged: false,
  ...fields,
});
const MEMBERS = [
  member('1', 'João Pedro'),
  member('2', 'Ana'),
  member('3', 'Bia', { status: 'left' }),
  member('4', 'Zé', { own: true }),
  member('5', 'Ana'),
];

describe('findMentionQuery', () => {
  it('reads what stands between the @ and the caret', () => {
    expect(findMentionQuery('oi @jo', 6)).toEqual({ start: 3, end: 6, query: 'jo' });
    expect(findMentionQuery('@', 1)?.query).toBe('');
    expect(findMentionQuery('(@joão p', 8)?.query).toBe('joão p');
  });
  it.each([
    ['ana@exemplo', 11],
    ['@ jo', 4],
    ['@a\nb', 4],
    ['oi', 2],
    ['@ana', 0],
  ])('asks for nobody in %j at %i', (text, caret) => expect(findMentionQuery(text, caret)).toBeNull());
});

describe('matchMembers', () => {
  it('ignores accents and case, and looks at each word', () => {
    expect(matchMembers(MEMBERS, 'joao').map((m) => m.memberId)).toEqual(['1']);
    expect(matchMembers(MEMBERS, 'PED').map((m) => m.memberId)).toEqual(['1']);
  });
  it('leaves out oneself and who left', () => {
    expect(matchMembers(MEMBERS, '').map((m) => m.memberId)).toEqual(['1', '2', '5']);
  });
});

it('inserts the whole name and one space', () => {
  expect(insertMention('oi @jo tudo', { start: 3, end: 6, query: 'jo' }, 'João Pedro')).toEqual({
    text: 'oi @João Pedro tudo',
    caret: 15,
  });
  expect(insertMention('@', { start: 0, end: 1, query: '' }, 'Ana')).toEqual({ text: '@Ana ', caret: 5 });
});

it('lists whom the text mentions, once, and the picked one of two namesakes', () => {
  expect(listMentioned('@Ana e @Ana e @João Pedro', MEMBERS, new Set(['5']))).toEqual(['5', '1']);
  expect(listMentioned('@Ana', MEMBERS, new Set())).toEqual(['2']);
  expect(listMentioned('@Bia e @Carlos', MEMBERS, new Set())).toEqual([]);
});
