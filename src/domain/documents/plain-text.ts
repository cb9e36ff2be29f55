/** A document as its words alone: for search, counts, excerpts and for whoever can show nothing else. */
import type { Block, Inline, RichDocument } from './document.ts';

export interface TextCounts {
  readonly words: number;
  /** As a person counts them: 👨‍👩‍👧 is one, é is one however it is stored. Spaces count, line ends do not. */
  readonly characters: number;
  readonly checkItems: number;
  readonly checkedItems: number;
}

/** A line per paragraph, item and table row (cells parted by tabs). No title: it stands apart everywhere. */
export function plainText(document: RichDocument): string {
  return plainBlocks(document.blocks);
}

export function plainBlocks(blocks: readonly Block[]): string {
  const lines: string[] = [];
  for (const block of blocks) addLines(lines, block);
  return lines.join('\n');
}

/** The words of one line; breaks as \n. */
export function plainInlines(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'text') return inline.text;
      return inline.kind === 'break' ? '\n' : `@${inline.name}`;
    })
    .join('');
}

function addLines(lines: string[], block: Block): void {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      lines.push(plainInlines(block.inlines));
      return;
    case 'list':
    case 'check-list':
      for (const { blocks } of block.items) for (const inner of blocks) addLines(lines, inner);
      return;
    case 'quote':
      for (const inner of block.blocks) addLines(lines, inner);
      return;
    case 'code':
      lines.push(block.text);
      return;
    case 'table':
      for (const { cells } of block.rows) {
        lines.push(cells.map(({ blocks }) => plainBlocks(blocks).replaceAll('\n', ' ')).join('\t'));
      }
      return;
    case 'image':
      if (block.alt !== '') lines.push(block.alt);
      return;
    case 'divider':
      return;
  }
}

export function countText(document: RichDocument): TextCounts {
  const text = plainText(document);
  const tasks = { checkItems: 0, checkedItems: 0 };
  countTasks(document.blocks, tasks);
  return {
    words: count(text, 'word'),
    characters: count(text.replaceAll(/[\n\t]/g, ''), 'grapheme'),
    ...tasks,
  };
}

function count(text: string, granularity: 'word' | 'grapheme'): number {
  let found = 0;
  for (const segment of new Intl.Segmenter('pt-BR', { granularity }).segment(text)) {
    if (granularity === 'grapheme' || segment.isWordLike) found++;
  }
  return found;
}

function countTasks(blocks: readonly Block[], into: { checkItems: number; checkedItems: number }): void {
  for (const block of blocks) {
    if (block.kind === 'quote') countTasks(block.blocks, into);
    else if (block.kind === 'list') for (const { blocks: inner } of block.items) countTasks(inner, into);
    else if (block.kind === 'table') {
      for (const { cells } of block.rows) for (const cell of cells) countTasks(cell.blocks, into);
    } else if (block.kind === 'check-list') {
      for (const item of block.items) {
        into.checkItems++;
        if (item.checked) into.checkedItems++;
        countTasks(item.blocks, into);
      }
    }
  }
}
