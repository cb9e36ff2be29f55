/**
 * Document → Word (Office Open XML), by `docx`: headings, lists, check boxes, tables, pictures and comments are Word's own, not
 * drawings of them. A4, pages numbered, the language set, so that spelling is checked in it.
 *
 * The whole file is in memory while it is made: some 20 times the text. Pictures are held until the end, each once.
 */
import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  type ICommentOptions,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx';
import type { Block, DocumentComment, Inline, RichDocument } from '#domain/documents/document.ts';
import { normalDocument } from '#domain/documents/normal-document.ts';
import { paceOf } from '../pacing.ts';
import type { WriteOptions } from '../writer.ts';
import { type DocxBlock, docxBlock, OUTSIDE } from './docx-blocks.ts';
import { commentTrail } from './docx-runs.ts';
import { docxNumbering, docxStyles } from './docx-styles.ts';

const A4 = { width: 11_906, height: 16_838 };
const MARGIN_TWIPS = 1_134;

export async function writeDocx(
  document: RichDocument,
  options: WriteOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { title, blocks, comments = [] } = normalDocument(document);
  let instances = 0;
  const setting = {
    options,
    comments: commentTrail(
      linesIn(blocks),
      comments.map(({ id }) => id),
    ),
    nextInstance: () => ++instances,
  };
  // Packing is one piece of work, about as long as all that is before it.
  const pace = paceOf(blocks.length, options, 0.5);
  const children: DocxBlock[] =
    title === '' ? [] : [new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(title)] })];
  for (const block of blocks) {
    children.push(...(await docxBlock(block, OUTSIDE, setting)));
    await pace.step();
  }
  const { language } = options.words;
  const file = new Document({
    title,
    creator: 'Racha',
    lastModifiedBy: 'Racha',
    styles: docxStyles(language),
    numbering: docxNumbering(startsIn(blocks)),
    ...(comments.length > 0 && { comments: { children: comments.map(commentOf) } }),
    sections: [
      {
        properties: {
          page: {
            size: A4,
            margin: { top: MARGIN_TWIPS, right: MARGIN_TWIPS, bottom: MARGIN_TWIPS, left: MARGIN_TWIPS },
          },
        },
        footers: { default: footer() },
        children,
      },
    ],
  });
  options.signal?.throwIfAborted();
  const bytes = new Uint8Array(await Packer.toArrayBuffer(file));
  options.signal?.throwIfAborted();
  options.onProgress?.(1);
  return bytes;
}

function footer(): Footer {
  const children = [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })];
  return new Footer({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children })] });
}

function commentOf({ author, at, text }: DocumentComment, number: number): ICommentOptions {
  return {
    id: number,
    author,
    initials: author.slice(0, 1),
    date: new Date(at),
    children: text.split('\n').map((line) => new Paragraph({ children: [new TextRun(line)] })),
  };
}

function* linesIn(blocks: readonly Block[]): Generator<readonly Inline[]> {
  for (const block of blocks) {
    if (block.kind === 'paragraph' || block.kind === 'heading') yield block.inlines;
    else yield* linesIn(insideOf(block));
  }
}

function startsIn(blocks: readonly Block[], starts: Set<number> = new Set()): Set<number> {
  for (const block of blocks) {
    if (block.kind === 'list' && block.ordered) starts.add(block.start ?? 1);
    startsIn(insideOf(block), starts);
  }
  return starts;
}

function insideOf(block: Block): readonly Block[] {
  if (block.kind === 'quote') return block.blocks;
  if (block.kind === 'table') return block.rows.flatMap(({ cells }) => cells.flatMap(({ blocks }) => blocks));
  return block.kind === 'list' || block.kind === 'check-list'
    ? block.items.flatMap(({ blocks }) => blocks)
    : [];
}
