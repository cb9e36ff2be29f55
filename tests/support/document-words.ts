/** What a writer says by itself, for tests. */
import type { DocumentWords } from '#client/documents/writer.ts';

export const PORTUGUESE: DocumentWords = {
  language: 'pt-BR',
  comments: 'Comentários',
  missingImage: 'Foto que não está neste aparelho',
};
