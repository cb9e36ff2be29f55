/** The normal form of what stands in a line: see normal-document.ts. */
import type { Inline, TextInline } from './document.ts';
import { safeLink } from './links.ts';

export const MARKS = ['bold', 'italic', 'underline', 'strike', 'code'] as const;

/** `known`: the comments of the document; a mark of any other is dropped. */
export function normalInlines(inlines: readonly Inline[], known: ReadonlySet<string>): Inline[] {
  const normal: Inline[] = [];
  for (const inline of inlines) {
    if (inline.kind === 'break') normal.push({ kind: 'break' });
    else if (inline.kind === 'mention') {
      normal.push({ kind: 'mention', memberId: inline.memberId, name: oneLine(inline.name) });
    } else addText(normal, inline, known);
  }
  return normal;
}

function addText(into: Inline[], inline: TextInline, known: ReadonlySet<string>): void {
  const marks = marksOf(inline, known);
  for (const [at, text] of wellFormed(inline.text).split('\n').entries()) {
    if (at > 0) into.push({ kind: 'break' });
    if (text === '') continue;
    const last = into.at(-1);
    if (last?.kind === 'text' && sameMarks(last, marks))
      into[into.length - 1] = { ...last, text: last.text + text };
    else into.push({ ...marks, text });
  }
}

type Marks = Omit<TextInline, 'text'>;

function marksOf(inline: TextInline, known: ReadonlySet<string>): Marks {
  const link = safeLink(inline.link);
  const commentIds = [...new Set(inline.commentIds)].filter((id) => known.has(id)).sort();
  return {
    kind: 'text',
    ...(inline.bold && { bold: true }),
    ...(inline.italic && { italic: true }),
    ...(inline.underline && { underline: true }),
    ...(inline.strike && { strike: true }),
    ...(inline.code && { code: true }),
    ...(link !== undefined && { link }),
    ...(commentIds.length > 0 && { commentIds }),
  };
}

/** Whether two texts beside each other are one. */
export function sameMarks(one: Marks, other: Marks): boolean {
  return (
    MARKS.every((mark) => one[mark] === other[mark]) &&
    one.link === other.link &&
    String(one.commentIds ?? '') === String(other.commentIds ?? '')
  );
}

/** Without the controls that no file format takes; line ends are \n; half a character is U+FFFD, as Yjs and UTF-8 write it. */
export function wellFormed(text: string): string {
  return (
    text
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '')
      .replace(/\p{Surrogate}/gu, '\ufffd')
  );
}

export const oneLine = (text: string): string => wellFormed(text).replace(/\s+/g, ' ').trim();
