/** Blocks → paragraphs and tables of a Word file. */
import {
  AlignmentType,
  BorderStyle,
  CheckBox,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type {
  Block,
  CheckItem,
  Image,
  Inline,
  ListItem,
  Table as TableBlock,
} from '#domain/documents/document.ts';
import { gridOf } from '../table-grid.ts';
import { taskNote } from '../task-note.ts';
import type { WriteOptions } from '../writer.ts';
import { type CommentTrail, runsLeft, runsOf } from './docx-runs.ts';
import { indentOf, LEVELS, orderedReference, STYLE } from './docx-styles.ts';

export type DocxBlock = Paragraph | Table;

export interface DocxSetting {
  readonly options: WriteOptions;
  readonly comments: CommentTrail;
  /** Each ordered list counts for itself. */
  readonly nextInstance: () => number;
}

/** Where a block stands: `level` of the list around it (-1: none), in quotes, in a head of a table. */
interface Around {
  readonly level: number;
  readonly quotes: number;
  readonly isHead: boolean;
}

export const OUTSIDE: Around = { level: -1, quotes: 0, isHead: false };
/** Between the margins of an A4 page, in pixels of 96 to the inch. */
const WIDTH_MAX = 600;
const HEIGHT_MAX = 850;
const HEADINGS = [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3] as const;

export async function docxBlocks(
  blocks: readonly Block[],
  around: Around,
  setting: DocxSetting,
): Promise<DocxBlock[]> {
  const made: DocxBlock[] = [];
  for (const block of blocks) made.push(...(await docxBlock(block, around, setting)));
  return made;
}

export async function docxBlock(block: Block, around: Around, setting: DocxSetting): Promise<DocxBlock[]> {
  const { comments, options } = setting;
  switch (block.kind) {
    case 'paragraph':
      return [paragraph(block.inlines, around, { children: runsOf(block.inlines, comments) })];
    case 'heading': {
      const heading = HEADINGS[block.level - 1] ?? HeadingLevel.HEADING_3;
      return [
        new Paragraph({
          heading,
          children: runsOf(block.inlines, comments),
          ...(runsLeft(block.inlines) && { bidirectional: true }),
        }),
      ];
    }
    case 'list': {
      const reference = block.ordered ? orderedReference(block.start ?? 1) : 'bullets';
      const instance = block.ordered ? setting.nextInstance() : 0;
      return itemsOf(block.items, { reference, instance }, around, setting);
    }
    case 'check-list':
      return itemsOf(block.items, { reference: 'checks', instance: 0 }, around, setting);
    case 'quote':
      return docxBlocks(block.blocks, { ...around, quotes: around.quotes + 1 }, setting);
    case 'code':
      return [codeOf(block.text, around)];
    case 'table':
      return [await tableOf(block, setting), new Paragraph({ style: STYLE.afterTable })];
    case 'image':
      return [await imageOf(block, around, options)];
    case 'divider':
      return [
        new Paragraph({
          style: STYLE.divider,
          border: { bottom: { style: BorderStyle.SINGLE, size: 6, color: '999999', space: 1 } },
        }),
      ];
  }
}

function paragraph(inlines: readonly Inline[], around: Around, options: IParagraphOptions): Paragraph {
  const left = around.level < 0 ? 0 : indentOf(around.level);
  const quoted = around.quotes * 720;
  const style = styleIn(around);
  return new Paragraph({
    ...(style !== undefined && { style }),
    ...(left + quoted > 0 && { indent: { left: left + quoted } }),
    ...(runsLeft(inlines) && { bidirectional: true }),
    ...options,
  });
}

/** What stands in an item behind its first line is a list paragraph without a number. */
function styleIn({ isHead, quotes, level }: Around): string | undefined {
  if (isHead) return STYLE.tableHead;
  if (quotes > 0) return 'Quote';
  return level >= 0 ? 'ListParagraph' : undefined;
}

interface Numbering {
  readonly reference: string;
  readonly instance: number;
}

async function itemsOf(
  items: readonly (ListItem & Partial<CheckItem>)[],
  numbering: Numbering,
  around: Around,
  setting: DocxSetting,
): Promise<DocxBlock[]> {
  const made: DocxBlock[] = [];
  const level = Math.min(around.level + 1, LEVELS - 1);
  for (const item of items) {
    const [first, ...rest] = item.blocks;
    const inlines = first?.kind === 'paragraph' ? first.inlines : [];
    made.push(
      new Paragraph({
        style: 'ListParagraph',
        numbering: { ...numbering, level },
        children: [...boxOf(item), ...runsOf(inlines, setting.comments), ...noteOf(item, setting.options)],
        ...(runsLeft(inlines) && { bidirectional: true }),
      }),
      ...(await docxBlocks(rest, { ...around, level }, setting)),
    );
  }
  return made;
}

/** A control that is ticked in Word itself. */
function boxOf({ checked }: Partial<CheckItem>): ParagraphChild[] {
  if (checked === undefined) return [];
  const box = new CheckBox({
    checked,
    checkedState: { value: '2611', font: 'Segoe UI Symbol' },
    uncheckedState: { value: '2610', font: 'Segoe UI Symbol' },
  });
  return [box, new TextRun({ text: '\u00a0' })];
}

function noteOf(item: Partial<CheckItem>, { words }: WriteOptions): ParagraphChild[] {
  const text = taskNote(item, words.language);
  return text === '' ? [] : [new TextRun({ text, style: STYLE.note })];
}

function codeOf(text: string, around: Around): Paragraph {
  const children = text
    .split('\n')
    .map((line, at) => new TextRun({ text: line, ...(at > 0 && { break: 1 }) }));
  return new Paragraph({
    style: STYLE.code,
    shading: { type: ShadingType.CLEAR, fill: 'F3F4F6', color: 'auto' },
    ...(around.level >= 0 && { indent: { left: indentOf(around.level) } }),
    children,
  });
}

/** Word takes no cell without a paragraph at its end: each table in a cell has one behind it. */
async function tableOf(table: TableBlock, setting: DocxSetting): Promise<Table> {
  const { rows: grid, columns } = gridOf(table);
  const firstBody = grid.findIndex((places) => !places.every((place) => place?.cell.header));
  const heads = firstBody < 0 ? grid.length : firstBody;
  const rows: TableRow[] = [];
  for (const [at, places] of grid.entries()) {
    const cells: TableCell[] = [];
    for (let column = 0; column < columns; column++) {
      const place = places[column];
      if (place && !place.isOrigin) continue;
      const isHead = place?.cell.header === true;
      cells.push(
        new TableCell({
          ...(place && place.columns > 1 && { columnSpan: place.columns }),
          ...(place && place.rows > 1 && { rowSpan: place.rows }),
          ...(isHead && { shading: { type: ShadingType.CLEAR, fill: 'E5E7EB', color: 'auto' } }),
          verticalAlign: VerticalAlignTable.TOP,
          children: place
            ? await docxBlocks(place.cell.blocks, { ...OUTSIDE, isHead }, setting)
            : [new Paragraph({})],
        }),
      );
    }
    rows.push(new TableRow({ ...(at < heads && { tableHeader: true }), children: cells }));
  }
  return new Table({ rows, width: { size: 100, type: WidthType.PERCENTAGE } });
}

async function imageOf(
  block: Image,
  around: Around,
  { fetchImage, words }: WriteOptions,
): Promise<Paragraph> {
  const { alt } = block;
  const image = await fetchImage(block.photo);
  if (!image) {
    const text = alt === '' ? `[${words.missingImage}]` : `[${words.missingImage}: ${alt}]`;
    return new Paragraph({ style: STYLE.missing, children: [new TextRun(text)] });
  }
  const scale = Math.min(1, WIDTH_MAX / image.width, HEIGHT_MAX / image.height);
  const run = new ImageRun({
    type: image.mime === 'image/png' ? 'png' : 'jpg',
    data: image.bytes,
    transformation: {
      width: Math.max(1, Math.round(image.width * scale)),
      height: Math.max(1, Math.round(image.height * scale)),
    },
    altText: { name: block.photo.blobId, description: alt },
  });
  return new Paragraph({
    alignment: AlignmentType.LEFT,
    ...(around.level >= 0 && { indent: { left: indentOf(around.level) } }),
    children: [run],
  });
}
