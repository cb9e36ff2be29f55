/** How long a passphrase would hold against who has the file and guesses: by what it is made of, not by a dictionary. */
export const PASSPHRASE_MIN_LENGTH = 10;

export type Strength = 'weak' | 'fair' | 'strong';

/** Bits a guesser has to try. At 600,000 rounds a try, 45 are years of one good card, 60 are nobody's. */
const FAIR_BITS = 45;
const STRONG_BITS = 60;
/** Of a common word; of a letter among its kind. */
const WORD_BITS = 13;
const KINDS: readonly (readonly [RegExp, number])[] = [
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/\p{N}/u, 10],
  [/[^\p{L}\p{N}\s]/u, 20],
];

/** undefined: too short to be taken at all. */
export function strengthOf(passphrase: string): Strength | undefined {
  const typed = passphrase.trim();
  if (typed.length < PASSPHRASE_MIN_LENGTH) return undefined;
  const words = new Set(typed.toLowerCase().split(/\s+/));
  const different = new Set(typed).size;
  const letters = KINDS.reduce((sum, [kind, size]) => sum + (kind.test(typed) ? size : 0), 0);
  // `aaaaaaaaaaaa` is long and nothing else.
  const byLetter = Math.min(typed.length, different * 2) * Math.log2(Math.max(2, letters));
  const longest = [...words].reduce((sum, word) => sum + Math.min(WORD_BITS, word.length * 4), 0);
  const bits = words.size > 1 ? longest : byLetter * LEANT;
  if (bits >= STRONG_BITS) return 'strong';
  return bits >= FAIR_BITS ? 'fair' : 'weak';
}

/** People lean on names, years and keyboards. */
const LEANT = 0.75;
