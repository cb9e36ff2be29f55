/**
 * Markdown → document. Takes any text: what has no place in the model is read as the words in it. HTML is never interpreted but for
 * a handful of marks without attributes.
 */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Block, CheckItem, Inline, RichDocument, Table } from '#domain/documents/document.ts';
import { DEPTH_MAX, normalDocument } from '#domain/documents/normal-document.ts';
import { type Flow, type ItemNode, type ListNode, type MarkdownNode, parseMarkdown } from './mdast.ts';
import { type Definitions, linesOf, nodeText, type Person, visibleText } from './read-inlines.ts';
import { splitTail } from './task-tail.ts';

export interface ReadMarkdownOptions {
  /** Whoever `@Nome` may mean; longest names first win. */
  readonly people?: readonly Person[];
  /** The photo that an address stands for; undefined: it is read as its description. */
  readonly photoOf?: (url: string) => Attachment | undefined;
}

interface Around extends Required<Omit<ReadMarkdownOptions, 'photoOf'>> {
  readonly photoOf: (url: string) => Attachment | undefined;
  readonly definitions: Definitions;
  readonly depth: number;
}

/** The title is the first heading if it is of the first level and stands in front; else empty. */
export function readMarkdown(text: string, options: ReadMarkdownOptions = {}): RichDocument {
  const root = parseMarkdown(text);
  const definitions = new Map<string, string>();
  const notes: Flow[] = [];
  for (const node of root.children) {
    if (node.type === 'definition') definitions.set(node.identifier, node.url);
    if (node.type === 'footnoteDefinition') notes.push(node);
  }
  const around: Around = {
    people: [...(options.people ?? [])].sort((one, other) => other.name.length - one.name.length),
    photoOf: options.photoOf ?? (() => undefined),
    definitions,
    depth: 0,
  };
  const body = root.children.filter(({ type }) => type !== 'footnoteDefinition');
  const first = body[0];
  const isTitled = first?.type === 'heading' && first.depth === 1;
  const blocks = blocksOf(isTitled ? body.slice(1) : body, around);
  return normalDocument({
    title: isTitled ? nodeText(first) : '',
    blocks: [...blocks, ...notes.flatMap((note) => noteBlocks(note, around))],
  });
}

function blocksOf(nodes: readonly MarkdownNode[], around: Around): Block[] {
  if (around.depth > DEPTH_MAX) {
    return nodes.map((node) => ({ kind: 'paragraph', inlines: [{ kind: 'text', text: nodeText(node) }] }));
  }
  return nodes.flatMap((node) => blockOf(node, around));
}

function blockOf(node: MarkdownNode, around: Around): Block[] {
  const inside = { ...around, depth: around.depth + 1 };
  switch (node.type) {
    case 'paragraph':
      return paragraphsOf(linesOf(node.children, around), around);
    case 'heading': {
      const level = node.depth === 1 || node.depth === 2 ? node.depth : 3;
      return [{ kind: 'heading', level, inlines: linesOf(node.children, around).filter(isInline) }];
    }
    case 'list':
      return listBlocks(node, inside);
    case 'blockquote':
      return [{ kind: 'quote', blocks: blocksOf(node.children, inside) }];
    case 'code':
      return [{ kind: 'code', ...(node.lang && { language: node.lang }), text: node.value }];
    case 'table':
      return [tableOf(node, inside)];
    case 'thematicBreak':
      return [{ kind: 'divider' }];
    case 'html': {
      const text = visibleText(node.value).trim();
      return text === '' ? [] : [{ kind: 'paragraph', inlines: [{ kind: 'text', text }] }];
    }
    default:
      return [];
  }
}

type Piece = ReturnType<typeof linesOf>[number];
const isInline = (piece: Piece): piece is Inline => piece.kind !== 'picture';

/** A picture is a block: it parts the paragraph that it stood in. One that is not here is its description. */
function paragraphsOf(pieces: readonly Piece[], { photoOf }: Around): Block[] {
  const blocks: Block[] = [];
  const isWhole = pieces.every(isInline);
  let inlines: Inline[] = [];
  const close = (): void => {
    // What stands between two pictures is often a space alone.
    if (
      isWhole
        ? inlines.length > 0
        : inlines.some((inline) => inline.kind !== 'text' || inline.text.trim() !== '')
    ) {
      blocks.push({ kind: 'paragraph', inlines });
    }
    inlines = [];
  };
  for (const piece of pieces) {
    if (isInline(piece)) inlines.push(piece);
    else {
      const photo = photoOf(piece.url);
      if (photo) {
        close();
        blocks.push({ kind: 'image', photo, alt: piece.alt });
      } else inlines.push({ kind: 'text', text: piece.alt, link: piece.url });
    }
  }
  close();
  return blocks;
}

/** Items with a box are a check list; a list that has both kinds is read as several. */
function listBlocks(node: ListNode, around: Around): Block[] {
  const isTask = (item: ItemNode): boolean => typeof item.checked === 'boolean';
  if (node.ordered || !node.children.some(isTask)) {
    const items = node.children.map((item) => ({ blocks: blocksOf(item.children, around) }));
    const start = node.ordered && typeof node.start === 'number' ? { start: node.start } : {};
    return [{ kind: 'list', ordered: node.ordered === true, ...start, items }];
  }
  const blocks: Block[] = [];
  for (const item of node.children) {
    const last = blocks.at(-1);
    if (isTask(item)) {
      const task = checkItem(item, around);
      if (last?.kind === 'check-list') blocks[blocks.length - 1] = { ...last, items: [...last.items, task] };
      else blocks.push({ kind: 'check-list', items: [task] });
    } else {
      const plain = { blocks: blocksOf(item.children, around) };
      if (last?.kind === 'list') blocks[blocks.length - 1] = { ...last, items: [...last.items, plain] };
      else blocks.push({ kind: 'list', ordered: false, items: [plain] });
    }
  }
  return blocks;
}

function checkItem(item: ItemNode, around: Around): CheckItem {
  const [first, ...rest] = blocksOf(item.children, around);
  const checked = item.checked === true;
  if (first?.kind !== 'paragraph') return { checked, blocks: first ? [first, ...rest] : rest };
  const { inlines, assignee, due } = splitTail(first.inlines, around.people);
  return {
    checked,
    ...(assignee && { assignee }),
    ...(due !== undefined && { due }),
    blocks: [{ kind: 'paragraph', inlines }, ...rest],
  };
}

/** A head of empty cells is none. */
function tableOf(node: Extract<MarkdownNode, { type: 'table' }>, around: Around): Table {
  const lines = node.children.map(({ children }, at) => ({
    cells: children.map((cell) => {
      const inlines = linesOf(cell.children, around).filter(isInline);
      return { header: at === 0, blocks: [{ kind: 'paragraph' as const, inlines }] };
    }),
  }));
  const width = Math.max(0, ...lines.map(({ cells }) => cells.length));
  const rows = lines.map(({ cells }, at) => ({
    cells: Array.from(
      { length: width },
      (_, column) =>
        cells[column] ?? { header: at === 0, blocks: [{ kind: 'paragraph' as const, inlines: [] }] },
    ),
  }));
  const isHeadless = rows[0]?.cells.every(({ blocks }) => blocks[0]?.inlines.length === 0) === true;
  return { kind: 'table', rows: isHeadless && rows.length > 1 ? rows.slice(1) : rows };
}

/** `[1] text`, behind everything: a plan has no notes at its foot. */
function noteBlocks(node: Flow, around: Around): Block[] {
  if (node.type !== 'footnoteDefinition') return [];
  const [first, ...rest] = blocksOf(node.children, around);
  const mark: Inline = { kind: 'text', text: `[${node.label ?? node.identifier}] ` };
  if (first?.kind !== 'paragraph')
    return [{ kind: 'paragraph', inlines: [mark] }, ...(first ? [first, ...rest] : rest)];
  return [{ kind: 'paragraph', inlines: [mark, ...first.inlines] }, ...rest];
}
