/** What stands in a line → runs of a Word paragraph; comments are anchored where they begin and end. */
import {
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  ExternalHyperlink,
  type ParagraphChild,
  TextRun,
} from 'docx';
import type { Inline, TextInline } from '#domain/documents/document.ts';
import { STYLE } from './docx-styles.ts';

/** Comments run on over paragraphs: which are open, which number each has, and where each is seen last. */
export interface CommentTrail {
  readonly numbers: ReadonlyMap<string, number>;
  readonly remaining: Map<string, number>;
  readonly opened: Set<string>;
}

const RTL = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/** Whether the first letter is of a script that runs to the left. */
export function runsLeft(inlines: readonly Inline[]): boolean {
  return RTL.test(inlines.map((inline) => (inline.kind === 'text' ? inline.text : '')).join(''));
}

export function runsOf(inlines: readonly Inline[], comments: CommentTrail): ParagraphChild[] {
  const isLeft = runsLeft(inlines);
  return inlines.flatMap((inline): ParagraphChild[] => {
    if (inline.kind === 'break') return [new TextRun({ break: 1 })];
    if (inline.kind === 'mention') return [new TextRun({ text: `@${inline.name}`, style: STYLE.mention })];
    return commented(inline, comments, isLeft);
  });
}

function commented(inline: TextInline, comments: CommentTrail, isLeft: boolean): ParagraphChild[] {
  const { numbers, remaining, opened } = comments;
  const before: ParagraphChild[] = [];
  const behind: ParagraphChild[] = [];
  for (const id of inline.commentIds ?? []) {
    const number = numbers.get(id);
    if (number === undefined) continue;
    if (!opened.has(id)) before.push(new CommentRangeStart(number));
    opened.add(id);
    const left = (remaining.get(id) ?? 1) - 1;
    remaining.set(id, left);
    if (left === 0) {
      behind.push(new CommentRangeEnd(number), new TextRun({ children: [new CommentReference(number)] }));
    }
  }
  return [...before, textOf(inline, isLeft), ...behind];
}

function textOf(inline: TextInline, isLeft: boolean): ParagraphChild {
  const isLink = inline.link !== undefined;
  const style = inline.code ? STYLE.inlineCode : isLink ? 'Hyperlink' : undefined;
  const run = new TextRun({
    text: inline.text,
    ...(inline.bold && { bold: true }),
    ...(inline.italic && { italics: true }),
    ...(inline.underline && { underline: {} }),
    ...(inline.strike && { strike: true }),
    ...(style !== undefined && { style }),
    ...(isLeft && { rightToLeft: true }),
  });
  return inline.link === undefined ? run : new ExternalHyperlink({ link: inline.link, children: [run] });
}

/** How often each comment is named, so that its end is known when it comes. */
export function commentTrail(lines: Iterable<readonly Inline[]>, ids: readonly string[]): CommentTrail {
  const remaining = new Map<string, number>();
  for (const inlines of lines) {
    for (const inline of inlines) {
      if (inline.kind !== 'text') continue;
      for (const id of inline.commentIds ?? []) remaining.set(id, (remaining.get(id) ?? 0) + 1);
    }
  }
  return { numbers: new Map(ids.map((id, at) => [id, at])), remaining, opened: new Set() };
}
