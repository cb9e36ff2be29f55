/**
 * One part of the index: the words of the rows of one span of a group's log.
 *
 *   terms   MiniSearch's radix tree (SearchableMap): word → the rows that have it, as numbers, ascending
 *   rows    by number: id, who, when, how much; an empty one was taken out
 *
 * Of MiniSearch the tree alone, without its search: that scores every row that has any of the words, which costs a phone a
 * second where a common word stands in each of 100,000 messages (decision 0058). How well a row fits is four steps, each of
 * which adds to the ones before, and within a step the newest comes first:
 *
 *   exact      every word as it is written
 *   inflected  or by its stem
 *   begun      or, the last one, as the beginning of one: it is still being typed
 *   slipped    or, of five letters and more, with one letter more, fewer, other, or two swapped
 *
 * A stem stands in the tree behind a sign, so that no beginning finds it.
 */
import SearchableMap from 'minisearch/SearchableMap';
import { stemWord } from './stem.ts';
import { listWords } from './words.ts';

/** Who, when and how much, beside the words. */
export interface IndexedDoc {
  readonly id: string;
  readonly text: string;
  /** Ids of the members it is of, by spaces. */
  readonly who: string;
  /** Epoch ms. */
  readonly at: number;
  /** null: no money. */
  readonly amountMinor: number | null;
}

export type DocFacts = Omit<IndexedDoc, 'text'>;
export const STEPS = ['exact', 'inflected', 'begun', 'slipped'] as const;
export type Step = (typeof STEPS)[number];

/** What was typed, ready to be asked of any part. */
export interface AskedWord {
  readonly word: string;
  /** Members that are called so: what is theirs in the accounts has this word too. */
  readonly memberIds: readonly string[];
}

const STEM = '~';
const MEMBER = '@';
const SLIPPED_FROM = 5;

interface StoredPart {
  readonly docs: readonly DocFacts[];
  /** Word, and the numbers of its rows, each as the step from the one before. */
  readonly terms: readonly (readonly [string, readonly number[]])[];
}

export class IndexPart {
  #terms = new SearchableMap<number[]>();
  readonly #docs: (DocFacts | undefined)[] = [];
  readonly #numbersById = new Map<string, number>();
  /** Epoch ms of the newest row that was ever in it. */
  newestAt = 0;
  #gaps = 0;

  static of(docs: readonly IndexedDoc[]): IndexPart {
    const part = new IndexPart();
    for (const doc of docs) part.put(doc);
    return part;
  }

  /** Throws on anything but what `toBytes` gave. */
  static read(bytes: Uint8Array): IndexPart {
    const { docs, terms } = JSON.parse(new TextDecoder().decode(bytes)) as StoredPart;
    const part = new IndexPart();
    for (const doc of docs) part.#add(doc);
    for (const [term, steps] of terms) {
      let number = 0;
      part.#terms.set(
        term,
        steps.map((step) => (number += step)),
      );
    }
    return part;
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    // Numbers are given anew without the gaps.
    const renumbered = new Map<number, number>();
    const docs: DocFacts[] = [];
    for (const [number, doc] of this.#docs.entries()) {
      if (doc) renumbered.set(number, docs.push(doc) - 1);
    }
    const terms: [string, number[]][] = [];
    for (const [term, numbers] of this.#terms) {
      let before = 0;
      const steps = numbers.flatMap((number) => {
        const now = renumbered.get(number);
        if (now === undefined) return [];
        const step = now - before;
        before = now;
        return [step];
      });
      if (steps.length > 0) terms.push([term, steps]);
    }
    return new TextEncoder().encode(JSON.stringify({ docs, terms } satisfies StoredPart));
  }

  get count(): number {
    return this.#numbersById.size;
  }

  /** In the place of what had this id. */
  put({ text, ...facts }: IndexedDoc): void {
    this.drop(facts.id);
    const number = this.#add(facts);
    for (const term of listTerms(text, facts)) {
      const numbers = this.#terms.get(term);
      if (numbers) numbers.push(number);
      else this.#terms.set(term, [number]);
    }
  }

  drop(id: string): void {
    const number = this.#numbersById.get(id);
    if (number === undefined) return;
    this.#numbersById.delete(id);
    this.#docs[number] = undefined;
    this.#gaps += 1;
  }

  /** Rows that were dropped and whose words are still in memory. */
  get gaps(): number {
    return this.#gaps;
  }

  /** Takes the words of what was dropped out of memory. To be called once after any number of `put` and `drop`. */
  settle(): void {
    if (this.#gaps === 0) return;
    this.#gaps = 0;
    const kept = new SearchableMap<number[]>();
    for (const [term, numbers] of this.#terms) {
      const left = numbers.filter((number) => this.#docs[number] !== undefined);
      if (left.length > 0) kept.set(term, left);
    }
    this.#terms = kept;
  }

  /** Without words: everything that passes. */
  ask(words: readonly AskedWord[], step: Step, passes: (facts: DocFacts) => boolean): DocFacts[] {
    const lists = words.map((word, i) => this.#listNumbers(word, { isLast: i === words.length - 1, step }));
    const numbers = words.length === 0 ? this.#docs.keys() : intersect(lists, this.#docs.length);
    const found: DocFacts[] = [];
    for (const number of numbers) {
      const doc = this.#docs[number];
      if (doc && passes(doc)) found.push(doc);
    }
    return found;
  }

  /** Rows that have one word, whatever else they have. */
  listHaving(word: AskedWord, how: { readonly isLast: boolean; readonly step: Step }): DocFacts[] {
    const numbers = new Set(this.#listNumbers(word, how).flat());
    return [...numbers].flatMap((number) => this.#docs[number] ?? []);
  }

  #add(facts: DocFacts): number {
    const number = this.#docs.push(facts) - 1;
    this.#numbersById.set(facts.id, number);
    this.newestAt = Math.max(this.newestAt, facts.at);
    return number;
  }

  /** The rows of everything one word may stand for: lists that may share rows. */
  #listNumbers(
    { word, memberIds }: AskedWord,
    { isLast, step }: { readonly isLast: boolean; readonly step: Step },
  ): (readonly number[])[] {
    const stem = stemWord(word);
    const exact = [word, ...memberIds.map((id) => MEMBER + id)];
    const inflected = step === 'exact' ? [] : [stem, STEM + stem];
    const isBegun = isLast && (step === 'begun' || step === 'slipped');
    const isSlipped = step === 'slipped' && word.length >= SLIPPED_FROM;
    const lists = [...exact, ...inflected, ...(isSlipped ? listSwaps(word) : [])].flatMap((term) => {
      const numbers = this.#terms.get(term);
      return numbers ? [numbers] : [];
    });
    if (isBegun) for (const [, numbers] of this.#terms.atPrefix(word)) lists.push(numbers);
    if (isSlipped) for (const [, [numbers]] of this.#terms.fuzzyGet(word, 1)) lists.push(numbers);
    return lists;
  }
}

/** Numbers that are in one list of each word. */
function intersect(lists: readonly (readonly (readonly number[])[])[], size: number): number[] {
  const sizes = new Map(lists.map((own) => [own, own.reduce((sum, { length }) => sum + length, 0)]));
  const rarestFirst = [...lists].sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
  /** By number: words that it has, as far as it has all of them. */
  const had = new Uint8Array(size);
  let found: number[] = [];
  for (const [i, own] of rarestFirst.entries()) {
    found = [];
    for (const numbers of own) {
      for (const number of numbers) {
        if (had[number] !== i) continue;
        had[number] = i + 1;
        found.push(number);
      }
    }
    if (found.length === 0) return found;
  }
  return found;
}

function listTerms(text: string, { who, amountMinor }: DocFacts): Set<string> {
  const terms = new Set<string>();
  for (const { word } of listWords(text)) {
    terms.add(word);
    const stem = stemWord(word);
    if (stem !== word) terms.add(STEM + stem);
  }
  // Money is looked for by who it is of, a message by what it says: its author is a filter.
  if (amountMinor !== null) for (const id of who.split(' ')) terms.add(MEMBER + id);
  return terms;
}

/** Every two neighbours the other way round: the slip of fast thumbs, which counts as two elsewhere. */
function listSwaps(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, i) => {
    return word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2);
  }).filter((swapped) => swapped !== word);
}
