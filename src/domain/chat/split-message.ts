/**
 * A long text as several messages: an op is at most 32 KB, so a long paste is cut, and shown as cut, before it
 * is sent. The pieces put together are the text, byte for byte.
 *
 * Cuts fall after a line, else after a word, else between characters as people see them; only a "character"
 * that alone is too long (a letter under thousands of accents) is cut inside, between code points.
 */

/** Text bytes of one op as JSON in UTF-8. The op's other fields, with 50 mentions, take under 3 KB more. */
export const MESSAGE_TEXT_MAX_BYTES = 28 * 1024;

/** [text] when it fits. A piece is blank only where the text is blank for longer than a piece. */
export function splitMessageText(text: string, maxBytes: number = MESSAGE_TEXT_MAX_BYTES): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    const end = fitting(text, start, maxBytes);
    const cut = end === text.length ? end : chooseCut(text, start, end);
    pieces.push(text.slice(start, cut));
    start = cut;
  }
  return pieces.length === 0 ? [text] : pieces;
}

/** The index after the last code point that fits; at least one always does. */
function fitting(text: string, start: number, maxBytes: number): number {
  let bytes = 0;
  let index = start;
  while (index < text.length) {
    const point = text.codePointAt(index) ?? 0;
    bytes += jsonBytes(point);
    if (bytes > maxBytes && index > start) return index;
    index += point > 0xffff ? 2 : 1;
  }
  return index;
}

function jsonBytes(point: number): number {
  if (point === 0x22 || point === 0x5c) return 2;
  if (point < 0x20) return 6;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  // A lone surrogate is written as an escape; the composer refuses it anyway.
  if (point >= 0xd800 && point < 0xe000) return 6;
  return point > 0xffff ? 4 : 3;
}

function chooseCut(text: string, start: number, end: number): number {
  const cut =
    lastAfter(/\n/g, text, start, end) ??
    lastAfter(/\s(?=\S)/g, text, start, end) ??
    graphemeBoundary(text, start, end);
  if (text.slice(cut).trim() !== '') return cut;
  // The rest is blank, and a blank message is none: the last word goes with it.
  const piece = text.slice(start, cut);
  const lastWord = piece.trimEnd().search(/\S+$/);
  return lastWord > 0 ? start + lastWord : cut;
}

/** The end of the last match in the second half of the piece: a cut much earlier would waste messages. */
function lastAfter(pattern: RegExp, text: string, start: number, end: number): number | undefined {
  const from = start + Math.floor((end - start) / 2);
  const last = [...text.slice(from, end).matchAll(pattern)].at(-1);
  return last ? from + last.index + last[0].length : undefined;
}

/** Looked for near the cut only; what is longer than this is not a character anybody sees. */
const LONGEST_GRAPHEME = 256;

function graphemeBoundary(text: string, start: number, end: number): number {
  const from = Math.max(start, end - LONGEST_GRAPHEME);
  const near = text.slice(from, end + LONGEST_GRAPHEME);
  const boundary = from + (new Intl.Segmenter().segment(near).containing(end - from)?.index ?? end - from);
  return boundary > from ? boundary : end;
}
