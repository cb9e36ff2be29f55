/**
 * Runs of styled text → lines no wider than they may be. Broken at spaces, after hyphens and around drawn letters; a word
 * wider than a line is cut. A line is handed out when it is full, so that a paragraph of megabytes is never held as lines.
 */
import type { FaceStyle, Glyphs } from './faces.ts';

export interface TextStyle {
  readonly face: FaceStyle;
  readonly size: number;
  readonly color: string;
  readonly underline?: boolean;
  readonly strike?: boolean;
  readonly highlight?: string;
  readonly link?: string;
  /** Upwards, of a number that points at a comment. */
  readonly raised?: number;
}

export type Run =
  | { readonly kind: 'text'; readonly text: string; readonly style: TextStyle }
  | { readonly kind: 'break' };

export interface Piece {
  readonly glyphs: Glyphs;
  readonly style: TextStyle;
  readonly x: number;
  readonly width: number;
}

export interface Line {
  readonly pieces: readonly Piece[];
  readonly width: number;
}

export interface LineRules {
  readonly width: number;
  readonly split: (text: string, style: FaceStyle) => Glyphs[];
  readonly measure: (glyphs: Glyphs, style: TextStyle) => number;
  /** Code: spaces at the ends of lines stay, and lines break where they are full. */
  readonly isVerbatim?: boolean;
}

interface Filling {
  pieces: Piece[];
  width: number;
}

const WORDS = /[^ \n-]+-*[ ]*|-+[ ]*|[ ]+|\n/gu;

export function* layLines(runs: readonly Run[], rules: LineRules): Generator<Line> {
  let line: Filling = { pieces: [], width: 0 };
  for (const run of runs) {
    for (const word of run.kind === 'break' ? ['\n'] : wordsOf(run.text)) {
      if (run.kind === 'break' || word === '\n') {
        yield line;
        line = { pieces: [], width: 0 };
        continue;
      }
      for (const unit of unitsOf(rules.split(word, run.style.face))) {
        const room = rules.width - line.width;
        const width = widthOf(unit, run.style, rules);
        const isTooWide = width > rules.width;
        const parts = isTooWide ? unit.flatMap((glyphs) => [...fitting(glyphs, run.style, rules)]) : unit;
        if (!isTooWide && width > room && line.pieces.length > 0) {
          yield line;
          line = { pieces: [], width: 0 };
        }
        for (const part of parts) {
          if (
            isTooWide &&
            line.pieces.length > 0 &&
            line.width + widthOf([part], run.style, rules) > rules.width
          ) {
            yield line;
            line = { pieces: [], width: 0 };
          }
          append(line, part, run.style, rules.measure(part, run.style));
        }
      }
    }
  }
  yield line;
}

function* wordsOf(text: string): Generator<string> {
  for (const [word] of text.replaceAll('\t', '    ').matchAll(WORDS)) yield word;
}

/** What stays together: a word, of however many faces; a drawn letter is one by itself. */
function unitsOf(word: readonly Glyphs[]): (readonly Glyphs[])[] {
  const units: Glyphs[][] = [];
  for (const glyphs of word) {
    const last = units.at(-1);
    if (glyphs.kind === 'set' && last?.at(-1)?.kind === 'set') last.push(glyphs);
    else units.push([glyphs]);
  }
  return units;
}

/** A word that no line could hold, in parts that one can. */
function* fitting(glyphs: Glyphs, style: TextStyle, rules: LineRules): Generator<Glyphs> {
  if (glyphs.kind === 'drawn' || widthOf([glyphs], style, rules) <= rules.width) {
    yield glyphs;
    return;
  }
  const letters = Array.from(glyphs.text);
  const fits = (from: number, count: number): boolean =>
    rules.measure({ ...glyphs, text: letters.slice(from, from + count).join('') }, style) <= rules.width;
  for (let start = 0; start < letters.length; ) {
    // Doubling, then halving: a line of a hundred letters is measured a dozen times and not a hundred.
    let low = 1;
    while (start + low < letters.length && fits(start, low * 2)) low *= 2;
    let high = Math.min(low * 2, letters.length - start);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (fits(start, middle)) low = middle;
      else high = middle - 1;
    }
    yield { ...glyphs, text: letters.slice(start, start + low).join('') };
    start += low;
  }
}

/** What stands at a line's end may reach over it when nobody sees it. */
function widthOf(unit: readonly Glyphs[], style: TextStyle, rules: LineRules): number {
  return unit.reduce((sum, glyphs, index) => {
    const isSeen = rules.isVerbatim || glyphs.kind === 'drawn' || index < unit.length - 1;
    return sum + rules.measure(isSeen ? glyphs : { ...glyphs, text: glyphs.text.trimEnd() }, style);
  }, 0);
}

/** Joins what is set alike: one command for a line, and not one for each word. */
function append(line: Filling, glyphs: Glyphs, style: TextStyle, width: number): void {
  const last = line.pieces.at(-1);
  const isJoined =
    last?.style === style &&
    glyphs.kind === 'set' &&
    last.glyphs.kind === 'set' &&
    last.glyphs.face === glyphs.face;
  if (isJoined && last.glyphs.kind === 'set') {
    const text = last.glyphs.text + glyphs.text;
    line.pieces[line.pieces.length - 1] = {
      ...last,
      glyphs: { ...last.glyphs, text },
      width: last.width + width,
    };
  } else line.pieces.push({ glyphs, style, x: line.width, width });
  line.width += width;
}
