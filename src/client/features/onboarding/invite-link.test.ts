import { describe, expect, it } from 'vitest';
import { parseInvite } from './invite-link.ts';

const groupId = 'AAAAAAAAAAAAAAAAAAAAAA';
const secret = 'q2ZbB0m4yQe3T1x5u7w9AQ';

describe('parseInvite', () => {
  it.each([
    ['Floripa%202026', 'Floripa 2026'],
    ['Rep.%20da%2012', 'Rep. da 12'],
    ['%F0%9F%8F%96', '🏖'],
    ['', null],
    ['Flor%F0%9', null],
  ])('reads the name %s as %s', (encoded, groupName) => {
    expect(parseInvite(`#${groupId}.${secret}.${encoded}`)).toEqual({ groupId, secret, groupName });
  });

  it('takes a link without a name', () => {
    expect(parseInvite(`#${groupId}.${secret}`)).toEqual({ groupId, secret, groupName: null });
  });

  it.each(['', '#', `#${groupId}`, `#${groupId}.`, `#${groupId}.short.Nome`, `#nope.${secret}.Nome`])(
    'refuses %s',
    (hash) => {
      expect(parseInvite(hash)).toBeUndefined();
    },
  );
});
