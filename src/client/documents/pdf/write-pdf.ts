/**
 * RichDocument → PDF: A4, numbered pages, an outline of the headings, tagged, every font inside. Laid out here and written by
 * pdfkit, page by page (decision 0060).
 */
import type { Block, DocumentComment, Inline, RichDocument } from '#domain/documents/document.ts';
import { plainBlocks } from '#domain/documents/plain-text.ts';
import { formatMoment } from '../format-moment.ts';
import type { WriteDocument } from '../writer.ts';
import { Faces, type PdfPorts } from './faces.ts';
import { INK, plain, runsOf, SOFT } from './inline-runs.ts';
import { layBlocks, layRuns, layText, type Place, type Setting } from './lay-blocks.ts';
import { type Line, layLines } from './lay-lines.ts';
import { FRAME, MARGIN, PAGE, Paper, type Slice } from './paper.ts';
import { unpackFont } from './unpack-font.ts';

const TEXT_SIZE = 10.5;
const TITLE_SIZE = 24;
const PROGRESS_STEPS = 100;

/** One for many documents: it reads each font once. */
export function createPdfWriter(ports: PdfPorts): WriteDocument {
  const fonts = new Map<string, Promise<ArrayBuffer>>();
  const readFont = (url: URL): Promise<ArrayBuffer> => {
    const font = fonts.get(url.href) ?? ports.readFont(url).then(unpackFont);
    fonts.set(url.href, font);
    return font;
  };
  return async (document, options) => {
    const paper = new Paper({ title: document.title, language: options.words.language });
    const faces = new Faces(paper.pdf, { ...ports, readFont });
    await faces.prepare('', 'regular');
    const root = paper.pdf.struct('Document', { title: document.title });
    paper.pdf.addStructure(root);
    const comments = document.comments ?? [];
    const commentNumbers = new Map(comments.map(({ id }, index) => [id, index + 1]));
    const setting: Setting = {
      layInside: layBlocks,
      paper,
      faces,
      options,
      commentNumbers,
      size: TEXT_SIZE,
      color: INK,
    };
    const place: Place = { parent: root, width: FRAME.width };
    paper.footer = await footerOf(document.title, setting);
    await writeTitle(document.title, place, setting);
    await writeBlocks(document, place, setting);
    if (comments.length > 0) await writeComments(comments, place, setting);
    options.onProgress?.(1);
    return paper.finish();
  };
}

async function writeTitle(title: string, place: Place, setting: Setting): Promise<void> {
  if (title === '') return;
  const look = { type: 'H1', size: TITLE_SIZE, spaceBefore: 0, bold: true, staysWithNext: true };
  for await (const slice of layText([{ kind: 'text', text: title }], place, setting, look))
    setting.paper.place(slice);
}

async function writeBlocks({ blocks }: RichDocument, place: Place, setting: Setting): Promise<void> {
  const { paper, options } = setting;
  const outline = outlineOf(paper);
  const step = Math.max(1, Math.ceil(blocks.length / PROGRESS_STEPS));
  for (const [index, block] of blocks.entries()) {
    options.signal?.throwIfAborted();
    if (index % step === 0) options.onProgress?.(index / blocks.length);
    const enter = outline(block);
    for await (const slice of layBlocks([block], place, setting))
      paper.place(enter ? entering(slice, enter) : slice);
  }
}

const entering = (slice: Slice, enter: () => void): Slice => ({
  ...slice,
  draw: (...at) => {
    enter();
    slice.draw(...at);
  },
});

/** A heading enters the outline when it is drawn, since an entry leads to the page at hand. */
function outlineOf(paper: Paper): (block: Block) => (() => void) | undefined {
  const open = [paper.pdf.outline];
  return (block) => {
    if (block.kind !== 'heading') return undefined;
    const title = plainBlocks([block]).trim();
    if (title === '') return undefined;
    let isIn = false;
    return () => {
      if (isIn) return;
      isIn = true;
      // Under the nearest heading of a higher level, even when one between is left out.
      open.length = Math.min(open.length, block.level);
      const parent = open.at(-1) ?? paper.pdf.outline;
      open.push(parent.addItem(title, { expanded: true }));
    };
  };
}

async function writeComments(
  comments: readonly DocumentComment[],
  place: Place,
  setting: Setting,
): Promise<void> {
  const { paper, options } = setting;
  const heading: Block = {
    kind: 'heading',
    level: 2,
    inlines: [{ kind: 'text', text: options.words.comments }],
  };
  for await (const slice of layBlocks([heading], place, setting)) paper.place(slice);
  for (const [index, { author, at, text }] of comments.entries()) {
    const inlines: Inline[] = [
      { kind: 'text', text: `[${index + 1}] ${author}`, bold: true },
      { kind: 'text', text: ` · ${formatMoment(at, options.words.language)}: ${text}` },
    ];
    const note = { ...place, parent: paper.element('Note', place.parent) };
    const rules = { size: TEXT_SIZE * 0.92, color: SOFT, commentNumbers: new Map<string, number>() };
    const look = { type: 'P', size: rules.size, spaceBefore: 5 };
    for await (const slice of layRuns(runsOf(inlines, rules), note, setting, look)) paper.place(slice);
  }
}

/** The title, cut to one line, and the page's number. */
async function footerOf(
  title: string,
  { paper, faces }: Setting,
): Promise<(paper: Paper, page: number) => void> {
  const style = plain({ size: 8, color: SOFT });
  await faces.prepare(title, style.face);
  const rules = { split: faces.split.bind(faces), measure: paper.measure.bind(paper) };
  const layOne = (text: string, width: number): Line =>
    [...layLines([{ kind: 'text', text, style }], { ...rules, width })][0] ?? { pieces: [], width: 0 };
  const left = layOne(title, FRAME.width - 60);
  return (onto, page) => {
    const number = layOne(String(page), 60);
    const y = PAGE.height - MARGIN / 2;
    onto.line(left, FRAME.x, y);
    onto.line(number, FRAME.x + FRAME.width - number.width, y);
  };
}
