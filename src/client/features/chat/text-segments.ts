/**
 * A message's text cut into what is shown plainly, what is a link and whom it mentions.
 *
 * The pieces put together are the text, byte for byte. Only http and https become links; a link never holds
 * bidirectional controls, which could show another address than the one it leads to.
 */
export type TextSegment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'mention'; readonly text: string; readonly memberId: string };

export interface Mentionable {
  readonly memberId: string;
  readonly name: string;
}

const LINK = /https?:\/\/[^\s<>"\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/giu;
/** Punctuation that ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'”’…]+$/;

export function splitText(text: string, mentions: readonly Mentionable[]): TextSegment[] {
  // Most texts hold neither; a row must not pay for what it has not.
  if (!text.includes('://') && !text.includes('@')) return [{ kind: 'text', text }];
  const segments: TextSegment[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const link = parseLink(match[0]);
    if (!link) continue;
    segments.push(...splitMentions(text.slice(from, match.index), mentions));
    segments.push({ kind: 'link', ...link });
    from = match.index + link.text.length;
  }
  segments.push(...splitMentions(text.slice(from), mentions));
  return segments;
}

/** True for one to three emoji and nothing else: they are shown large. */
export function isFewEmoji(text: string): boolean {
  if (text.length > 60 || !/^(\p{Extended_Pictographic}|\p{Emoji_Component}|\u200d|\ufe0f)+$/u.test(text)) {
    return false;
  }
  if (/^[\d#*]+$/.test(text)) return false;
  return [...new Intl.Segmenter().segment(text)].length <= 3;
}

function parseLink(found: string): { text: string; href: string } | null {
  let text = found.replace(TRAILING, '');
  // "(veja https://a.br/x)" ends before the bracket, "https://pt.wikipedia.org/wiki/Racha_(jogo)" after it.
  while (text.endsWith(')') && count(text, ')') > count(text, '(')) {
    text = text.slice(0, -1).replace(TRAILING, '');
  }
  const url = URL.parse?.(text) ?? parseUrl(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null;
  return { text, href: url.href };
}

/** For engines before `URL.parse` (Safari 18). */
function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function splitMentions(text: string, mentions: readonly Mentionable[]): TextSegment[] {
  const segments: TextSegment[] = [];
  let from = 0;
  for (const { start, end, member } of findMentions(text, mentions)) {
    if (start > from) segments.push({ kind: 'text', text: text.slice(from, start) });
    segments.push({ kind: 'mention', text: text.slice(start, end), memberId: member.memberId });
    from = end;
  }
  if (from < text.length) segments.push({ kind: 'text', text: text.slice(from) });
  return segments;
}

/** Every "@Name" in `text` of a member in `members`, the longest name where several fit. In order. */
export function findMentions<M extends Mentionable>(
  text: string,
  members: readonly M[],
): { start: number; end: number; member: M }[] {
  if (members.length === 0) return [];
  const found: { start: number; end: number; member: M }[] = [];
  const longestFirst = [...members].sort((a, b) => b.name.length - a.name.length);
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const member = longestFirst.find(
      ({ name }) => text.startsWith(name, at + 1) && !isWordPart(text, at + 1 + name.length),
    );
    if (member) found.push({ start: at, end: at + 1 + member.name.length, member });
  }
  return found;
}

const isWordPart = (text: string, index: number): boolean =>
  /^[\p{L}\p{N}_]/u.test(text.slice(index, index + 2));

const count = (text: string, character: string): number => text.split(character).length - 1;
