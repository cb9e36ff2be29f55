/** What writers and the report of a group say by themselves, for tests. */
import type { DocumentWords } from '#client/documents/writer.ts';

export const PORTUGUESE: DocumentWords = {
  language: 'pt-BR',
  comments: 'Comentários',
  missingImage: 'Foto que não está neste aparelho',
};

export const REPORT_HEADS = {
  category: 'Categoria',
  amount: 'Valor',
  person: 'Pessoa',
  paid: 'Pagou',
  share: 'Parte',
  balances: 'Quem deve a quem',
  even: 'Todo mundo está quite.',
  expenses: 'Despesas',
  day: 'Dia',
  what: 'O quê',
  whoPaid: 'Quem pagou',
} as const;
