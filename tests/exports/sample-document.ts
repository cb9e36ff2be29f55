/** One document with everything the model has, in the words of the product's first users. */
import type { Attachment } from '#domain/attachments/attachment.ts';
import type { Block, Inline, RichDocument } from '#domain/documents/document.ts';

const ANA = '0196f3a0-0000-7000-8000-00000000000a';

export const SENTENCE = 'Pão, coração, ações e R$ 1.234,56 — “tudo certo”, às 7h½.';
export const PHOTO: Attachment = {
  blobId: '0196f3a0-0000-7000-8000-0000000000f0',
  mime: 'image/jpeg',
  bytes: 700,
  width: 64,
  height: 48,
};

export const text = (
  words: string,
  style: Omit<Extract<Inline, { kind: 'text' }>, 'kind' | 'text'> = {},
): Inline => ({
  kind: 'text',
  text: words,
  ...style,
});
export const paragraph = (...inlines: (Inline | string)[]): Block => ({
  kind: 'paragraph',
  inlines: inlines.map((inline) => (typeof inline === 'string' ? text(inline) : inline)),
});
const cell = (words: string, rest: { header?: boolean; columns?: number; rows?: number } = {}) => ({
  header: false,
  ...rest,
  blocks: [paragraph(words)],
});

export const SAMPLE: RichDocument = {
  title: 'Viagem & churrasco <2026>',
  comments: [
    { id: 'c1', author: 'Beto', at: Date.UTC(2026, 10, 20, 12), text: 'Quem leva o gelo?' },
    { id: 'c2', author: 'Ção', at: Date.UTC(2026, 10, 21, 12), text: 'Eu levo.' },
  ],
  blocks: [
    paragraph(SENTENCE),
    { kind: 'heading', level: 1, inlines: [text('Roteiro')] },
    paragraph(
      text('negrito', { bold: true }),
      ', ',
      text('itálico', { italic: true }),
      ', ',
      text('os dois', { bold: true, italic: true }),
      ', ',
      text('sublinhado', { underline: true }),
      ', ',
      text('riscado', { strike: true }),
      ' e ',
      text('código', { code: true }),
      '.',
    ),
    paragraph('Um ', text('elo vivo', { link: 'https://example.org/caminho?a=1&b=2' }), ', e ', {
      kind: 'mention',
      memberId: ANA,
      name: 'Ana',
    }),
    paragraph('Linha um', { kind: 'break' }, 'linha dois'),
    paragraph('Comentado ', text('aqui', { commentIds: ['c1', 'c2'] }), ' e não ali.'),
    paragraph('Festa 🎉 em família 👨‍👩‍👧, Łódź e 日本.'),
    { kind: 'heading', level: 2, inlines: [text('Listas')] },
    {
      kind: 'list',
      ordered: false,
      items: [
        {
          blocks: [
            paragraph('carvão'),
            { kind: 'list', ordered: false, items: [{ blocks: [paragraph('o grosso')] }] },
          ],
        },
        { blocks: [paragraph('gelo')] },
      ],
    },
    {
      kind: 'list',
      ordered: true,
      start: 3,
      items: [{ blocks: [paragraph('terceiro')] }, { blocks: [paragraph('quarto')] }],
    },
    {
      kind: 'check-list',
      items: [
        { checked: true, blocks: [paragraph('reservar a casa')] },
        {
          checked: false,
          assignee: { memberId: ANA, name: 'Ana' },
          due: '2026-12-01',
          blocks: [paragraph('comprar protetor')],
        },
      ],
    },
    { kind: 'quote', blocks: [paragraph('Quem avisa, amigo é.'), paragraph('E paga a conta.')] },
    { kind: 'code', language: 'ts', text: 'const pão = 1;\n  if (pão) {\n    comer();\n  }' },
    { kind: 'heading', level: 3, inlines: [text('Tabela')] },
    {
      kind: 'table',
      rows: [
        {
          cells: [
            cell('Quem', { header: true }),
            cell('Quanto', { header: true }),
            cell('Dia', { header: true }),
          ],
        },
        { cells: [cell('Ana', { rows: 2 }), cell('R$ 10,00'), cell('sexta')] },
        { cells: [cell('R$ 20,00'), cell('sábado')] },
        { cells: [cell('Os dois juntos', { columns: 2 }), cell('domingo')] },
      ],
    },
    { kind: 'divider' },
    { kind: 'image', photo: PHOTO, alt: 'A casa da praia' },
    {
      kind: 'image',
      photo: { ...PHOTO, blobId: '0196f3a0-0000-7000-8000-0000000000f1' },
      alt: 'A que falta',
    },
  ],
};
