/** Document (in the form that Markdown holds) → Markdown's tree. */
import type { Block, CheckItem, Inline, ListItem, RichDocument, Table } from '#domain/documents/document.ts';
import type { Flow, ItemNode, Phrasing, Root } from './mdast.ts';
import { type LineOptions, lineOf } from './write-inlines.ts';

export interface TreeOptions {
  readonly imagePath: (block: Extract<Block, { kind: 'image' }>) => string | undefined;
  readonly footnoteOf: (commentId: string) => string | undefined;
  readonly missingImage: string;
}

/** The title is a heading of the first level in front of everything; an empty one, where the text begins with such a heading. */
export function markdownTree({ title, blocks }: RichDocument, options: TreeOptions): Root {
  const isFirstOpen = blocks[0]?.kind === 'heading' && blocks[0].level === 1;
  const inlines: Inline[] = title === '' ? [] : [{ kind: 'text', text: title }];
  const head: Flow[] = title !== '' || isFirstOpen ? [headingOf(1, inlines, options)] : [];
  return { type: 'root', children: [...head, ...flowOf(blocks, options)] };
}

export function flowOf(blocks: readonly Block[], options: TreeOptions): Flow[] {
  return blocks.map((block) => nodeOf(block, options));
}

function nodeOf(block: Block, options: TreeOptions): Flow {
  switch (block.kind) {
    case 'paragraph':
      return { type: 'paragraph', children: line(block.inlines, options) };
    case 'heading':
      return headingOf(block.level, block.inlines, options);
    case 'list':
      return {
        type: 'list',
        ordered: block.ordered,
        start: block.ordered ? (block.start ?? 1) : null,
        spread: false,
        children: block.items.map((item) => itemOf(item, options)),
      };
    case 'check-list':
      return {
        type: 'list',
        ordered: false,
        spread: false,
        children: block.items.map((item) => taskOf(item, options)),
      };
    case 'quote':
      return { type: 'blockquote', children: flowOf(block.blocks, options) as never[] };
    case 'code':
      return { type: 'code', lang: block.language ?? null, value: block.text };
    case 'table':
      return tableOf(block, options);
    case 'image': {
      const url = options.imagePath(block);
      if (url === undefined)
        return { type: 'paragraph', children: [{ type: 'text', value: missing(block.alt, options) }] };
      return { type: 'paragraph', children: [{ type: 'image', url, alt: block.alt }] };
    }
    case 'divider':
      return { type: 'thematicBreak' };
  }
}

const missing = (alt: string, { missingImage }: TreeOptions): string =>
  alt === '' ? `[${missingImage}]` : `[${missingImage}: ${alt}]`;

function line(inlines: readonly Inline[], options: TreeOptions, isOneLine = false): Phrasing[] {
  const lineOptions: LineOptions = { isOneLine, footnoteOf: options.footnoteOf };
  return lineOf(inlines, lineOptions);
}

function headingOf(level: 1 | 2 | 3, inlines: readonly Inline[], options: TreeOptions): Flow {
  return { type: 'heading', depth: level, children: line(inlines, options, true) };
}

function itemOf({ blocks }: ListItem, options: TreeOptions): ItemNode {
  const [first, ...rest] = blocks;
  const isEmpty = first?.kind === 'paragraph' && first.inlines.length === 0;
  const children = flowOf(isEmpty ? rest : blocks, options) as never[];
  return { type: 'listItem', spread: isSpread(isEmpty ? rest : blocks), children };
}

/** Items of one paragraph, with or without a list in it, lie tight. */
function isSpread(blocks: readonly Block[]): boolean {
  return blocks.slice(1).some(({ kind }) => kind !== 'list' && kind !== 'check-list');
}

/** A due day is written as task programs write it; both stand behind the words. An empty task is kept by a comment. */
function taskOf(item: CheckItem, options: TreeOptions): ItemNode {
  const [first, ...rest] = item.blocks;
  const words = first?.kind === 'paragraph' ? first.inlines : [];
  const tail = [
    ...(item.assignee ? [`— @${item.assignee.name}`] : []),
    ...(item.due === undefined ? [] : [`📅 ${item.due}`]),
  ].join(' ');
  const said: Inline[] = tail === '' ? [...words] : [...words, { kind: 'text', text: ` ${tail}` }];
  const children: Phrasing[] =
    said.length === 0 ? [{ type: 'html', value: '<!-- -->' }] : line(said, options);
  return {
    type: 'listItem',
    checked: item.checked,
    spread: isSpread(item.blocks),
    children: [{ type: 'paragraph', children }, ...(flowOf(rest, options) as never[])],
  };
}

/** A first row of empty heads where the table has none: Markdown's always has one. */
function tableOf({ rows }: Table, options: TreeOptions): Flow {
  const isHeaded = rows[0]?.cells[0]?.header === true;
  const lines = rows.map(({ cells }) => ({
    type: 'tableRow' as const,
    children: cells.map(({ blocks }) => {
      const inlines = blocks[0]?.kind === 'paragraph' ? blocks[0].inlines : [];
      return { type: 'tableCell' as const, children: line(inlines, options, true) };
    }),
  }));
  const width = rows[0]?.cells.length ?? 0;
  const empty = Array.from({ length: width }, () => ({ type: 'tableCell' as const, children: [] }));
  return { type: 'table', children: isHeaded ? lines : [{ type: 'tableRow', children: empty }, ...lines] };
}
