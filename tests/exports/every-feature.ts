/** One document with everything the model has; each thing beside a word that stands nowhere else. */
import type { Block, Inline, RichDocument, TextInline } from '#domain/documents/document.ts';

const marked = (text: string, marks: Partial<TextInline> = {}): Inline => ({ kind: 'text', text, ...marks });
const line = (...inlines: Inline[]): Block => ({ kind: 'paragraph', inlines });
const words = (text: string): Block => line(marked(text));
const cell = (text: string, more: { header?: boolean; columns?: number; rows?: number } = {}) => ({
  header: false,
  ...more,
  blocks: [words(text)],
});

const PHOTO = {
  blobId: 'CCCCCCCCCCCCCCCCCCCCCA',
  mime: 'image/jpeg',
  bytes: 900,
  width: 48,
  height: 36,
} as const;

export const EVERY_FEATURE: RichDocument = {
  title: 'Tudotudo',
  comments: [{ id: 'c', author: 'Zenóbio', at: Date.UTC(2026, 10, 22, 15, 0), text: 'Comentadamente' }],
  blocks: [
    { kind: 'heading', level: 2, inlines: [marked('Cabeçalho')] },
    line(
      marked('antes '),
      marked('negritado', { bold: true }),
      marked(' '),
      marked('italicado', { italic: true }),
      marked(' '),
      marked('sublinhado', { underline: true }),
      marked(' '),
      marked('riscado', { strike: true }),
      marked(' '),
      marked('codificado', { code: true }),
      marked(' '),
      marked('enlaçado', { link: 'https://exemplo.com/um?a=1&b=2' }),
    ),
    line(marked('primeiralinha'), { kind: 'break' }, marked('segundalinha')),
    line(marked('chama '), { kind: 'mention', memberId: 'AAAAAAAAAAAAAAAAAAAAAA', name: 'Mencionada' }),
    line(marked('trecho '), marked('comentado', { commentIds: ['c'] })),
    words('São João: ação, à toa, R$ 1.234,56'),
    words('Festa 🎉 fim'),
    words('שלום עולם'),
    {
      kind: 'list',
      ordered: false,
      items: [
        {
          blocks: [
            words('marcador'),
            { kind: 'list', ordered: false, items: [{ blocks: [words('aninhado')] }] },
          ],
        },
      ],
    },
    { kind: 'list', ordered: true, start: 7, items: [{ blocks: [words('numerado')] }] },
    {
      kind: 'check-list',
      items: [
        { checked: true, blocks: [words('feito')] },
        {
          checked: false,
          assignee: { memberId: 'AAAAAAAAAAAAAAAAAAAAAA', name: 'Encarregada' },
          due: '2026-12-01',
          blocks: [words('pendente')],
        },
      ],
    },
    { kind: 'quote', blocks: [words('citado')] },
    { kind: 'code', language: 'ts', text: 'const  a = 1;\n  fim();' },
    { kind: 'divider' },
    {
      kind: 'table',
      rows: [
        { cells: [cell('titular', { header: true }), cell('outra', { header: true })] },
        { cells: [cell('larga', { columns: 2 })] },
        { cells: [cell('alta', { rows: 2 }), cell('direita')] },
        { cells: [cell('embaixo')] },
      ],
    },
    { kind: 'image', photo: PHOTO, alt: 'descrita' },
  ],
};
