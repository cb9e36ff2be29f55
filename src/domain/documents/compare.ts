/**
 * What differs between two versions of a text, as one reads it: line by line, and in a line that changed, word by word.
 *
 *   lines ──same, removed, added──→ between two that are the same ──alike enough──→ changed, with its words
 *
 * Nothing is left out: the lines that are same, changed or removed are those of the older version, in order; those that are
 * same, changed or added are the newer one's.
 */
import { must } from '../assert.ts';
import { diffSequences, type Step } from './diff-sequences.ts';
import type { RichDocument } from './document.ts';
import { type DocumentLine, type LineSort, linesOf } from './document-lines.ts';

export interface Run {
  readonly what: 'same' | 'removed' | 'added';
  readonly text: string;
}

export type ComparedLine =
  | { readonly what: 'same' | 'removed' | 'added'; readonly line: DocumentLine }
  /** `runs` are all the same where only what the line is, or how it looks, changed. */
  | {
      readonly what: 'changed';
      readonly before: DocumentLine;
      readonly after: DocumentLine;
      readonly runs: readonly Run[];
    };

type Text = Pick<RichDocument, 'blocks'>;

export function compareDocuments(before: Text, after: Text): readonly ComparedLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  const compared: ComparedLine[] = [];
  let removed: DocumentLine[] = [];
  let added: DocumentLine[] = [];
  const closeGap = (): void => {
    compared.push(...pairUp(removed, added));
    removed = [];
    added = [];
  };
  for (const step of diffSequences(a.map(keyOf), b.map(keyOf))) {
    if (step.what === 'same') {
      closeGap();
      // Of two that are the same, the newer one: a number may have moved on.
      compared.push({ what: 'same', line: at(b, step.b) });
    } else if (step.what === 'removed') removed.push(at(a, step.a));
    else added.push(at(b, step.b));
  }
  closeGap();
  return compared;
}

/** Words of `before` and `after`, what is between them too, with what has to go and to come. */
export function compareWords(before: string, after: string): readonly Run[] {
  const a = wordsOf(before);
  const b = wordsOf(after);
  return joinRuns(diffSequences(a, b).map((step) => runOf(step, a, b)));
}

/** How many lines are not as they were. */
export function countChanged(compared: readonly ComparedLine[]): number {
  return compared.filter(({ what }) => what !== 'same').length;
}

const keyOf = ({ sort, depth, isQuoted, text, style }: DocumentLine): string =>
  JSON.stringify([isQuoted, depth, withoutNumber(sort), style, text]);

/** An item put in above changes all numbers below it, and nobody wrote those. */
const withoutNumber = (sort: LineSort): unknown => (sort.kind === 'number' ? 'number' : sort);

/** Below this share of common words, two lines are two lines. */
const ALIKE_MIN = 0.4;
/** A gap with more pairs than this to weigh is shown as it is: all that went, then all that came. */
const PAIRS_MAX = 2_500;

/** Those most alike, in order, as changed; the others as removed and added where they stood. */
function pairUp(removed: readonly DocumentLine[], added: readonly DocumentLine[]): readonly ComparedLine[] {
  const gone = (line: DocumentLine): ComparedLine => ({ what: 'removed', line });
  const come = (line: DocumentLine): ComparedLine => ({ what: 'added', line });
  if (removed.length * added.length > PAIRS_MAX) return [...removed.map(gone), ...added.map(come)];
  const compared: ComparedLine[] = [];
  let i = 0;
  let j = 0;
  for (const [before, after] of choosePairs(removed, added)) {
    compared.push(...removed.slice(i, before).map(gone), ...added.slice(j, after).map(come));
    compared.push(changed(at(removed, before), at(added, after)));
    i = before + 1;
    j = after + 1;
  }
  return [...compared, ...removed.slice(i).map(gone), ...added.slice(j).map(come)];
}

function changed(before: DocumentLine, after: DocumentLine): ComparedLine {
  return { what: 'changed', before, after, runs: compareWords(before.text, after.text) };
}

/** The pairs, in order on both sides, that are most alike taken together. */
function choosePairs(
  removed: readonly DocumentLine[],
  added: readonly DocumentLine[],
): readonly (readonly [number, number])[] {
  const beforeWords = removed.map(({ text }) => countWords(text));
  const afterWords = added.map(({ text }) => countWords(text));
  const worth = (i: number, j: number): number => {
    const share = likeness(at(removed, i), at(added, j), at(beforeWords, i), at(afterWords, j));
    return share < ALIKE_MIN ? 0 : share;
  };
  // best[i][j]: of what stands from there on.
  const best = Array.from({ length: removed.length + 1 }, () => new Float64Array(added.length + 1));
  const bestAt = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = removed.length - 1; i >= 0; i--) {
    for (let j = added.length - 1; j >= 0; j--) {
      const own = worth(i, j);
      const row = at(best, i);
      row[j] = Math.max(bestAt(i + 1, j), bestAt(i, j + 1), own > 0 ? own + bestAt(i + 1, j + 1) : 0);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let i = 0;
  let j = 0;
  while (i < removed.length && j < added.length) {
    const here = bestAt(i, j);
    if (here === bestAt(i + 1, j)) i++;
    else if (here === bestAt(i, j + 1)) j++;
    else pairs.push([i++, j++]);
  }
  return pairs;
}

/** 0 to 1: the words both have, as a share of all (Dice). */
function likeness(
  a: DocumentLine,
  b: DocumentLine,
  aWords: ReadonlyMap<string, number>,
  bWords: ReadonlyMap<string, number>,
): number {
  if (a.text === b.text) return 1;
  let common = 0;
  let all = 0;
  for (const [word, count] of aWords) {
    common += Math.min(count, bWords.get(word) ?? 0);
    all += count;
  }
  for (const count of bWords.values()) all += count;
  return all === 0 ? 0 : (2 * common) / all;
}

function countWords(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) {
    if (!/[\p{L}\p{N}]/u.test(word)) continue;
    const known = word.toLowerCase();
    counts.set(known, (counts.get(known) ?? 0) + 1);
  }
  return counts;
}

/** Put together they are the text. An emoji of several parts is one. */
const WORD =
  /[\p{L}\p{M}\p{N}]+(?:['’.,-][\p{L}\p{M}\p{N}]+)*|\s+|\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|[\p{M}\p{Emoji_Modifier}])*|./gsu;

const wordsOf = (text: string): readonly string[] => text.match(WORD) ?? [];

function runOf(step: Step, a: readonly string[], b: readonly string[]): Run {
  return { what: step.what, text: step.what === 'added' ? at(b, step.b) : at(a, step.a) };
}

/** Neighbours of one kind together. A space between two words that were replaced is of both: nobody reads word by word. */
function joinRuns(words: readonly Run[]): readonly Run[] {
  const runs: Run[] = [];
  let gone = '';
  let come = '';
  const close = (): void => {
    if (gone !== '') runs.push({ what: 'removed', text: gone });
    if (come !== '') runs.push({ what: 'added', text: come });
    gone = '';
    come = '';
  };
  for (const [i, { what, text }] of words.entries()) {
    const isReplaced = gone !== '' && come !== '' && words[i + 1]?.what === 'removed' && text.trim() === '';
    if (what === 'removed') gone += text;
    else if (what === 'added') come += text;
    else if (isReplaced) {
      gone += text;
      come += text;
    } else {
      close();
      const last = runs.at(-1);
      if (last?.what === 'same') runs[runs.length - 1] = { what, text: last.text + text };
      else runs.push({ what, text });
    }
  }
  close();
  return runs;
}

function at<T>(list: readonly T[], index: number): T {
  return must(list[index], 'an element of its own list');
}
