/**
 * Word → document, by mammoth: its tree of the file is read, never HTML. Word, LibreOffice and Google write such files; so does
 * write-docx.ts, whose own styles are known.
 *
 * What has no place in a plan is counted in `leftOut`, to be said to the person: comments, notes at the foot, pictures nobody keeps.
 */
import mammoth from 'mammoth';
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Block, RichDocument } from '#domain/documents/document.ts';
import { normalDocument } from '#domain/documents/normal-document.ts';
import { plainInlines } from '#domain/documents/plain-text.ts';
import { openParts } from './open-parts.ts';
import { blocksOf, type WordNode } from './word-blocks.ts';

export interface LeftOut {
  readonly pictures: number;
  readonly comments: number;
  readonly notes: number;
}

export interface ReadDocument extends RichDocument {
  readonly leftOut: LeftOut;
}

export interface ReadDocxOptions {
  /** Makes a photo of a picture; undefined: it is read as its description. */
  readonly keepPicture?: (picture: {
    bytes: Uint8Array<ArrayBuffer>;
    mime: string;
  }) => Promise<Attachment | undefined>;
}

/** Undefined: no Word file. Throws `TooLargeError`, or whatever a damaged file ends in. */
export async function readDocx(
  bytes: Uint8Array<ArrayBuffer>,
  { keepPicture }: ReadDocxOptions = {},
): Promise<ReadDocument | undefined> {
  const parts = openParts(bytes);
  if (!parts) return undefined;
  const root = await treeOf(parts);
  const pictures = await keepAll(root, keepPicture);
  const counted = { pictures: 0, comments: 0, notes: 0 };
  const blocks = blocksOf(root.children ?? [], { pictures, leftOut: counted });
  const [title, rest] = splitTitle(blocks);
  return { ...normalDocument({ title, blocks: rest }), leftOut: counted };
}

/** mammoth hands its tree to whoever would change it; what it makes of it then is not needed. */
async function treeOf(parts: Uint8Array): Promise<WordNode> {
  let tree: WordNode = { type: 'document', children: [] };
  const copy = parts.slice();
  const input = { arrayBuffer: copy.buffer, buffer: copy as Buffer };
  await mammoth.convertToHtml(input, {
    transformDocument: (document: WordNode) => {
      tree = document;
      return { ...document, children: [] };
    },
  });
  return tree;
}

async function keepAll(
  root: WordNode,
  keepPicture: ReadDocxOptions['keepPicture'],
): Promise<ReadonlyMap<WordNode, Attachment>> {
  const kept = new Map<WordNode, Attachment>();
  if (!keepPicture) return kept;
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    waiting.push(...(node.children ?? []));
    if (node.type !== 'image' || !node.readAsArrayBuffer) continue;
    const bytes = new Uint8Array(await node.readAsArrayBuffer());
    const photo = await keepPicture({ bytes, mime: node.contentType ?? '' });
    if (photo) kept.set(node, photo);
  }
  return kept;
}

/** Word's own title, in front. */
function splitTitle(
  blocks: readonly (Block | { readonly kind: 'title'; readonly block: Block })[],
): [string, Block[]] {
  const plain = blocks.map((block) => (block.kind === 'title' ? block.block : block));
  const first = blocks[0];
  if (first?.kind !== 'title' || first.block.kind !== 'heading') return ['', plain];
  return [plainInlines(first.block.inlines), plain.slice(1)];
}
