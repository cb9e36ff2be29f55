/**
 * Yjs → document model. A text may hold anything: what a newer app wrote, what a concurrent edit left, what somebody made up.
 * It is read all the same: an unknown node counts as what is in it, an unknown mark or attribute as none, a text where no
 * text belongs as a paragraph, what lies deeper than `DEPTH_MAX` as its words. Never throws.
 *
 * Comments lie beside the text and point into it (Yjs relative positions): see text-anchors.ts.
 */
import * as Y from 'yjs';
import type {
  Block,
  CheckItem,
  Inline,
  ListItem,
  RichDocument,
  TableCell,
  TextInline,
} from '../../documents/document.ts';
import { DEPTH_MAX, normalDocument } from '../../documents/normal-document.ts';
import { MARKS } from '../../documents/normal-inlines.ts';
import { type AnchoredComment, type Ranges, rangesOf } from './text-anchors.ts';

type Node = Y.XmlElement | Y.XmlText;
interface Around {
  readonly depth: number;
  readonly ranges: Ranges;
}

/** In normal form (documents/normal-document.ts). `comments`: those that are to be in it, oldest first. */
export function readText(
  fragment: Y.XmlFragment,
  title: string,
  comments: readonly AnchoredComment[] = [],
): RichDocument {
  const blocks = blocksIn(nodesIn(fragment), { depth: 0, ranges: rangesOf(fragment, comments) });
  return normalDocument({
    title,
    blocks,
    ...(comments.length > 0 && {
      comments: comments.map(({ id, author, at, text }) => ({ id, author, at, text })),
    }),
  });
}

/** The block that stands alone in the text, as `readText` reads it. */
export function readBlocks(nodes: readonly Node[]): readonly Block[] {
  return normalDocument({ title: '', blocks: blocksIn(nodes, { depth: 0, ranges: new Map() }) }).blocks;
}

const INLINE = new Set(['hardBreak', 'mention']);
const isInline = (node: Node): boolean => node instanceof Y.XmlText || INLINE.has(node.nodeName);

function nodesIn(parent: Y.XmlFragment): Node[] {
  return parent.toArray().filter((node) => node instanceof Y.XmlElement || node instanceof Y.XmlText);
}

function blocksIn(nodes: readonly Node[], around: Around): Block[] {
  if (around.depth > DEPTH_MAX) {
    const lines = linesIn(nodes);
    return lines.map((text) => ({ kind: 'paragraph', inlines: [{ kind: 'text', text }] }));
  }
  const blocks: Block[] = [];
  let loose: Node[] = [];
  const tighten = (): void => {
    const inlines = inlinesIn(loose, around);
    if (inlines.length > 0) blocks.push({ kind: 'paragraph', inlines });
    loose = [];
  };
  for (const node of nodes) {
    if (isInline(node)) loose.push(node);
    else {
      tighten();
      if (node instanceof Y.XmlElement) blocks.push(...blockOf(node, around));
    }
  }
  tighten();
  return blocks;
}

function blockOf(node: Y.XmlElement, around: Around): Block[] {
  const children = nodesIn(node);
  const inside = { ...around, depth: around.depth + 1 };
  const attributes: Readonly<Record<string, unknown>> = node.getAttributes();
  const item = (of: Node): ListItem => ({
    blocks: blocksIn(of instanceof Y.XmlText ? [of] : nodesIn(of), inside),
  });
  switch (node.nodeName) {
    case 'paragraph':
      return textBlocks(children, around, (inlines) => ({ kind: 'paragraph', inlines }));
    case 'heading': {
      const level = levelOf(attributes.level);
      return textBlocks(children, around, (inlines) => ({ kind: 'heading', level, inlines }));
    }
    case 'bulletList':
      return [{ kind: 'list', ordered: false, items: children.map(item) }];
    case 'orderedList': {
      const start = attributes.start;
      return [
        {
          kind: 'list',
          ordered: true,
          ...(typeof start === 'number' && { start }),
          items: children.map(item),
        },
      ];
    }
    case 'taskList':
      return [{ kind: 'check-list', items: children.map((of) => ({ ...item(of), ...taskOf(of) })) }];
    case 'blockquote':
      return [{ kind: 'quote', blocks: blocksIn(children, inside) }];
    case 'codeBlock': {
      const language = attributes.language;
      return [
        {
          kind: 'code',
          ...(typeof language === 'string' && { language }),
          text: linesIn(children).join('\n'),
        },
      ];
    }
    case 'horizontalRule':
      return [{ kind: 'divider' }];
    case 'table':
      return [{ kind: 'table', rows: children.map((row) => ({ cells: cellsOf(row, inside) })) }];
    case 'image': {
      const alt = attributes.alt;
      // Of any shape here: the normal form knows which photo is one.
      const photo = attributes.photo as Extract<Block, { kind: 'image' }>['photo'];
      return [{ kind: 'image', photo, alt: typeof alt === 'string' ? alt : '' }];
    }
    default:
      return blocksIn(children, inside);
  }
}

/** A block of text; blocks that got into it stand behind it. */
function textBlocks(children: readonly Node[], around: Around, make: (inlines: Inline[]) => Block): Block[] {
  if (children.every(isInline)) return [make(inlinesIn(children, around))];
  return blocksIn(children, { ...around, depth: around.depth + 1 });
}

function cellsOf(row: Node, around: Around): TableCell[] {
  const cells = row instanceof Y.XmlElement && row.nodeName === 'tableRow' ? nodesIn(row) : [row];
  return cells.map((cell) => {
    if (cell instanceof Y.XmlText) return { header: false, blocks: blocksIn([cell], around) };
    const { colspan, rowspan } = cell.getAttributes() as Readonly<Record<string, unknown>>;
    return {
      header: cell.nodeName === 'tableHeader',
      ...(typeof colspan === 'number' && { columns: colspan }),
      ...(typeof rowspan === 'number' && { rows: rowspan }),
      blocks: blocksIn(nodesIn(cell), around),
    };
  });
}

function taskOf(node: Node): Pick<CheckItem, 'checked' | 'assignee' | 'due'> {
  if (node instanceof Y.XmlText) return { checked: false };
  const { checked, assigneeId, assigneeName, due } = node.getAttributes() as Readonly<
    Record<string, unknown>
  >;
  return {
    checked: checked === true,
    ...(typeof assigneeId === 'string' &&
      typeof assigneeName === 'string' && { assignee: { memberId: assigneeId, name: assigneeName } }),
    ...(typeof due === 'string' && { due }),
  };
}

function levelOf(level: unknown): 1 | 2 | 3 {
  if (typeof level !== 'number' || level <= 1) return 1;
  return level < 3 ? 2 : 3;
}

function inlinesIn(nodes: readonly Node[], { ranges }: Around): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (node instanceof Y.XmlText) return textsOf(node, ranges);
    if (node.nodeName === 'hardBreak') return [{ kind: 'break' }];
    const { id, label } = node.getAttributes() as Readonly<Record<string, unknown>>;
    const name = typeof label === 'string' ? label : '';
    return typeof id === 'string'
      ? [{ kind: 'mention', memberId: id, name }]
      : [{ kind: 'text', text: `@${name}` }];
  });
}

interface Run {
  readonly insert?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

function textsOf(text: Y.XmlText, ranges: Ranges): TextInline[] {
  const commented = ranges.get(text) ?? [];
  const inlines: TextInline[] = [];
  let at = 0;
  for (const { insert, attributes } of text.toDelta() as readonly Run[]) {
    if (typeof insert !== 'string') {
      at += 1;
      continue;
    }
    const end = at + insert.length;
    const cuts = [at, end, ...commented.flatMap(({ from, to }) => [from, to])]
      .filter((cut) => cut >= at && cut <= end)
      .sort((one, other) => one - other);
    for (const [index, from] of cuts.entries()) {
      const to = cuts[index + 1] ?? end;
      if (to <= from) continue;
      const commentIds = commented
        .filter((range) => range.from <= from && range.to >= to)
        .map(({ id }) => id);
      inlines.push({
        ...marksOf(attributes ?? {}),
        text: insert.slice(from - at, to - at),
        ...(commentIds.length > 0 && { commentIds }),
      });
    }
    at = end;
  }
  return inlines;
}

/** y-tiptap writes a mark as its attributes, `{}` when it has none, and appends `--hash` to those that may overlap themselves. */
function marksOf(attributes: Readonly<Record<string, unknown>>): Omit<TextInline, 'text'> {
  const marks: Record<string, unknown> = { kind: 'text' };
  for (const [key, value] of Object.entries(attributes)) {
    const name = key.replace(/--[A-Za-z0-9+/=]{8}$/, '');
    if (value === null || value === false) continue;
    if (MARKS.some((mark) => mark === name)) marks[name] = true;
    else if (name === 'link' && typeof value === 'object' && 'href' in value) marks.link = value.href;
  }
  return marks as unknown as Omit<TextInline, 'text'>;
}

/** The words of anything, one line per text; by a stack of its own: nesting has no bound here. */
function linesIn(nodes: readonly Node[]): string[] {
  const lines: string[] = [];
  const waiting = [...nodes].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node instanceof Y.XmlText) {
      const text = (node.toDelta() as readonly Run[]).map(({ insert }) =>
        typeof insert === 'string' ? insert : '',
      );
      lines.push(text.join(''));
    } else if (node.nodeName === 'mention') lines.push(`@${String(node.getAttribute('label') ?? '')}`);
    else waiting.push(...nodesIn(node).reverse());
  }
  return lines;
}
