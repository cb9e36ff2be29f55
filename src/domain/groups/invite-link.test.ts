import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatId } from '../ids.ts';
import { formatInviteLink, parseInviteFragment } from './invite-link.ts';

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

it('comes back as it went, whatever the group is called', () => {
  fc.assert(
    fc.property(bytes, fc.string({ unit: 'grapheme', minLength: 1 }), (id, name) => {
      fc.pre(name.trim() === name);
      const invite = { groupId: formatId(id), secret: 'x'.repeat(43), groupName: name };
      const link = new URL(formatInviteLink('https://racha.example', invite));
      expect(link.pathname + link.search).toBe('/entrar');
      expect(parseInviteFragment(link.hash)).toEqual(invite);
    }),
  );
});

it('is no invite when something is missing', () => {
  const id = formatId(new Uint8Array(16));
  for (const fragment of ['', '#', `#${id}`, `#${id}.short`, `#nope.${'x'.repeat(43)}`]) {
    expect(parseInviteFragment(fragment)).toBeNull();
  }
});

it('lives without a name, or with one that was cut', () => {
  const id = formatId(new Uint8Array(16));
  const secret = 'x'.repeat(43);
  expect(parseInviteFragment(`#${id}.${secret}`)).toEqual({ groupId: id, secret, groupName: null });
  expect(parseInviteFragment(`#${id}.${secret}.%E3%8`)?.groupName).toBeNull();
});
