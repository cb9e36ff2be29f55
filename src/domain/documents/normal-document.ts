/**
 * One way to say each document: what a reader returns and what a writer may rely on.
 *
 *   texts       neighbours with the same marks are one; a line end is a break; no controls, no half characters, none empty
 *   items       begin with a paragraph; lists and tables have something in them; cells have a block
 *   numbers     within their bounds, and absent where they say nothing (start 1, one column)
 *   depth       blocks deeper than `DEPTH_MAX` lie flat, as their text
 *
 * Nothing a person wrote is taken out but control characters. `normalDocument(normalDocument(d))` equals `normalDocument(d)`.
 */
import * as v from 'valibot';
import { attachmentSchema } from '../attachments/attachment.ts';
import { isDay } from '../expenses/day.ts';
import type { Block, CheckItem, Inline, ListItem, RichDocument, TableCell } from './document.ts';
import { normalInlines, oneLine, wellFormed } from './normal-inlines.ts';
import { plainBlocks } from './plain-text.ts';

/** Of blocks in blocks. A list in a list is two deeper. Word and Scrivener stop at 9 levels of lists. */
export const DEPTH_MAX = 20;
const SPAN_MAX = 100;
const START_MAX = 1_000_000;

export function normalDocument(document: RichDocument): RichDocument {
  const comments = (document.comments ?? []).map(({ id, author, at, text }) => ({
    id,
    author: oneLine(author),
    at,
    text: wellFormed(text),
  }));
  const known = new Set(comments.map(({ id }) => id));
  return {
    title: oneLine(document.title),
    blocks: normalBlocks(document.blocks, known, 0),
    ...(comments.length > 0 && { comments }),
  };
}

function normalBlocks(blocks: readonly Block[], known: ReadonlySet<string>, depth: number): Block[] {
  if (depth >= DEPTH_MAX) return flattened(blocks);
  return blocks.flatMap((block) => normalBlock(block, known, depth));
}

function normalBlock(block: Block, known: ReadonlySet<string>, depth: number): readonly Block[] {
  const inside = (blocks: readonly Block[]) => normalBlocks(blocks, known, depth + 1);
  const item = ({ blocks }: ListItem): ListItem => ({ blocks: withParagraphFirst(inside(blocks)) });
  switch (block.kind) {
    case 'paragraph':
      return [{ kind: 'paragraph', inlines: normalInlines(block.inlines, known) }];
    case 'heading':
      return [{ kind: 'heading', level: block.level, inlines: normalInlines(block.inlines, known) }];
    case 'list': {
      if (block.items.length === 0) return [];
      const start = block.ordered ? wholeWithin(block.start, 0, START_MAX) : undefined;
      return [
        {
          kind: 'list',
          ordered: block.ordered,
          ...(start !== undefined && start !== 1 && { start }),
          items: block.items.map(item),
        },
      ];
    }
    case 'check-list': {
      if (block.items.length === 0) return [];
      const checkItem = (of: CheckItem): CheckItem => ({ ...item(of), ...normalTask(of) });
      return [{ kind: 'check-list', items: block.items.map(checkItem) }];
    }
    case 'quote': {
      const blocks = inside(block.blocks);
      return blocks.length === 0 ? [] : [{ kind: 'quote', blocks }];
    }
    case 'code': {
      const text = wellFormed(block.text);
      const language = oneLine(block.language ?? '').replace(/[\s`]+/g, '-');
      return [{ kind: 'code', ...(language !== '' && { language }), text }];
    }
    case 'table': {
      const rows = block.rows.map(({ cells }) => ({ cells: cells.map((cell) => normalCell(cell, inside)) }));
      return rows.every(({ cells }) => cells.length === 0) ? [] : [{ kind: 'table', rows }];
    }
    case 'image': {
      const alt = oneLine(block.alt);
      const photo = v.safeParse(attachmentSchema, block.photo);
      if (photo.success) return [{ kind: 'image', photo: photo.output, alt }];
      return alt === '' ? [] : [paragraphOf(alt)];
    }
    case 'divider':
      return [{ kind: 'divider' }];
  }
}

function normalTask({ checked, assignee, due }: CheckItem): Pick<CheckItem, 'checked' | 'assignee' | 'due'> {
  const name = oneLine(assignee?.name ?? '');
  return {
    checked,
    ...(assignee && name !== '' && { assignee: { memberId: assignee.memberId, name } }),
    ...(due !== undefined && isDay(due) && { due }),
  };
}

function normalCell(cell: TableCell, inside: (blocks: readonly Block[]) => Block[]): TableCell {
  const columns = wholeWithin(cell.columns, 1, SPAN_MAX) ?? 1;
  const rows = wholeWithin(cell.rows, 1, SPAN_MAX) ?? 1;
  const blocks = inside(cell.blocks);
  return {
    header: cell.header,
    ...(columns > 1 && { columns }),
    ...(rows > 1 && { rows }),
    blocks: blocks.length === 0 ? [{ kind: 'paragraph', inlines: [] }] : blocks,
  };
}

const withParagraphFirst = (blocks: Block[]): Block[] =>
  blocks[0]?.kind === 'paragraph' ? blocks : [{ kind: 'paragraph', inlines: [] }, ...blocks];

function wholeWithin(number: number | undefined, min: number, max: number): number | undefined {
  return Number.isSafeInteger(number) && number !== undefined
    ? Math.min(max, Math.max(min, number))
    : undefined;
}

/** What lies too deep, each line a paragraph. */
function flattened(blocks: readonly Block[]): Block[] {
  return plainBlocks(blocks)
    .split('\n')
    .filter((line) => line !== '')
    .map(paragraphOf);
}

function paragraphOf(text: string): Block {
  const inlines: Inline[] = text === '' ? [] : [{ kind: 'text', text }];
  return { kind: 'paragraph', inlines };
}
