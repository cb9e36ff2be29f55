/**
 * A document as far as Markdown holds it. What is written is this form, and reading it again gives this form:
 *
 *   empty paragraphs, breaks at an end   no line of their own: gone
 *   mentions                             their name, `@Ana`; a reader that knows the people makes mentions of them again
 *   cells                                lines of text: blocks in them lie flat; a cell that spans is one, the places it covers are empty
 *   header cells                         a first row of nothing else; others count as plain
 *   comments                             footnotes (write-markdown.ts)
 */
import type { Block, Inline, RichDocument, Table, TableCell } from '#domain/documents/document.ts';
import { normalDocument } from '#domain/documents/normal-document.ts';
import { plainBlocks } from '#domain/documents/plain-text.ts';
import { gridOf } from '../table-grid.ts';

export function markdownForm(document: RichDocument): RichDocument {
  const normal = normalDocument(document);
  return normalDocument({ ...normal, blocks: formOf(normal.blocks) });
}

function formOf(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block): Block[] => {
    switch (block.kind) {
      case 'paragraph': {
        const inlines = inlinesOf(block.inlines);
        return inlines.length === 0 ? [] : [{ kind: 'paragraph', inlines }];
      }
      case 'heading':
        return [{ ...block, inlines: inlinesOf(block.inlines) }];
      case 'list':
        return [{ ...block, items: block.items.map((item) => ({ ...item, blocks: itemForm(item.blocks) })) }];
      case 'check-list':
        return [{ ...block, items: block.items.map((item) => ({ ...item, blocks: itemForm(item.blocks) })) }];
      case 'quote': {
        const inside = formOf(block.blocks);
        return inside.length === 0 ? [] : [{ kind: 'quote', blocks: inside }];
      }
      case 'table':
        return [tableForm(block)];
      default:
        return [block];
    }
  });
}

/** The first paragraph stands also when it is empty: behind it comes what lies in the item. */
function itemForm([first, ...rest]: readonly Block[]): Block[] {
  const head: Block = {
    kind: 'paragraph',
    inlines: first?.kind === 'paragraph' ? inlinesOf(first.inlines) : [],
  };
  const behind = formOf(rest);
  // An item whose first line is empty begins with what comes next, and that may be a paragraph.
  return head.inlines.length === 0 && behind[0]?.kind === 'paragraph' ? behind : [head, ...behind];
}

function inlinesOf(inlines: readonly Inline[]): Inline[] {
  const form = inlines.map((inline): Inline => {
    return inline.kind === 'mention' ? { kind: 'text', text: `@${inline.name}` } : inline;
  });
  while (form.at(-1)?.kind === 'break') form.pop();
  return form;
}

function tableForm(table: Table): Table {
  const { rows: grid, columns } = gridOf(table);
  const lines = grid.map((places) =>
    Array.from({ length: columns }, (_, column) => {
      const place = places[column];
      return place?.isOrigin ? cellInlines(place.cell) : [];
    }),
  );
  const heads = table.rows[0]?.cells ?? [];
  // A head without a word would be read as none.
  const isHeaded =
    heads.every(({ header }) => header) && lines[0]?.some((inlines) => inlines.length > 0) === true;
  return {
    kind: 'table',
    rows: lines.map((cells, at) => ({
      cells: cells.map((inlines): TableCell => {
        return { header: isHeaded && at === 0, blocks: [{ kind: 'paragraph', inlines }] };
      }),
    })),
  };
}

function cellInlines({ blocks }: TableCell): Inline[] {
  const lines = blocks.map((block): readonly Inline[] => {
    if (block.kind === 'paragraph' || block.kind === 'heading') return block.inlines;
    const text = plainBlocks([block]).trim();
    return text === '' ? [] : [{ kind: 'text', text }];
  });
  const joined = lines
    .filter((line) => line.length > 0)
    .flatMap((line, at): Inline[] => (at === 0 ? [...line] : [{ kind: 'break' }, ...line]));
  const [whole] = normalDocument({ title: '', blocks: [{ kind: 'paragraph', inlines: joined }] }).blocks;
  return whole?.kind === 'paragraph' ? inlinesOf(whole.inlines) : [];
}
