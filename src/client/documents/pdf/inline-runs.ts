/** Inlines → runs that know how they look. A comment's place is a raised number behind the last of its words. */
import type { Inline, TextInline } from '#domain/documents/document.ts';
import type { FaceStyle } from './faces.ts';
import type { Run, TextStyle } from './lay-lines.ts';

export interface RunRules {
  readonly size: number;
  readonly color: string;
  readonly bold?: boolean;
  /** By comment id, from 1. */
  readonly commentNumbers: ReadonlyMap<string, number>;
}

export const INK = '#1c1b19';
export const SOFT = '#5f5b55';
export const HAIRLINE = '#c9c5bd';
const LINK_COLOR = '#0b5f45';
const COMMENT_COLOR = '#7a5200';
const MARKED = '#fff3cf';
const CODE_GROUND = '#f1f0ec';

export function runsOf(inlines: readonly Inline[], rules: RunRules): Run[] {
  const lastOf = new Map<string, number>();
  for (const [index, inline] of inlines.entries())
    if (inline.kind === 'text') for (const id of inline.commentIds ?? []) lastOf.set(id, index);
  return inlines.flatMap((inline, index): Run[] => {
    if (inline.kind === 'break') return [{ kind: 'break' }];
    if (inline.kind === 'mention')
      return [{ kind: 'text', text: `@${inline.name}`, style: plain(rules, 'bold') }];
    const ended = (inline.commentIds ?? []).filter((id) => lastOf.get(id) === index);
    return [
      { kind: 'text', text: inline.text, style: styleOf(inline, rules) },
      ...ended.flatMap((id) => commentNumber(rules.commentNumbers.get(id), rules)),
    ];
  });
}

export const plain = (rules: Pick<RunRules, 'size' | 'color'>, face: FaceStyle = 'regular'): TextStyle => ({
  face,
  size: rules.size,
  color: rules.color,
});

function styleOf(inline: TextInline, rules: RunRules): TextStyle {
  const isBold = inline.bold === true || rules.bold === true;
  const ground = inline.commentIds?.length ? MARKED : inline.code ? CODE_GROUND : undefined;
  return {
    face: inline.code
      ? 'mono'
      : isBold
        ? inline.italic
          ? 'bold-italic'
          : 'bold'
        : inline.italic
          ? 'italic'
          : 'regular',
    size: inline.code ? rules.size * 0.92 : rules.size,
    color: inline.link ? LINK_COLOR : rules.color,
    ...(inline.underline || inline.link ? { underline: true } : {}),
    ...(inline.strike ? { strike: true } : {}),
    ...(inline.link ? { link: inline.link } : {}),
    ...(ground ? { highlight: ground } : {}),
  };
}

function commentNumber(number: number | undefined, { size }: RunRules): Run[] {
  if (number === undefined) return [];
  const style: TextStyle = { face: 'bold', size: size * 0.68, color: COMMENT_COLOR, raised: size * 0.35 };
  return [{ kind: 'text', text: `[${number}]`, style }];
}
