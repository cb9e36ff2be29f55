/**
 * Document → Markdown: CommonMark with GitHub's tables and tasks. Pictures lie beside the text in `imagens/`, comments are
 * footnotes. What the format cannot hold: markdown-form.ts.
 */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Block, DocumentComment, RichDocument } from '#domain/documents/document.ts';
import { formatMoment } from '../format-moment.ts';
import type { WriteOptions } from '../writer.ts';
import { markdownForm } from './markdown-form.ts';
import { type Flow, printMarkdown } from './mdast.ts';
import { markdownTree } from './to-mdast.ts';

export interface MarkdownFiles {
  readonly text: Uint8Array<ArrayBuffer>;
  /** Paths from where the text lies. */
  readonly images: readonly { readonly path: string; readonly photo: Attachment }[];
}

export const IMAGES_FOLDER = 'imagens';

/** The text alone: its pictures are named by where they would lie. */
export async function writeMarkdown(
  document: RichDocument,
  options: WriteOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  return (await writeMarkdownFiles(document, options)).text;
}

/** Pictures that are not on the device are written as their description. */
export async function writeMarkdownFiles(
  document: RichDocument,
  { words, fetchImage, onProgress, signal }: WriteOptions,
): Promise<MarkdownFiles> {
  const form = markdownForm(document);
  const paths = new Map<string, { path: string; photo: Attachment }>();
  for (const photo of photosIn(form.blocks)) {
    signal?.throwIfAborted();
    const image = paths.has(photo.blobId) ? undefined : await fetchImage(photo);
    if (!image) continue;
    const path = `${IMAGES_FOLDER}/${photo.blobId}.${image.mime === 'image/png' ? 'png' : 'jpg'}`;
    paths.set(photo.blobId, { path, photo });
  }
  onProgress?.(0.5);
  const comments = form.comments ?? [];
  const numbers = new Map(comments.map(({ id }, at) => [id, String(at + 1)]));
  const tree = markdownTree(form, {
    imagePath: ({ photo }) => paths.get(photo.blobId)?.path,
    footnoteOf: (id) => numbers.get(id),
    missingImage: words.missingImage,
  });
  const notes = comments.map((comment, at) => footnoteOf(comment, String(at + 1), words.language));
  signal?.throwIfAborted();
  const text = printMarkdown({ ...tree, children: [...tree.children, ...notes] });
  onProgress?.(1);
  return { text: new TextEncoder().encode(text), images: [...paths.values()] };
}

function footnoteOf({ author, at, text }: DocumentComment, number: string, language: string): Flow {
  const lines = text
    .split('\n')
    .flatMap((line, index) => [
      ...(index > 0 ? [{ type: 'break' as const }] : []),
      { type: 'text' as const, value: index > 0 ? line : ` ${line}` },
    ]);
  const head = { type: 'strong' as const, children: [{ type: 'text' as const, value: author }] };
  const when = { type: 'text' as const, value: ` (${formatMoment(at, language)}):` };
  return {
    type: 'footnoteDefinition',
    identifier: number,
    label: number,
    children: [{ type: 'paragraph', children: [head, when, ...lines] }],
  };
}

export function* photosIn(blocks: readonly Block[]): Generator<Attachment> {
  for (const block of blocks) {
    if (block.kind === 'image') yield block.photo;
    else if (block.kind === 'quote') yield* photosIn(block.blocks);
    else if (block.kind === 'list' || block.kind === 'check-list') {
      for (const item of block.items) yield* photosIn(item.blocks);
    } else if (block.kind === 'table') {
      for (const { cells } of block.rows) for (const cell of cells) yield* photosIn(cell.blocks);
    }
  }
}
