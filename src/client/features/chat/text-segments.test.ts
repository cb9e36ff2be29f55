import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFewEmoji, splitText } from './text-segments.ts';

const links = (text: string) =>
  splitText(text, [])
    .filter((segment) => segment.kind === 'link')
    .map((segment) => segment.text);

describe('splitText', () => {
  it('loses nothing of any text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('https://a.br/x', '@Ana', '@Ana Souza', '\n  ', '‮', ')', '. ', 'http://', '👨‍👩‍👧'),
    );
    const mentions = [
      { memberId: '1', name: 'Ana' },
      { memberId: '2', name: 'Ana Souza' },
    ];
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        expect(
          splitText(text, mentions)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('finds addresses and leaves the sentence its punctuation', () => {
    expect(links('veja https://racha.br/a?b=1#c.')).toEqual(['https://racha.br/a?b=1#c']);
    expect(links('(veja https://racha.br/a)')).toEqual(['https://racha.br/a']);
    expect(links('https://pt.wikipedia.org/wiki/Racha_(jogo)')).toEqual([
      'https://pt.wikipedia.org/wiki/Racha_(jogo)',
    ]);
    expect(links('a https://um.br, e http://dois.br!')).toEqual(['https://um.br', 'http://dois.br']);
  });

  it('makes no link of anything but http and https', () => {
    expect(links('javascript:alert(1) data:text/html,x ftp://a.br file:///etc https:// http://')).toEqual([]);
  });

  it('ends a link before a control that would show it turned around', () => {
    expect(links('https://bank.br/‮moc.live//:sptth')).toEqual(['https://bank.br/']);
  });

  it('prefers the longest name, and no part of a longer word', () => {
    const mentions = [
      { memberId: '1', name: 'Ana' },
      { memberId: '2', name: 'Ana Souza' },
    ];
    const named = splitText('@Ana Souza e @Ana, não @Anabela', mentions).filter((s) => s.kind === 'mention');
    expect(named).toEqual([
      { kind: 'mention', text: '@Ana Souza', memberId: '2' },
      { kind: 'mention', text: '@Ana', memberId: '1' },
    ]);
  });
});

describe('isFewEmoji', () => {
  it.each([
    ['👍', true],
    ['👨‍👩‍👧‍👦🏳️‍🌈❤️', true],
    ['👍👍👍👍', false],
    ['oi 👍', false],
    ['123', false],
    ['', false],
  ])('%s → %s', (text, expected) => expect(isFewEmoji(text)).toBe(expected));
});
