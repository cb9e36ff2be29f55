/** Pieces of documents, for tests. */
import type { Block } from '#domain/documents/document.ts';

export const paragraph = (text: string): Block => ({
  kind: 'paragraph',
  inlines: [{ kind: 'text', text }],
});

export const PHOTO = {
  blobId: 'CCCCCCCCCCCCCCCCCCCCCA',
  mime: 'image/webp',
  bytes: 9,
  width: 4,
  height: 3,
} as const;
