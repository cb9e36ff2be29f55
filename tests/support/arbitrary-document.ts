/** Documents of every shape, for the writers' properties: nested lists, spans, every mark, the characters that hurt. */
import fc from 'fast-check';
import type {
  Block,
  CheckItem,
  Inline,
  ListItem,
  RichDocument,
  TableCell,
  TextInline,
} from '#domain/documents/document.ts';
import { formatId } from '#domain/ids.ts';

/** What people here type, and what breaks formats: Markdown's and XML's signs, RTL, marks that combine, joined emoji. */
export const HARD_TEXTS = [
  'São João não é só pão: ação, coração, às 7 h; custou R$ 1.234,56',
  'a\u0303o\u0303c\u0327 e\u0301',
  '👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇧🇷 1️⃣',
  'שלום עולם 123 مرحبا',
  '* _ ~ ` # + - . ! [ ] ( ) < > | \\ & &amp; ~~x~~ **y** __z__ ``q``',
  '<script>alert(1)</script> </w:t> ]]> "aspas" \'simples\'',
  '1. isto não é lista',
  '- [ ] nem isto',
  '# nem título',
  '> nem citação',
  '| a | b |',
  '    recuo',
  'www.exemplo.com.br e http://exemplo.com/a_b*c?d=1&e=2',
  '[^1] [texto](url) ![alt](src) :emoji: @Ana #tag',
  '\u00a0não separa\u00a0',
  'linha\tcom tab',
  '{\\rtf1 \\par}',
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HARD_TEXTS) },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 2, arbitrary: fc.lorem({ maxCount: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(formatId);
const name = fc.constantFrom('Ana', 'João da Silva', 'Zé (primo)', 'M_a_r_i*a*', '李', 'Conceição');
const flag = fc.option(fc.constant(true as const), { nil: undefined, freq: 4 });
const link = fc.option(
  fc.constantFrom(
    'https://racha.app/',
    'https://exemplo.com/a(b)c?x=1&y=<2',
    'https://exemplo.com/um_dois*tres?x=1&y=2',
    'mailto:ana@exemplo.com',
    'tel:+5511999999999',
    'javascript:alert(1)',
  ),
  { nil: undefined, freq: 6 },
);

const given = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;

const textInline = fc
  .record({
    kind: fc.constant('text' as const),
    text,
    bold: flag,
    italic: flag,
    underline: flag,
    strike: flag,
    code: flag,
    link,
  })
  .map((inline) => given(inline) as TextInline);

export const arbitraryInlines: fc.Arbitrary<Inline[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: textInline },
    { weight: 1, arbitrary: fc.constant<Inline>({ kind: 'break' }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('mention' as const), memberId: id, name }),
    },
  ),
  { maxLength: 5 },
);

const paragraph = arbitraryInlines.map((inlines): Block => ({ kind: 'paragraph', inlines }));
const heading = fc.record({
  kind: fc.constant('heading' as const),
  level: fc.constantFrom(1 as const, 2 as const, 3 as const),
  inlines: arbitraryInlines,
});
const code = fc
  .record({
    kind: fc.constant('code' as const),
    language: fc.option(fc.constantFrom('ts', 'sql', 'c++'), { nil: undefined }),
    text: fc.array(text, { maxLength: 3 }).map((lines) => lines.join('\n')),
  })
  .map((block) => given(block) as Block);
const image = fc.record({
  kind: fc.constant('image' as const),
  photo: fc.record({
    blobId: id,
    mime: fc.constantFrom('image/jpeg' as const, 'image/webp' as const),
    bytes: fc.constant(12_345),
    width: fc.integer({ min: 1, max: 4_000 }),
    height: fc.integer({ min: 1, max: 4_000 }),
  }),
  alt: text,
});

const { blocks } = fc.letrec<{
  blocks: Block[];
  item: ListItem;
  task: CheckItem;
  cell: TableCell;
  block: Block;
}>((tie) => {
  const inside = tie('blocks');
  const first = fc.tuple(paragraph, fc.oneof({ weight: 3, arbitrary: fc.constant<Block[]>([]) }, inside));
  return {
    item: first.map(([head, rest]) => ({ blocks: [head, ...rest] })),
    task: fc
      .record({
        checked: fc.boolean(),
        assignee: fc.option(fc.record({ memberId: id, name }), { nil: undefined }),
        due: fc.option(fc.constantFrom('2026-11-22', '2027-02-28'), { nil: undefined }),
        blocks: first.map(([head, rest]) => [head, ...rest]),
      })
      .map((item) => given(item) as CheckItem),
    cell: fc
      .record({
        header: fc.boolean(),
        columns: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 3 }),
        rows: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 3 }),
        blocks: fc.oneof({ weight: 4, arbitrary: paragraph.map((one) => [one]) }, inside),
      })
      .map((cell) => given(cell) as TableCell),
    block: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: paragraph },
      { weight: 2, arbitrary: heading },
      { weight: 1, arbitrary: code },
      { weight: 1, arbitrary: image },
      { weight: 1, arbitrary: fc.constant<Block>({ kind: 'divider' }) },
      {
        weight: 3,
        arbitrary: fc
          .record({
            kind: fc.constant('list' as const),
            ordered: fc.boolean(),
            start: fc.option(fc.integer({ min: 0, max: 99 }), { nil: undefined, freq: 3 }),
            items: fc.array(tie('item'), { maxLength: 4 }),
          })
          .map((list) => given(list) as Block),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('check-list' as const),
          items: fc.array(tie('task'), { maxLength: 4 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('quote' as const), blocks: inside }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('table' as const),
          rows: fc.array(fc.record({ cells: fc.array(tie('cell'), { maxLength: 3 }) }), { maxLength: 4 }),
        }),
      },
    ),
    blocks: fc.array(tie('block'), { maxLength: 5, depthIdentifier: 'blocks' }),
  };
});

/** Not in normal form: `normalDocument` is part of what is tested. Without comments. */
export const arbitraryDocument: fc.Arbitrary<RichDocument> = fc.record({
  title: text,
  blocks: fc
    .array(
      blocks.map((all) => all),
      { maxLength: 4 },
    )
    .map((all) => all.flat()),
});
