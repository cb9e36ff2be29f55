/** Portuguese number words, as they are written in a hurry. */
import { isOneSlipAway, soundKey } from '../fold-word.ts';
import { isSpentOn } from './nouns.ts';

const UNITS =
  'zero um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove';
const TENS = 'vinte trinta quarenta cinquenta sessenta setenta oitenta noventa';
const HUNDREDS = 'cem duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos';
/** What no slip of one letter explains, or what is too short to guess at. */
const SPELLINGS: Readonly<Record<string, number>> = {
  uma: 1,
  duas: 2,
  doi: 2,
  treis: 3,
  trez: 3,
  qatro: 4,
  cuatro: 4,
  sinco: 5,
  cinko: 5,
  seix: 6,
  oitu: 8,
  deiz: 10,
  onzi: 11,
  dozi: 12,
  trezi: 13,
  catorze: 14,
  quinzi: 15,
  kinze: 15,
  dezeseis: 16,
  dezesete: 17,
  vinti: 20,
  vnte: 20,
  vimte: 20,
  vinnte: 20,
  vite: 20,
  trinta: 30,
  trita: 30,
  trnta: 30,
  cento: 100,
  duzentas: 200,
  trezentas: 300,
  quinhentas: 500,
  quinhento: 500,
  duzento: 200,
  trezento: 300,
};
/** Real words that sound like numbers. */
const NOT_NUMBERS = new Set(
  `centro cinto conta conto contos doce doces noventao oitavo quarta quarto quartos santa sede sem setembro
setor tinta tintas trenta trinca`.split(' '),
);
const SLANG_ROOTS: Readonly<Record<string, number>> = {
  cinc: 5,
  dez: 10,
  quinz: 15,
  vint: 20,
  trint: 30,
  quarent: 40,
  cinquent: 50,
  sessent: 60,
  setent: 70,
  oitent: 80,
  novent: 90,
  cenz: 100,
  cent: 100,
  duzent: 200,
  trezent: 300,
  quinhent: 500,
  mil: 1000,
};
/** "vintão", "cinquentinha", "dezinho", "milão", "trintinha". */
const SLANG_ENDS = ['ao', 'oes', 'inha', 'inho', 'inhas', 'inhos', 'zao', 'zinho', 'zinha', 'im', 'oso'];

const VALUES = new Map<string, number>(Object.entries(SPELLINGS));
UNITS.split(' ').forEach((word, value) => {
  VALUES.set(word, value);
});
TENS.split(' ').forEach((word, index) => {
  VALUES.set(word, (index + 2) * 10);
});
HUNDREDS.split(' ').forEach((word, index) => {
  VALUES.set(word, (index + 1) * 100);
});
const BY_SOUND = new Map(
  [...VALUES].filter(([word]) => word.length > 3).map(([word, value]) => [soundKey(word), value]),
);
const LONG_WORDS = [...VALUES].filter(([word]) => word.length >= 6 && word !== 'quatro');

/** 0–999 by one word; undefined when the word is none. "mil" is not here: it multiplies. */
export function valueOfNumberWord(word: string): number | undefined {
  const exact = VALUES.get(word);
  if (exact !== undefined || isSpentOn(word)) return exact;
  if (word.length < 4 || NOT_NUMBERS.has(word)) return undefined;
  const sounding = BY_SOUND.get(soundKey(word));
  if (sounding !== undefined) return sounding;
  if (word.length < 5) return undefined;
  const key = soundKey(word);
  return LONG_WORDS.find(([other]) => isOneSlipAway(word, other) || isOneSlipAway(key, soundKey(other)))?.[1];
}

/** Reais of "vintão", "cinquentinha": they are money by themselves. */
export function valueOfSlangNote(word: string): number | undefined {
  if (NOT_NUMBERS.has(word) && word !== 'noventao') return undefined;
  for (const end of SLANG_ENDS) {
    if (!word.endsWith(end)) continue;
    const value = SLANG_ROOTS[word.slice(0, -end.length)];
    if (value !== undefined) return value;
  }
  return undefined;
}

/** May `next` follow a number that so far is `value`, as in "mil e duzentos", "cento e vinte", "vinte e cinco"? */
export function composes(value: number, next: number): boolean {
  if (next === 0) return false;
  if (value >= 1000 && value % 1000 === 0) return next < 1000;
  if (value % 100 === 0 && value > 0) return next < 100;
  return value % 100 >= 20 && value % 10 === 0 && next < 10;
}
