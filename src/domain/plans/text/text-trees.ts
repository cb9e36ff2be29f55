/**
 * What the nodes of a text will be, before Yjs makes them: names and attributes are Tiptap's. Also what a node costs in an update
 * (never less than Yjs takes) and how much of it must be there at once for the editor to take it.
 */
import { must } from '../../assert.ts';
import type { Block, CheckItem, Inline, ListItem, Table, TextInline } from '../../documents/document.ts';
import { MARKS } from '../../documents/normal-inlines.ts';
import { utf8Bytes } from '../../text.ts';

export type Tree = ElementTree | TextTree;

export interface ElementTree {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly Tree[];
}

export interface TextTree {
  readonly kind: 'text';
  readonly runs: readonly Run[];
}

interface Run {
  readonly insert: string;
  /** By mark; `{}` is a text without any. */
  readonly attributes: Readonly<Record<string, object>>;
}

export function treesOf(blocks: readonly Block[]): Tree[] {
  return blocks.map(treeOf);
}

function treeOf(block: Block): Tree {
  switch (block.kind) {
    case 'paragraph':
      return element('paragraph', {}, inlineTrees(block.inlines));
    case 'heading':
      return element('heading', { level: block.level }, inlineTrees(block.inlines));
    case 'list':
      return block.ordered
        ? element('orderedList', { start: block.start ?? 1 }, block.items.map(itemTree))
        : element('bulletList', {}, block.items.map(itemTree));
    case 'check-list':
      return element('taskList', {}, block.items.map(taskTree));
    case 'quote':
      return element('blockquote', {}, treesOf(block.blocks));
    case 'code':
      return element('codeBlock', block.language === undefined ? {} : { language: block.language }, [
        ...(block.text === '' ? [] : [textTree([{ insert: block.text, attributes: {} }])]),
      ]);
    case 'table':
      return tableTree(block);
    case 'image':
      return element('image', { photo: block.photo, alt: block.alt }, []);
    case 'divider':
      return element('horizontalRule', {}, []);
  }
}

const itemTree = ({ blocks }: ListItem): Tree => element('listItem', {}, treesOf(blocks));

function taskTree({ blocks, checked, assignee, due }: CheckItem): Tree {
  const attributes = {
    checked,
    ...(assignee && { assigneeId: assignee.memberId, assigneeName: assignee.name }),
    ...(due !== undefined && { due }),
  };
  return element('taskItem', attributes, treesOf(blocks));
}

function tableTree({ rows }: Table): Tree {
  return element(
    'table',
    {},
    rows.map(({ cells }) =>
      element(
        'tableRow',
        {},
        cells.map(({ header, columns = 1, rows: down = 1, blocks }) =>
          element(header ? 'tableHeader' : 'tableCell', { colspan: columns, rowspan: down }, treesOf(blocks)),
        ),
      ),
    ),
  );
}

function inlineTrees(inlines: readonly Inline[]): Tree[] {
  const trees: Tree[] = [];
  let runs: Run[] = [];
  const close = (): void => {
    if (runs.length > 0) trees.push(textTree(runs));
    runs = [];
  };
  for (const inline of inlines) {
    if (inline.kind === 'text') runs.push({ insert: inline.text, attributes: marksOf(inline) });
    else {
      close();
      trees.push(
        inline.kind === 'break'
          ? element('hardBreak', {}, [])
          : element('mention', { id: inline.memberId, label: inline.name }, []),
      );
    }
  }
  close();
  return trees;
}

function marksOf(inline: TextInline): Record<string, object> {
  const marks: Record<string, object> = {};
  for (const mark of MARKS) if (inline[mark]) marks[mark] = {};
  if (inline.link !== undefined) marks.link = { href: inline.link };
  return marks;
}

function element(
  name: string,
  attributes: ElementTree['attributes'],
  children: readonly Tree[],
): ElementTree {
  return { kind: 'element', name, attributes, children };
}

const textTree = (runs: readonly Run[]): TextTree => ({ kind: 'text', runs });

/** Of a Yjs item: two origins, a parent, lengths; each number may take 5 bytes. */
const ITEM_BYTES = 32;

export function costOf(tree: Tree): number {
  if (tree.kind === 'text') return tree.runs.reduce((sum, run) => sum + costOfRun(run), ITEM_BYTES);
  const own = ITEM_BYTES + tree.name.length + costOfAttributes(tree.attributes);
  return tree.children.reduce((sum, child) => sum + costOf(child), own);
}

/** A mark is switched on in front of its text and off behind it. */
function costOfRun({ insert, attributes }: Run): number {
  return ITEM_BYTES + utf8Bytes(insert) + 2 * costOfAttributes(attributes);
}

function costOfAttributes(attributes: Readonly<Record<string, unknown>>): number {
  return Object.entries(attributes).reduce(
    (sum, [key, value]) => sum + ITEM_BYTES + key.length + utf8Bytes(JSON.stringify(value)),
    0,
  );
}

/** How many of its children a node must be made with. */
export function neededOf({ name, children }: ElementTree): number {
  switch (name) {
    case 'paragraph':
    case 'heading':
    case 'codeBlock':
      return 0;
    case 'tableRow':
      return children.length;
    case 'table':
      return endOfRows(children, 0);
    default:
      return Math.min(1, children.length);
  }
}

/** The further children, in parts that must come together: a cell that reaches into rows which are not there is cut by the editor. */
export function unitsOf(tree: ElementTree, from: number): (readonly Tree[])[] {
  const { name, children } = tree;
  if (name !== 'table') return children.slice(from).map((child) => [child]);
  const units: (readonly Tree[])[] = [];
  for (let at = from; at < children.length; ) {
    const end = endOfRows(children, at);
    units.push(children.slice(at, end));
    at = end;
  }
  return units;
}

function endOfRows(rows: readonly Tree[], from: number): number {
  let end = from + 1;
  for (let at = from; at < end && at < rows.length; at++) {
    const row = must(rows[at], 'a row of the table');
    if (row.kind === 'text') continue;
    for (const cell of row.children) {
      const down = cell.kind === 'element' ? Number(cell.attributes.rowspan ?? 1) : 1;
      end = Math.max(end, at + down);
    }
  }
  return Math.min(end, rows.length);
}
