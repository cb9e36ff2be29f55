/**
 * mammoth's tree → blocks. A Word file is a row of paragraphs: lists, quotes and code are found again from style, number and level.
 */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Block, Inline, TableCell, TextInline } from '#domain/documents/document.ts';
import { DEPTH_MAX } from '#domain/documents/normal-document.ts';
import { ListBuilder } from './list-builder.ts';

/** As mammoth says it; everything else of it is not looked at. */
export interface WordNode {
  readonly type: string;
  readonly children?: readonly WordNode[];
  readonly value?: string;
  readonly styleId?: string | null;
  readonly styleName?: string | null;
  readonly numbering?: { readonly isOrdered: boolean; readonly level: string } | null;
  readonly isBold?: boolean;
  readonly isItalic?: boolean;
  readonly isUnderline?: boolean;
  readonly isStrikethrough?: boolean;
  readonly isHeader?: boolean;
  readonly checked?: boolean;
  readonly href?: string;
  readonly breakType?: string;
  readonly colSpan?: number;
  readonly rowSpan?: number;
  readonly altText?: string | null;
  readonly contentType?: string;
  readonly readAsArrayBuffer?: () => Promise<ArrayBuffer>;
}

interface Reading {
  readonly pictures: ReadonlyMap<WordNode, Attachment>;
  readonly leftOut: { pictures: number; comments: number; notes: number };
}

export type TitledBlock = Block | { readonly kind: 'title'; readonly block: Block };

export function blocksOf(nodes: readonly WordNode[], reading: Reading, depth = 0): TitledBlock[] {
  const blocks: TitledBlock[] = [];
  const lists = new ListBuilder();
  const flush = (): void => {
    blocks.push(...lists.take());
  };
  for (const node of nodes) {
    if (node.type === 'table') {
      flush();
      blocks.push(tableOf(node, reading, depth));
    } else if (node.type === 'paragraph') addParagraph(node, { blocks, lists, flush, reading });
  }
  flush();
  return blocks;
}

interface Into {
  readonly blocks: TitledBlock[];
  readonly lists: ListBuilder;
  readonly flush: () => void;
  readonly reading: Reading;
}

function addParagraph(node: WordNode, { blocks, lists, flush, reading }: Into): void {
  const style = (node.styleId ?? '').toLowerCase();
  const name = (node.styleName ?? '').toLowerCase();
  if (style === 'rachaaftertable') return;
  const { inlines, checked, images } = lineOf(node, reading);
  const isListStyle = name === 'list paragraph' || style === 'listparagraph';
  if (node.numbering || checked !== undefined) {
    const level = Number(node.numbering?.level ?? 0);
    const kind = checked !== undefined ? 'check' : node.numbering?.isOrdered ? 'ordered' : 'bullets';
    lists.add({ kind, level, inlines, checked: checked === true });
    for (const image of images) lists.append(image);
    return;
  }
  if (isListStyle && lists.isOpen) {
    if (inlines.length > 0) lists.append({ kind: 'paragraph', inlines });
    for (const image of images) lists.append(image);
    return;
  }
  flush();
  const block = styledBlock(style, name, inlines);
  const last = blocks.at(-1);
  if (block.kind === 'quote' && last?.kind === 'quote') {
    blocks[blocks.length - 1] = { kind: 'quote', blocks: [...last.blocks, ...block.blocks] };
  } else if (inlines.length > 0 || images.length === 0) blocks.push(block);
  blocks.push(...images);
}

function styledBlock(style: string, name: string, inlines: readonly Inline[]): TitledBlock {
  if (style === 'rachacode') return { kind: 'code', text: textOf(inlines) };
  if (style === 'rachadivider') return { kind: 'divider' };
  if (name === 'title') return { kind: 'title', block: { kind: 'heading', level: 1, inlines } };
  const [, digit] = /^(?:heading|título|titulo) ?(\d)$/.exec(name) ?? /^heading(\d)$/.exec(style) ?? [];
  if (digit !== undefined) {
    const level = digit === '1' ? 1 : digit === '2' ? 2 : 3;
    return { kind: 'heading', level, inlines };
  }
  if (/^(?:intense )?quote$|quotations/.test(name)) {
    return { kind: 'quote', blocks: [{ kind: 'paragraph', inlines }] };
  }
  return { kind: 'paragraph', inlines };
}

const textOf = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => (inline.kind === 'text' ? inline.text : '\n')).join('');

function tableOf(node: WordNode, reading: Reading, depth: number): Block {
  const rows = (node.children ?? []).map((row) => ({
    cells: (row.children ?? []).map((cell): TableCell => {
      const paragraphs = cell.children ?? [];
      const isHead = row.isHeader === true || paragraphs.some(({ styleId }) => styleId === 'RachaTableHead');
      // A table in a table in a table …: what lies too deep is not followed.
      const inside = depth > DEPTH_MAX ? [] : blocksOf(paragraphs, reading, depth + 1);
      const blocks = inside.map((block) => (block.kind === 'title' ? block.block : block));
      return { header: isHead, columns: cell.colSpan ?? 1, rows: cell.rowSpan ?? 1, blocks };
    }),
  }));
  return { kind: 'table', rows };
}

interface Line {
  readonly inlines: readonly Inline[];
  /** Of a box at the beginning. */
  readonly checked?: boolean;
  readonly images: readonly Block[];
}

function lineOf(node: WordNode, reading: Reading): Line {
  const inlines: Inline[] = [];
  const images: Block[] = [];
  let checked: boolean | undefined;
  const add = (of: WordNode, marks: Omit<TextInline, 'text'>): void => {
    switch (of.type) {
      case 'text':
        inlines.push({ ...marks, text: of.value ?? '' });
        return;
      case 'tab':
        inlines.push({ ...marks, text: '\t' });
        return;
      case 'break':
        if (of.breakType === 'line') inlines.push({ kind: 'break' });
        return;
      case 'checkbox':
        if (inlines.length === 0 && checked === undefined) checked = of.checked === true;
        else inlines.push({ ...marks, text: of.checked ? '☑' : '☐' });
        return;
      case 'image':
        addImage(of, reading, inlines, images);
        return;
      case 'commentReference':
        reading.leftOut.comments++;
        return;
      case 'noteReference':
        reading.leftOut.notes++;
        return;
      default:
        for (const child of of.children ?? []) add(child, marksOf(of, marks));
    }
  };
  for (const child of node.children ?? []) add(child, { kind: 'text' });
  const said = checked === undefined ? inlines : withoutGap(inlines);
  return { inlines: said, images, ...(checked !== undefined && { checked }) };
}

function addImage(node: WordNode, { pictures, leftOut }: Reading, inlines: Inline[], images: Block[]): void {
  const alt = node.altText ?? '';
  const photo = pictures.get(node);
  if (photo) images.push({ kind: 'image', photo, alt });
  else {
    leftOut.pictures++;
    if (alt !== '') inlines.push({ kind: 'text', text: `[${alt}]` });
  }
}

function marksOf(node: WordNode, marks: Omit<TextInline, 'text'>): Omit<TextInline, 'text'> {
  return {
    ...marks,
    ...(node.isBold && { bold: true }),
    ...(node.isItalic && { italic: true }),
    // A link is underlined by being one.
    ...(node.isUnderline && node.styleId !== 'Hyperlink' && { underline: true }),
    ...(node.isStrikethrough && { strike: true }),
    ...(node.styleId === 'RachaInlineCode' && { code: true }),
    ...(node.type === 'hyperlink' && node.href !== undefined && { link: node.href }),
  };
}

/** The space between the box and its words. */
function withoutGap(inlines: readonly Inline[]): readonly Inline[] {
  const [first, ...rest] = inlines;
  return first?.kind === 'text'
    ? [{ ...first, text: first.text.replace(/^[\s\u00a0]/, '') }, ...rest]
    : inlines;
}
