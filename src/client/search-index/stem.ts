/**
 * One form for the inflections of a word, so that "pagar" finds "paguei" and "limão" finds "limões". Of folded words: people
 * type without accents.
 *
 * Nouns and adjectives as UniNE's light stemmer (Savoy, *Light Stemming Approaches for the French, Portuguese, German and
 * Hungarian Languages*, SAC 2006): number, gender, final vowel. Verbs as the verb step of RSLP (Orengo and Huyck, *A Stemming
 * Algorithm for the Portuguese Language*, SPIRE 2001): the longest ending that leaves a stem of its least length. Both taken
 * without accents, endings of rare tenses left out. Spanish shares most of these endings, English its plural: good enough.
 * It may join too much ("casa" and "casar"): what is written exactly as asked stands before it.
 */

/** Shorter words are their own stem. */
const STEMMED_FROM = 4;

/** People use few words, again and again. */
const REMEMBERED_MAX = 20_000;
const remembered = new Map<string, string>();

export function stemWord(word: string): string {
  if (word.length < STEMMED_FROM) return word;
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const stem = /^[a-z]+$/.test(word) ? hardenEnd(stripVerb(stripNoun(word))) : word;
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(word, stem);
  return stem;
}

/** The first that fits: [ending, what stands in its place, least length of what is left]. */
type Rule = readonly [ending: string, instead: string, least: number];

const NUMBER: readonly Rule[] = [
  ['coes', 'cao', 2],
  ['soes', 'sao', 1],
  ['oes', 'ao', 1],
  ['aes', 'ao', 1],
  ['ores', 'or', 2],
  ['ares', 'ar', 2],
  ['eres', 'er', 2],
  ['ires', 'ir', 2],
  ['zes', 'z', 2],
  ['les', 'l', 2],
  ['ais', 'al', 1],
  ['eis', 'el', 2],
  ['ois', 'ol', 2],
  ['uis', 'ul', 2],
  ['ns', 'm', 2],
  ['ies', 'y', 3],
  ['s', '', 3],
];

const DEGREE: readonly Rule[] = [
  ['mente', '', 4],
  ['zinho', '', 3],
  ['zinha', '', 3],
  ['inho', '', 3],
  ['inha', '', 3],
  ['issimo', '', 3],
  ['issima', '', 3],
];

function stripNoun(word: string): string {
  const singular = replaceEnd(word, NUMBER);
  return replaceEnd(singular, DEGREE);
}

/** A final s is gone already. */
const VERB: readonly Rule[] = [
  ...endings(
    3,
    'ariamo eriamo iriamo assemo essemo issemo aremo eremo iremo avamo aramo eramo iramo ariam eriam iriam assem essem issem',
  ),
  ...endings(
    3,
    'ando endo indo aria eria iria asse esse isse aram eram iram arao erao irao avam arei erei irei',
  ),
  ...endings(2, 'amo emo imo ara era ira ava ado ido ada ida ar er ir ou eu iu ei am em ia'),
  ...endings(3, 'ao a e o i'),
];

function stripVerb(word: string): string {
  // Nouns in -cão keep what tells them apart from a verb's "cão": alimentação, alimentações, but not alimento.
  if (word.endsWith('cao') && word.length > 5) return word.slice(0, -2);
  return replaceEnd(word, VERB);
}

/** paguei, fiquei: what is written before e and i for the sound of pago, fico. */
function hardenEnd(stem: string): string {
  if (stem.length < 3) return stem;
  if (stem.endsWith('gu')) return stem.slice(0, -1);
  if (stem.endsWith('qu')) return `${stem.slice(0, -2)}c`;
  return stem;
}

function replaceEnd(word: string, rules: readonly Rule[]): string {
  for (const [ending, instead, least] of rules) {
    if (word.endsWith(ending) && word.length - ending.length >= least) {
      return word.slice(0, word.length - ending.length) + instead;
    }
  }
  return word;
}

function endings(least: number, list: string): Rule[] {
  return list.split(' ').map((ending) => [ending, '', least] as const);
}
