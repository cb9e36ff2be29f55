/** A document as lines, each with what it is: what two versions of a text are compared by. */
import { unreachable } from '../assert.ts';
import type { Block, CheckItem, Inline, RichDocument } from './document.ts';

export type LineSort =
  | { readonly kind: 'paragraph' | 'code' | 'image' | 'divider' | 'row' | 'bullet' }
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 }
  | { readonly kind: 'number'; readonly number: number }
  | {
      readonly kind: 'check';
      readonly checked: boolean;
      readonly assignee?: string;
      /** A day, `2026-11-22`. */
      readonly due?: string;
    };

export interface DocumentLine {
  readonly sort: LineSort;
  /** How many lists it stands in, its own not counted. */
  readonly depth: number;
  readonly isQuoted: boolean;
  /** Cells of a row are parted by ` | `; of a picture, what it shows. */
  readonly text: string;
  /** What is not in the text: two lines of one style, sort and text are the same. */
  readonly style: string;
}

interface Place {
  readonly depth: number;
  readonly isQuoted: boolean;
}

export function linesOf(document: Pick<RichDocument, 'blocks'>): readonly DocumentLine[] {
  return document.blocks.flatMap((block) => linesOfBlock(block, { depth: 0, isQuoted: false }));
}

function linesOfBlock(block: Block, place: Place, sort?: LineSort): readonly DocumentLine[] {
  switch (block.kind) {
    case 'paragraph':
      return [inlineLine(block.inlines, place, sort ?? { kind: 'paragraph' })];
    case 'heading':
      return [inlineLine(block.inlines, place, { kind: 'heading', level: block.level })];
    case 'list':
      return block.items.flatMap(({ blocks }, i) =>
        linesOfItem(
          blocks,
          place,
          block.ordered ? { kind: 'number', number: (block.start ?? 1) + i } : { kind: 'bullet' },
        ),
      );
    case 'check-list':
      return block.items.flatMap((item) => linesOfItem(item.blocks, place, checkOf(item)));
    case 'quote':
      return block.blocks.flatMap((inner) => linesOfBlock(inner, { ...place, isQuoted: true }));
    case 'code':
      return block.text
        .split('\n')
        .map((text) => ({ ...place, sort: { kind: 'code' }, text, style: block.language ?? '' }));
    case 'table':
      return block.rows.map(({ cells }) => ({
        ...place,
        sort: { kind: 'row' },
        text: cells.map(({ blocks }) => textOfBlocks(blocks)).join(' | '),
        style: JSON.stringify(cells.map(({ header, columns, rows }) => [header, columns, rows])),
      }));
    case 'image':
      return [{ ...place, sort: { kind: 'image' }, text: block.alt, style: block.photo.blobId }];
    case 'divider':
      return [{ ...place, sort: { kind: 'divider' }, text: '', style: '' }];
    default:
      return unreachable(block);
  }
}

/** Its first paragraph is the item's line; what follows stands below it. */
function linesOfItem(blocks: readonly Block[], place: Place, sort: LineSort): readonly DocumentLine[] {
  const below = { ...place, depth: place.depth + 1 };
  const [first, ...rest] = blocks;
  const own =
    first?.kind === 'paragraph'
      ? linesOfBlock(first, place, sort)
      : [inlineLine([], place, sort), ...(first ? linesOfBlock(first, below) : [])];
  return [...own, ...rest.flatMap((block) => linesOfBlock(block, below))];
}

const checkOf = ({ checked, assignee, due }: CheckItem): LineSort => ({
  kind: 'check',
  checked,
  ...(assignee && { assignee: assignee.name }),
  ...(due !== undefined && { due }),
});

function inlineLine(inlines: readonly Inline[], place: Place, sort: LineSort): DocumentLine {
  return { ...place, sort, text: textOf(inlines), style: styleOf(inlines) };
}

function textOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'text') return inline.text;
      return inline.kind === 'break' ? '\n' : `@${inline.name}`;
    })
    .join('');
}

/** Where the letters look or lead otherwise; comments are not of the text. */
function styleOf(inlines: readonly Inline[]): string {
  const spans: string[] = [];
  let at = 0;
  for (const inline of inlines) {
    const length = textOf([inline]).length;
    if (inline.kind === 'text') {
      const { bold, italic, underline, strike, code, link } = inline;
      const marks = JSON.stringify({ bold, italic, underline, strike, code, link });
      if (marks !== '{}') spans.push(`${at}-${at + length}${marks}`);
    } else if (inline.kind === 'mention') spans.push(`${at}@${inline.memberId}`);
    at += length;
  }
  return spans.join(' ');
}

const textOfBlocks = (blocks: readonly Block[]): string =>
  linesOf({ blocks })
    .map(({ text }) => text)
    .join(' ');
