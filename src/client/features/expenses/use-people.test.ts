import { expect, it } from 'vitest';
import type { MemberView } from '#client/store/read-types.ts';
import { createPeople } from './use-people.ts';

const member = (memberId: string, more: Partial<MemberView> = {}): MemberView => ({
  memberId,
  name: memberId.toUpperCase(),
  role: 'member',
  status: 'active',
  claimedBy: null,
  own: memberId === 'me',
  blocked: false,
  nameHidden: false,
  pixKey: null,
  pixKeyChanged: false,
  ...more,
});
const people = createPeople(
  [
    member('zeca'),
    member('me'),
    member('bia'),
    member('joao', { status: 'named' }),
    member('mine', { status: 'named', claimedBy: 'me' }),
    member('bibi', { status: 'named', claimedBy: 'bia' }),
    member('gone', { status: 'left' }),
    member('asks', { status: 'waiting' }),
  ],
  'me',
  { you: 'você', youCapital: 'Você' },
);
const idsOf = (besides?: readonly string[]): string[] =>
  people.listChoices(besides).map(({ memberId }) => memberId);

it('offers who is in the group or without the app, oneself first, nobody twice', () => {
  expect(idsOf()).toEqual(['me', 'bia', 'joao', 'zeca']);
});

it('keeps who is in an expense choosable, wherever they are now', () => {
  expect(idsOf(['gone', 'bibi'])).toContain('gone');
  expect(idsOf(['gone', 'bibi'])).toContain('bibi');
});

it('names who was claimed as the one who said that it is them', () => {
  expect(people.nameOf('mine')).toBe('você');
  expect(people.labelOf('mine')).toBe('Você');
  expect(people.nameOf('bibi')).toBe('BIA');
  expect([people.isMe('mine'), people.isMe('bibi')]).toEqual([true, false]);
  expect(people.nameOf('nobody')).toBe('');
});
