/**
 * Which line of a plan's text is shown with it: the one in which most of the words begin that were asked for. PostgreSQL says that they
 * stand in the plan; where, would cost it the whole text again. Inflections are met by the beginning they share.
 */
import { foldWord } from '#domain/expenses/reader/fold-word.ts';
import { SEARCH_LINE_MAX_CHARACTERS } from '#protocol/search.ts';

export interface FoundLine {
  /** From 0; null: none of the words stands in the text. */
  readonly block: number | null;
  readonly line: string;
}

/** Letters of an ending: -ções, -ando. */
const ENDING_MAX = 4;
const ROOT_MIN = 3;
/** Shown before the first word that was asked for. */
const LEAD_CHARACTERS = 80;

/** `said`: a line a block. */
export function findLine(said: string, asked: readonly string[]): FoundLine {
  const roots = asked.map((word) => {
    const folded = foldWord(word);
    return folded.slice(0, Math.max(ROOT_MIN, folded.length - ENDING_MAX));
  });
  let best = { count: 0, block: -1, line: '', at: 0 };
  for (const [block, line] of said.split('\n').entries()) {
    const places = roots.flatMap((root) => placeOf(foldWord(line), root) ?? []);
    if (places.length > best.count) best = { count: places.length, block, line, at: Math.min(...places) };
  }
  return best.count === 0 ? { block: null, line: '' } : { block: best.block, line: cutAround(best) };
}

/** Where a word begins with it. */
function placeOf(line: string, root: string): number | undefined {
  for (let at = line.indexOf(root); at !== -1; at = line.indexOf(root, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(line.charAt(at - 1))) return at;
  }
  return undefined;
}

/** Folding may have moved the place by some letters: the lead is longer than that. */
function cutAround({ line, at }: { readonly line: string; readonly at: number }): string {
  const from = at <= LEAD_CHARACTERS ? 0 : line.indexOf(' ', at - LEAD_CHARACTERS) + 1;
  return line.slice(from, from + SEARCH_LINE_MAX_CHARACTERS).toWellFormed();
}
