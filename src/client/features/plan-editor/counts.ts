/** How much is written, and what its headings are. Counted when somebody looks, not at each keystroke. */
import type { Node } from '@tiptap/pm/model';

export interface Counts {
  readonly words: number;
  /** As people count them: "ã" and "👩‍👩‍👧" are one each. */
  readonly characters: number;
}

export function countText(doc: Node, language: string): Counts {
  let words = 0;
  let characters = 0;
  const wordsOf = segmenter(language, 'word');
  const charactersOf = segmenter(language, 'grapheme');
  doc.descendants((block) => {
    if (!block.isTextblock) return true;
    const text = block.textBetween(0, block.content.size, undefined, nameOf);
    if (wordsOf) for (const { isWordLike } of wordsOf.segment(text)) words += isWordLike ? 1 : 0;
    else words += text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    if (charactersOf) for (const _ of charactersOf.segment(text)) characters++;
    else characters += [...text].length;
    return false;
  });
  return { words, characters };
}

/** A mention counts as the name it shows. */
const nameOf = (node: Node): string => (node.type.name === 'mention' ? String(node.attrs.label ?? '') : ' ');

/** Firefox has one only since 125. */
function segmenter(language: string, granularity: 'word' | 'grapheme'): Intl.Segmenter | undefined {
  return typeof Intl.Segmenter === 'function' ? new Intl.Segmenter(language, { granularity }) : undefined;
}

export interface OutlineEntry {
  readonly level: number;
  readonly text: string;
  readonly pos: number;
}

export function listHeadings(doc: Node): OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  doc.descendants((node, pos) => {
    if (node.type.name === 'heading') {
      const text = node.textBetween(0, node.content.size, undefined, nameOf).trim();
      if (text !== '') entries.push({ level: Number(node.attrs.level), text, pos });
    }
    return !node.isTextblock;
  });
  return entries;
}
