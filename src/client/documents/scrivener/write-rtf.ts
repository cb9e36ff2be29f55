/**
 * RichDocument → RTF as Scrivener keeps a text: headings, lists, tables, links and pictures in what every reader of RTF knows.
 * Comments are RTF annotations; check boxes are the letters ☐ and ☑.
 */
import { unreachable } from '#domain/assert.ts';
import type {
  Block,
  CheckItem,
  DocumentComment,
  Image,
  Inline,
  ListItem,
  RichDocument,
  Table,
  TableCell,
  TextInline,
} from '#domain/documents/document.ts';
import { formatMoment } from '../format-moment.ts';
import { gridOf, type Place } from '../table-grid.ts';
import type { WriteOptions } from '../writer.ts';
import { hex, rtfText } from './rtf-text.ts';

const HEAD = [
  '{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0',
  '{\\fonttbl{\\f0\\fswiss Helvetica;}{\\f1\\fmodern Courier;}}',
  '{\\colortbl;\\red11\\green95\\blue69;\\red95\\green91\\blue85;}',
  '\\paperw11905\\paperh16837\\margl1440\\margr1440\\f0\\fs24',
].join('\n');
/** In half points. */
const HEADING_SIZES = { 1: 36, 2: 30, 3: 26 } as const;
/** In twentieths of a point. */
const INDENT = 360;
const TABLE_WIDTH = 9000;
const PIXEL = 15;
const PICTURE_WIDTH_MAX = TABLE_WIDTH;

interface Writing {
  readonly options: WriteOptions;
  readonly comments: ReadonlyMap<string, DocumentComment>;
  /** Said once, behind the last of its words. */
  readonly lastOf: ReadonlyMap<string, TextInline>;
}

interface Where {
  readonly indent: number;
  readonly isInTable: boolean;
}

export async function writeRtf(
  document: RichDocument,
  options: WriteOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const comments = new Map((document.comments ?? []).map((comment) => [comment.id, comment]));
  const writing: Writing = { options, comments, lastOf: lastWords(document.blocks) };
  const parts = [HEAD];
  for await (const part of blocks(document.blocks, { indent: 0, isInTable: false }, writing))
    parts.push(part);
  return new TextEncoder().encode(`${parts.join('\n')}\n}\n`);
}

async function* blocks(all: readonly Block[], where: Where, writing: Writing): AsyncGenerator<string> {
  for (const block of all) {
    writing.options.signal?.throwIfAborted();
    yield* oneBlock(block, where, writing);
  }
}

async function* oneBlock(block: Block, where: Where, writing: Writing): AsyncGenerator<string> {
  switch (block.kind) {
    case 'paragraph':
      return yield paragraph(inlines(block.inlines, writing), where);
    case 'heading': {
      const words = `{\\b\\fs${HEADING_SIZES[block.level]} ${inlines(block.inlines, writing)}}`;
      return yield paragraph(words, where, `\\outlinelevel${block.level - 1}\\keepn\\sb240`);
    }
    case 'list':
      return yield* list(block.items, where, writing, (_, index) =>
        block.ordered ? `${(block.start ?? 1) + index}.` : '•',
      );
    case 'check-list':
      return yield* list(block.items, where, writing, (item) => (item.checked ? '☑' : '☐'));
    case 'quote':
      return yield* blocks(block.blocks, { ...where, indent: where.indent + 2 * INDENT }, writing);
    case 'code':
      return yield paragraph(`{\\f1\\fs22 ${rtfText(block.text)}}`, where);
    case 'table':
      return yield* where.isInTable ? nestedTable(block, where, writing) : table(block, writing);
    case 'image':
      return yield paragraph(await picture(block, writing), where);
    case 'divider':
      return yield paragraph('', where, '\\brdrb\\brdrs\\brdrw10');
    default:
      return unreachable(block);
  }
}

const paragraph = (words: string, { indent, isInTable }: Where, rules = ''): string =>
  `\\pard${isInTable ? '\\intbl' : ''}${rules}\\li${indent}\\sa120 ${words}\\par`;

async function* list<Item extends ListItem>(
  items: readonly Item[],
  where: Where,
  writing: Writing,
  labelOf: (item: Item, index: number) => string,
): AsyncGenerator<string> {
  const inner = { ...where, indent: where.indent + INDENT };
  const rules = `\\fi-${INDENT}\\tx${inner.indent}`;
  for (const [index, item] of items.entries()) {
    const [first, ...rest] = item.blocks;
    const label = `${rtfText(labelOf(item, index))}\\tab `;
    if (first?.kind === 'paragraph') {
      yield paragraph(`${label}${inlines(first.inlines, writing)}${rtfText(taskOf(item))}`, inner, rules);
      yield* blocks(rest, inner, writing);
    } else {
      yield paragraph(label, inner, rules);
      yield* blocks(item.blocks, inner, writing);
    }
  }
}

function taskOf({ assignee, due }: Partial<CheckItem>): string {
  const notes = [assignee?.name, due?.split('-').reverse().join('/')].filter(Boolean);
  return notes.length > 0 ? ` (${notes.join(', ')})` : '';
}

const BORDERS = '\\clbrdrt\\brdrs\\clbrdrl\\brdrs\\clbrdrb\\brdrs\\clbrdrr\\brdrs';

async function* table(block: Table, writing: Writing): AsyncGenerator<string> {
  const { columns, rows } = gridOf(block);
  const edge = (column: number): number => Math.round((TABLE_WIDTH * column) / columns);
  for (const places of rows) {
    const definition: string[] = [];
    const contents: string[] = [];
    for (let column = 0; column < columns; ) {
      const place = places[column];
      definition.push(`${merge(place)}${BORDERS}\\cellx${edge(column + (place?.columns ?? 1))}`);
      contents.push(place?.isOrigin ? await cellText(place.cell, writing) : '\\pard\\intbl\\cell');
      column += place?.columns ?? 1;
    }
    const heading = places.length > 0 && places.every((place) => place?.cell.header) ? '\\trhdr' : '';
    yield `\\trowd\\trgaph80${heading}\n${definition.join('\n')}\n${contents.join('\n')}\n\\row`;
  }
  yield '\\pard\\par';
}

/** What reaches down from above stands in each row, as its continuation. */
function merge(place: Place | undefined): string {
  if (!place || (place.isOrigin && place.rows === 1)) return '';
  return place.isOrigin ? '\\clvmgf' : '\\clvmrg';
}

async function cellText({ header, blocks: inside }: TableCell, writing: Writing): Promise<string> {
  const parts: string[] = [];
  for await (const part of blocks(inside, { indent: 0, isInTable: true }, writing)) parts.push(part);
  // The cell's end ends its last paragraph too.
  const words = parts.join('\n').replace(/\\par$/, '') || '\\pard\\intbl';
  return header ? `{\\b ${words}}\\cell` : `${words}\\cell`;
}

/** A table in a table's cell: a line a row, cells behind tabs. */
async function* nestedTable({ rows }: Table, where: Where, writing: Writing): AsyncGenerator<string> {
  for (const { cells } of rows) {
    const words = cells.map((cell) =>
      cell.blocks.map((block) => ('inlines' in block ? inlines(block.inlines, writing) : '')).join(' '),
    );
    yield paragraph(words.join('\\tab '), where);
  }
}

async function picture({ photo, alt }: Image, { options }: Writing): Promise<string> {
  const image = await options.fetchImage(photo);
  if (!image) return `{\\i ${rtfText(`[${[options.words.missingImage, alt].filter(Boolean).join(': ')}]`)}}`;
  const kind = image.mime === 'image/png' ? '\\pngblip' : '\\jpegblip';
  const scale = Math.min(1, PICTURE_WIDTH_MAX / (image.width * PIXEL));
  const goal = `\\picwgoal${Math.round(image.width * PIXEL * scale)}\\pichgoal${Math.round(image.height * PIXEL * scale)}`;
  return `{\\pict${kind}\\picw${image.width}\\pich${image.height}${goal}\n${hex(image.bytes)}}`;
}

function inlines(all: readonly Inline[], writing: Writing): string {
  return all
    .map((inline) => {
      if (inline.kind === 'break') return '\\line ';
      if (inline.kind === 'mention') return `{\\b ${rtfText(`@${inline.name}`)}}`;
      return styled(inline) + notes(inline, writing);
    })
    .join('');
}

function styled(inline: TextInline): string {
  const rules = [
    inline.bold && '\\b',
    inline.italic && '\\i',
    (inline.underline || inline.link) && '\\ul',
    inline.strike && '\\strike',
    inline.code && '\\f1',
    inline.link && '\\cf1',
  ]
    .filter(Boolean)
    .join('');
  const words = rules === '' ? rtfText(inline.text) : `{${rules} ${rtfText(inline.text)}}`;
  if (!inline.link) return words;
  // Quotes end the address, a backslash begins a switch of the field.
  const address = rtfText(inline.link.replaceAll('"', '%22').replaceAll('\\', '%5C'));
  return `{\\field{\\*\\fldinst{HYPERLINK "${address}"}}{\\fldrslt ${words}}}`;
}

function notes(inline: TextInline, { comments, lastOf, options }: Writing): string {
  return (inline.commentIds ?? [])
    .filter((id) => lastOf.get(id) === inline)
    .map((id) => comments.get(id))
    .filter((comment) => comment !== undefined)
    .map(({ author, at, text }) => {
      const words = `${author}, ${formatMoment(at, options.words.language)}: ${text}`;
      return `{\\*\\atnid ${rtfText(author)}}{\\*\\atnauthor ${rtfText(author)}}\\chatn{\\*\\annotation\\chatn\\pard\\plain ${rtfText(words)}}`;
    })
    .join('');
}

function lastWords(all: readonly Block[], found = new Map<string, TextInline>()): Map<string, TextInline> {
  for (const block of all) {
    if ('inlines' in block) {
      for (const inline of block.inlines)
        if (inline.kind === 'text') for (const id of inline.commentIds ?? []) found.set(id, inline);
    } else if (block.kind === 'quote') lastWords(block.blocks, found);
    else if (block.kind === 'list' || block.kind === 'check-list')
      for (const item of block.items) lastWords(item.blocks, found);
    else if (block.kind === 'table')
      for (const row of block.rows) for (const cell of row.cells) lastWords(cell.blocks, found);
  }
  return found;
}
