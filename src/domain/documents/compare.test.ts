import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComparedLine, compareDocuments, compareWords, countChanged } from './compare.ts';
import { diffSequences } from './diff-sequences.ts';
import type { Block, CheckItem, Inline } from './document.ts';
import { linesOf } from './document-lines.ts';

const text = (words: string): Inline => ({ kind: 'text', text: words });
const paragraph = (words: string): Block => ({ kind: 'paragraph', inlines: [text(words)] });
const document = (...blocks: readonly Block[]) => ({ blocks });
const checkList = (...items: readonly (readonly [string, boolean])[]): Block => ({
  kind: 'check-list',
  items: items.map(([words, checked]): CheckItem => ({ checked, blocks: [paragraph(words)] })),
});

describe('diffSequences', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });

  it('tells both sequences whole and in order', () => {
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        const steps = diffSequences(a, b);
        expect(steps.flatMap((step) => (step.what === 'added' ? [] : [step.a]))).toEqual([...a.keys()]);
        expect(steps.flatMap((step) => (step.what === 'removed' ? [] : [step.b]))).toEqual([...b.keys()]);
        for (const step of steps) if (step.what === 'same') expect(a[step.a]).toBe(b[step.b]);
      }),
    );
  });

  it('keeps as much as the longest common part', () => {
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        const kept = diffSequences(a, b).filter(({ what }) => what === 'same').length;
        expect(kept).toBe(longestCommon(a, b));
      }),
    );
  });

  it('says what went before what came in its place', () => {
    expect(diffSequences(['a', 'x', 'y', 'b'], ['a', 'p', 'q', 'b']).map(({ what }) => what)).toEqual([
      'same',
      'removed',
      'removed',
      'added',
      'added',
      'same',
    ]);
  });

  it('ends soon where nothing is the same, however long', () => {
    const a = Array.from({ length: 20_000 }, (_, i) => `a${i}`);
    const b = Array.from({ length: 20_000 }, (_, i) => `b${i}`);
    expect(diffSequences(['x', ...a, 'y'], ['x', ...b, 'y'])).toHaveLength(40_002);
  });
});

describe('compareWords', () => {
  it('puts both texts together again, byte for byte', () => {
    const phrase = fc.array(
      fc.oneof(
        fc.constantFrom('pão', ' ', 'R$ 1.234,56', '🇧🇷', '👩‍👩‍👧', '\n', 'd’água', ','),
        fc.string({ unit: 'binary' }),
      ),
    );
    fc.assert(
      fc.property(phrase, phrase, (a, b) => {
        const [before, after] = [a.join(''), b.join('')];
        const runs = compareWords(before, after);
        const join = (hidden: string): string =>
          runs.flatMap((run) => (run.what === hidden ? [] : [run.text])).join('');
        expect(join('added')).toBe(before);
        expect(join('removed')).toBe(after);
      }),
    );
  });

  it('marks words, not letters, and takes words replaced in a row together', () => {
    expect(compareWords('Levar dois pães de alho', 'Levar três bolos de alho')).toEqual([
      { what: 'same', text: 'Levar ' },
      { what: 'removed', text: 'dois pães' },
      { what: 'added', text: 'três bolos' },
      { what: 'same', text: ' de alho' },
    ]);
    expect(compareWords('custa R$ 1.234,56', 'custa R$ 1.234,65')).toEqual([
      { what: 'same', text: 'custa R$ ' },
      { what: 'removed', text: '1.234,56' },
      { what: 'added', text: '1.234,65' },
    ]);
  });
});

describe('compareDocuments', () => {
  it('is all the same for one document', () => {
    const one = document(paragraph('Oi'), checkList(['gelo', false], ['carvão', true]), { kind: 'divider' });
    expect(countChanged(compareDocuments(one, one))).toBe(0);
  });

  it('holds every line of both', () => {
    const line = fc.constantFrom(
      'gelo',
      'carvão 5 kg',
      'pão de alho',
      'pão francês',
      'Levar a caixa térmica da Ana',
      '',
    );
    const blocks = fc.array(
      fc.oneof(
        line.map(paragraph),
        fc.array(fc.tuple(line, fc.boolean()), { maxLength: 4 }).map((items) => checkList(...items)),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(blocks, blocks, (a, b) => {
        const compared = compareDocuments({ blocks: a }, { blocks: b });
        expect(textsOf(compared, 'before')).toEqual(linesOf({ blocks: a }).map((one) => one.text));
        expect(textsOf(compared, 'after')).toEqual(linesOf({ blocks: b }).map((one) => one.text));
      }),
    );
  });

  it('shows a paragraph somebody went over as one that changed, and a new one as new', () => {
    const compared = compareDocuments(
      document(paragraph('Saímos sexta às 18 h da casa da Ana.'), paragraph('Voltamos domingo.')),
      document(
        paragraph('Saímos sexta às 19 h da casa do Rui.'),
        paragraph('Quem leva a chave?'),
        paragraph('Voltamos domingo.'),
      ),
    );
    expect(compared.map(({ what }) => what)).toEqual(['changed', 'added', 'same']);
  });

  it('tells an item that was ticked, a word made bold and a list that began to be numbered', () => {
    const [ticked] = compareDocuments(
      document(checkList(['gelo', false])),
      document(checkList(['gelo', true])),
    );
    expect(ticked).toMatchObject({ what: 'changed', after: { sort: { checked: true } } });
    const bold: Block = { kind: 'paragraph', inlines: [{ kind: 'text', text: 'Oi', bold: true }] };
    expect(compareDocuments(document(paragraph('Oi')), document(bold))).toMatchObject([
      { what: 'changed', runs: [{ what: 'same', text: 'Oi' }] },
    ]);
    const list = (ordered: boolean): Block => ({
      kind: 'list',
      ordered,
      items: [{ blocks: [paragraph('a')] }],
    });
    expect(countChanged(compareDocuments(document(list(false)), document(list(true))))).toBe(1);
  });

  it('does not call items changed whose number moved on', () => {
    const list = (...items: readonly string[]): Block => ({
      kind: 'list',
      ordered: true,
      items: items.map((words) => ({ blocks: [paragraph(words)] })),
    });
    const compared = compareDocuments(document(list('b', 'c')), document(list('a', 'b', 'c')));
    expect(compared.map(({ what }) => what)).toEqual(['added', 'same', 'same']);
    expect(compared[2]).toMatchObject({ line: { sort: { number: 3 } } });
  });

  it('compares rows of a table and what stands below an item', () => {
    const cell = (words: string) => ({ header: false, blocks: [paragraph(words)] });
    const table = (price: string): Block => ({
      kind: 'table',
      rows: [{ cells: [cell('Gelo'), cell(price)] }],
    });
    const [row] = compareDocuments(document(table('R$ 12')), document(table('R$ 15')));
    expect(row).toMatchObject({ what: 'changed', after: { text: 'Gelo | R$ 15' } });
    const nested: Block = {
      kind: 'list',
      ordered: false,
      items: [{ blocks: [paragraph('Bebidas'), checkList(['água', false])] }],
    };
    expect(linesOf(document(nested)).map(({ text: words, depth }) => [words, depth])).toEqual([
      ['Bebidas', 0],
      ['água', 1],
    ]);
  });
});

function textsOf(compared: readonly ComparedLine[], side: 'before' | 'after'): readonly string[] {
  return compared.flatMap((one) => {
    if (one.what === 'changed') return [one[side].text];
    return one.what === (side === 'before' ? 'added' : 'removed') ? [] : [one.line.text];
  });
}

/** The textbook's way, cell by cell. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0);
  for (const x of a) {
    let corner = 0;
    let left = 0;
    row = row.map((above, j) => {
      left = b[j] === x ? corner + 1 : Math.max(above, left);
      corner = above;
      return left;
    });
  }
  return row.at(-1) ?? 0;
}
