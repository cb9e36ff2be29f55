/**
 * Blocks → slices, one at a time and in order: a page takes what fits. What stands inside a quote or a list is the same slices,
 * moved and decorated. Tables are `lay-table.ts`.
 */
import type { PdfElement } from 'pdfkit/js/pdfkit.standalone.js';
import { unreachable } from '#domain/assert.ts';
import type { Block, CheckItem, Image, Inline, ListItem } from '#domain/documents/document.ts';
import type { WriteOptions } from '../writer.ts';
import type { Faces } from './faces.ts';
import { HAIRLINE, INK, plain, type RunRules, runsOf, SOFT } from './inline-runs.ts';
import { layLines, type Run, type TextStyle } from './lay-lines.ts';
import { layTable } from './lay-table.ts';
import { PAGE_ROOM, type Paper, type Slice } from './paper.ts';

export interface Setting {
  readonly paper: Paper;
  readonly faces: Faces;
  readonly options: WriteOptions;
  /** Lays what stands in a table's cell: `layBlocks`. */
  readonly layInside: (blocks: readonly Block[], place: Place, setting: Setting) => AsyncGenerator<Slice>;
  readonly commentNumbers: ReadonlyMap<string, number>;
  /** Of the text; headings are larger. */
  readonly size: number;
  readonly color: string;
  readonly bold?: boolean;
}

export interface Place {
  readonly width: number;
  readonly parent: PdfElement;
}

const CODE_GROUND = '#f4f3ef';
const LINE_HEIGHT = 1.4;
const PARAGRAPH_SPACE = 7;
const LIST_INDENT = 20;
const QUOTE_INDENT = 14;
const HEADING_SIZES = { 1: 18, 2: 15, 3: 12.5 } as const;

export async function* layBlocks(
  blocks: readonly Block[],
  place: Place,
  setting: Setting,
): AsyncGenerator<Slice> {
  for (const block of blocks) yield* layBlock(block, place, setting);
}

async function* layBlock(block: Block, place: Place, setting: Setting): AsyncGenerator<Slice> {
  switch (block.kind) {
    case 'paragraph':
      return yield* layText(block.inlines, place, setting);
    case 'heading':
      return yield* layHeading(block.inlines, block.level, place, setting);
    case 'list':
      return yield* layList(block.items, place, setting, (_, index) =>
        block.ordered ? `${(block.start ?? 1) + index}.` : '•',
      );
    case 'check-list':
      return yield* layList(block.items, place, setting, (item) => item.checked);
    case 'quote': {
      const parent = setting.paper.element('BlockQuote', place.parent);
      const inner = layBlocks(
        block.blocks,
        { parent, width: place.width - QUOTE_INDENT },
        { ...setting, color: SOFT },
      );
      return yield* moved(inner, QUOTE_INDENT, drawQuoteBar);
    }
    case 'code':
      return yield* layCode(block.text, place, setting);
    case 'table':
      return yield* layTable(block, place, setting);
    case 'image':
      return yield* layImage(block, place, setting);
    case 'divider':
      return yield {
        height: 12,
        spaceBefore: PARAGRAPH_SPACE,
        draw: (paper, x, y) => drawRule(paper, x, y + 6, place.width),
      };
    default:
      return unreachable(block);
  }
}

export interface TextLook {
  readonly type: string;
  readonly spaceBefore: number;
  readonly size: number;
  readonly bold?: boolean;
  readonly staysWithNext?: boolean;
}

export async function* layText(
  inlines: readonly Inline[],
  place: Place,
  setting: Setting,
  look: TextLook = {
    type: 'P',
    spaceBefore: PARAGRAPH_SPACE,
    size: setting.size,
    ...(setting.bold ? { bold: true } : {}),
  },
): AsyncGenerator<Slice> {
  const rules: RunRules = { ...look, color: setting.color, commentNumbers: setting.commentNumbers };
  yield* layRuns(runsOf(inlines, rules), place, setting, look);
}

export async function* layRuns(
  runs: readonly Run[],
  { parent, width }: Place,
  { paper, faces }: Setting,
  { type, size, spaceBefore, staysWithNext }: TextLook,
): AsyncGenerator<Slice> {
  for (const run of runs) if (run.kind === 'text') await faces.prepare(run.text, run.style.face);
  const element = paper.element(type, parent);
  const height = size * LINE_HEIGHT;
  let isFirst = true;
  for (const line of layLines(runs, lineRules(paper, faces, width))) {
    yield {
      height,
      ...(isFirst ? { spaceBefore } : {}),
      ...(staysWithNext ? { staysWithNext } : {}),
      draw: (onto, x, y) => onto.line(line, x, y + size * 1.05, element),
    };
    isFirst = false;
  }
}

const lineRules = (paper: Paper, faces: Faces, width: number) => ({
  width,
  split: faces.split.bind(faces),
  measure: paper.measure.bind(paper),
});

async function* layHeading(
  inlines: readonly Inline[],
  level: 1 | 2 | 3,
  place: Place,
  setting: Setting,
): AsyncGenerator<Slice> {
  const size = HEADING_SIZES[level];
  // The document's title is the first level of its structure.
  const look = { type: `H${level + 1}`, size, spaceBefore: size, bold: true, staysWithNext: true };
  yield* layText(inlines, place, setting, look);
}

type Label = string | boolean;

async function* layList<Item extends ListItem>(
  items: readonly Item[],
  place: Place,
  setting: Setting,
  labelOf: (item: Item, index: number) => Label,
): AsyncGenerator<Slice> {
  const list = setting.paper.element('L', place.parent);
  for (const [index, item] of items.entries()) {
    const label = labelOf(item, index);
    const element = setting.paper.element('LI', list);
    const labelElement = setting.paper.element('Lbl', element);
    const body = { parent: setting.paper.element('LBody', element), width: place.width - LIST_INDENT };
    const drawLabel = await labelDrawer(label, labelElement, setting);
    const slices = layBlocks(withTask(item), body, setting);
    let isFirst = true;
    for await (const slice of slices) {
      const isLabelled = isFirst;
      isFirst = false;
      yield {
        ...slice,
        ...(isLabelled
          ? { spaceBefore: Math.min(slice.spaceBefore ?? 0, index === 0 ? PARAGRAPH_SPACE : 3) }
          : {}),
        draw: (paper, x, y) => {
          if (isLabelled) drawLabel(paper, x, y);
          slice.draw(paper, x + LIST_INDENT, y);
        },
      };
    }
  }
}

/** Who does it and until when stand behind the words of a check item. */
function withTask(item: ListItem & Partial<CheckItem>): readonly Block[] {
  const [first, ...rest] = item.blocks;
  const notes = [item.assignee?.name, item.due?.split('-').reverse().join('/')].filter(Boolean);
  if (notes.length === 0 || first?.kind !== 'paragraph') return item.blocks;
  const note: Inline = { kind: 'text', text: ` (${notes.join(', ')})`, italic: true };
  return [{ ...first, inlines: [...first.inlines, note] }, ...rest];
}

async function labelDrawer(
  label: Label,
  element: PdfElement,
  setting: Setting,
): Promise<(paper: Paper, x: number, y: number) => void> {
  const { faces, size, color } = setting;
  if (typeof label === 'boolean')
    return (paper, x, y) => drawBox(paper, { x: x + 2, y: y + size * 0.22, size, element, isChecked: label });
  const style: TextStyle = plain({ size, color });
  await faces.prepare(label, style.face);
  const [line] = layLines([{ kind: 'text', text: label, style }], lineRules(setting.paper, faces, 100));
  return (paper, x, y) => {
    if (line) paper.line(line, x + LIST_INDENT - 6 - line.width, y + size * 1.05, element);
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly element: PdfElement;
  readonly isChecked: boolean;
}

function drawBox(paper: Paper, { x, y, size, element, isChecked }: Box): void {
  const side = size * 0.9;
  const text = isChecked ? '☑' : '☐';
  paper.say({ text, element, x, y: y + size * 0.83, width: side, size }, () => {
    paper.pdf.lineWidth(0.8).strokeColor(INK).roundedRect(x, y, side, side, 1.5).stroke();
    if (!isChecked) return;
    paper.pdf
      .lineWidth(1.3)
      .lineCap('round')
      .moveTo(x + side * 0.22, y + side * 0.52)
      .lineTo(x + side * 0.42, y + side * 0.74)
      .lineTo(x + side * 0.8, y + side * 0.26)
      .stroke();
  });
}

async function* layCode(
  text: string,
  place: Place,
  { paper, faces, ...setting }: Setting,
): AsyncGenerator<Slice> {
  const style: TextStyle = { face: 'mono', size: setting.size * 0.88, color: INK };
  await faces.prepare(text, 'mono');
  const element = paper.element('Code', paper.element('P', place.parent));
  const rules = { ...lineRules(paper, faces, place.width - 16), isVerbatim: true };
  const height = style.size * LINE_HEIGHT;
  let spaceBefore = PARAGRAPH_SPACE;
  for (const line of layLines([{ kind: 'text', text, style }], rules)) {
    yield {
      height,
      spaceBefore,
      draw: (onto, x, y) => {
        onto.artifact(() =>
          onto.pdf
            .rect(x, y, place.width, height + 0.5)
            .fillColor(CODE_GROUND)
            .fill(),
        );
        onto.line(line, x + 8, y + style.size * 1.08, element);
      },
    };
    spaceBefore = 0;
  }
}

async function* layImage(image: Image, place: Place, setting: Setting): AsyncGenerator<Slice> {
  const { options, paper } = setting;
  const fetched = await options.fetchImage(image.photo);
  if (!fetched) {
    const said = [options.words.missingImage, image.alt].filter(Boolean).join(': ');
    return yield* layText([{ kind: 'text', text: `[${said}]`, italic: true }], place, {
      ...setting,
      color: SOFT,
    });
  }
  // Never larger than it is at 96 dots an inch.
  const scale = Math.min(0.75, place.width / fetched.width, (PAGE_ROOM * 0.85) / fetched.height);
  const size = { width: fetched.width * scale, height: fetched.height * scale };
  yield {
    height: size.height,
    spaceBefore: PARAGRAPH_SPACE,
    draw: (onto, x, y) => {
      const bbox = [x, y, x + size.width, y + size.height];
      onto.mark(paper.element('Figure', place.parent, { alt: image.alt || ' ', bbox, placement: 'Block' }));
      onto.pdf.image(onto.pdf.openImage(fetched.bytes.buffer), x, y, size);
    },
  };
}

async function* moved(
  slices: AsyncIterable<Slice>,
  by: number,
  decorate: (paper: Paper, x: number, y: number, height: number) => void,
): AsyncGenerator<Slice> {
  let isFirst = true;
  for await (const slice of slices) {
    const above = isFirst ? 0 : (slice.spaceBefore ?? 0);
    isFirst = false;
    yield {
      ...slice,
      draw: (paper, x, y) => {
        decorate(paper, x, y - above, slice.height + above);
        slice.draw(paper, x + by, y);
      },
    };
  }
}

function drawQuoteBar(paper: Paper, x: number, y: number, height: number): void {
  paper.artifact(() =>
    paper.pdf
      .rect(x + 1, y, 2.5, height)
      .fillColor(HAIRLINE)
      .fill(),
  );
}

function drawRule(paper: Paper, x: number, y: number, width: number): void {
  paper.artifact(() =>
    paper.pdf
      .lineWidth(0.7)
      .strokeColor(HAIRLINE)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke(),
  );
}
