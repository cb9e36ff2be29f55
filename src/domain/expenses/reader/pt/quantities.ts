/**
 * Numbers and what they count. Rules, each with examples:
 *
 *   digits        86,40 · 1.234,56 · 1.200 · 1200,5
 *   words         "vinte e cinco" · "mil e duzentos" · "cento e vinte mil"
 *   thousands     2k · 2 mil · "1 barão" · "3 mil e 200" · "1,5k" · "um barão e meio"
 *   units         R$ 20 · 20 conto · 15 mangos · 50 centavos
 *   cents         "7 e 50" · "dez e noventa" · "dez reais e cinquenta"
 *   slang note    vintão · cinquentinha · "meio barão"
 *   vague         "cinquenta e tantos" · "100 e pouco" · "entre 40 e 50" · "40 ou 50"
 *   times         3x · "3 vezes" · "10 parcelas"
 *   percent       10% · "10 por cento"
 *   measure       3 horas · 19h30 · 12 pessoas · 5kg
 *   code          98765-4321 · 19:30 · 2º
 */
import { readDigits } from '../digits.ts';
import { type NumberLexeme, pieceOf } from '../lexeme.ts';
import type { Token } from '../tokenize.ts';
import { composes, valueOfNumberWord, valueOfSlangNote } from './number-words.ts';
import { CENT_WORDS, CURRENCIES, MEASURES, REAL_WORDS, THOUSANDS } from './units.ts';

interface Scan {
  /** Centavos. */
  minor: number;
  next: number;
  marked: boolean;
  hasCents: boolean;
  isApproximate: boolean;
  isVague: boolean;
  currency: string | null;
  inDigits: boolean;
}

const APPROXIMATE_BEFORE = new Set('uns umas quase aprox aproximadamente cerca quasi perto'.split(' '));
const VAGUE_END = new Set(
  `bolinha cacetada lascada pedrada pouca poucas pouco poucos quebradinho quebrados tantas tanto tantos`.split(
    '\n',
  ),
);
const MAX_PHONE_DIGITS = 8;

export interface ReadNumber {
  readonly lexeme: NumberLexeme;
  readonly next: number;
}

/** The number that begins at token `at`, if one does. */
export function readNumber(tokens: readonly Token[], at: number): ReadNumber | undefined {
  const code = readCode(tokens, at);
  if (code !== undefined) return lexemeOf(tokens, at, code, 'code', EMPTY);
  const prefix = currencyPrefix(tokens, at);
  const from = at + (prefix?.length ?? 0);
  const scan = readAmount(tokens, from);
  if (!scan) return undefined;
  if (prefix) {
    scan.marked = true;
    scan.currency = prefix.currency ?? scan.currency;
  }
  if (before(tokens, at)) scan.isApproximate = true;
  return withUnit(tokens, at, scan);
}

const EMPTY: Scan = {
  minor: 0,
  next: 0,
  marked: false,
  hasCents: false,
  isApproximate: false,
  isVague: false,
  currency: null,
  inDigits: true,
};

function lexemeOf(
  tokens: readonly Token[],
  at: number,
  next: number,
  unit: NumberLexeme['unit'],
  scan: Scan,
): ReadNumber {
  const { minor, isApproximate, isVague, currency } = scan;
  return {
    next,
    lexeme: { type: 'number', ...pieceOf(tokens, at, next), unit, minor, isApproximate, isVague, currency },
  };
}

/** Past a telephone, a time of day, a score or an ordinal. */
function readCode(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  if (token?.type !== 'digits') return undefined;
  const digits = token.raw.replace(/[^0-9]/g, '');
  // "11 91234-5678": the number of a town before a telephone's.
  if (/^\d\d$/.test(token.raw) && /^\d{4,5}$/.test(tokens[at + 1]?.raw ?? '') && tokens[at + 2]?.word === '-')
    return at + 1;
  const [sign, after] = [tokens[at + 1], tokens[at + 2]];
  if (sign?.touches && after?.touches && after.type === 'digits') {
    if (sign.word === ':') return at + 3;
    if (sign.word === '-' && digits.length >= 4) return at + 3;
  }
  if (sign?.touches && (sign.word === '°' || sign.word === 'º' || sign.word === 'ª')) return at + 2;
  if (
    digits.length >= MAX_PHONE_DIGITS &&
    readDigits(token.raw)?.hasCents !== true &&
    !token.raw.includes('.')
  )
    return at + 1;
  return readDigits(token.raw) === undefined ? at + 1 : undefined;
}

function currencyPrefix(
  tokens: readonly Token[],
  at: number,
): { readonly length: number; readonly currency: string | null } | undefined {
  const [first, second] = [tokens[at], tokens[at + 1]];
  if (first?.word === '$') return { length: 1, currency: null };
  if (first?.word === '€') return { length: 1, currency: 'EUR' };
  if (first?.word === '£') return { length: 1, currency: 'GBP' };
  if (second?.word === '$' && second.touches) {
    if (first?.word === 'r') return { length: 2, currency: null };
    if (first?.word === 'us' || first?.word === 'u') return { length: 2, currency: 'USD' };
  }
  if (first?.word === 'rs' && second?.type === 'digits') return { length: 1, currency: null };
  return undefined;
}

const before = (tokens: readonly Token[], at: number): boolean => {
  const [two, one] = [tokens[at - 2]?.word ?? '', tokens[at - 1]?.word ?? ''];
  return (
    APPROXIMATE_BEFORE.has(one) ||
    (one === 'de' && (APPROXIMATE_BEFORE.has(two) || two === 'torno' || two === 'volta')) ||
    (one === 'menos' && two === 'ou') ||
    (one === '-' && two === '+')
  );
};

function readAmount(tokens: readonly Token[], from: number): Scan | undefined {
  const token = tokens[from];
  if (!token) return undefined;
  const note = valueOfSlangNote(token.word);
  if (note !== undefined && token.type === 'word') {
    return withEnd(tokens, { ...EMPTY, minor: note * 100, next: from + 1, marked: true, inDigits: false });
  }
  const scan = readCore(tokens, from);
  return scan && withEnd(tokens, withCents(tokens, withMultiplier(tokens, scan)));
}

function readCore(tokens: readonly Token[], from: number): Scan | undefined {
  const token = tokens[from];
  if (token?.type === 'digits') {
    const read = readDigits(token.raw);
    return read && { ...EMPTY, minor: read.minor, next: from + 1, hasCents: read.hasCents };
  }
  if (token?.type !== 'word') return undefined;
  if (token.word === 'meio' && THOUSANDS.has(tokens[from + 1]?.word ?? '')) {
    return { ...EMPTY, minor: 50, next: from + 1, inDigits: false };
  }
  if (token.word === 'um' || token.word === 'uma') {
    const next = tokens[from + 1]?.word ?? '';
    if (!THOUSANDS.has(next) && !REAL_WORDS.has(next)) return undefined;
  }
  if (token.word === 'mil') {
    const rest = readHundreds(tokens, skipAnd(tokens, from + 1), 1000);
    return rest
      ? { ...rest, minor: rest.minor + 100_000 }
      : { ...EMPTY, minor: 100_000, next: from + 1, inDigits: false };
  }
  return readHundreds(tokens, from, 0);
}

const skipAnd = (tokens: readonly Token[], at: number): number => (tokens[at]?.word === 'e' ? at + 1 : at);

/** 1–999 in words, after what is already said (`sofar`, in reais). */
function readHundreds(tokens: readonly Token[], from: number, sofar: number): Scan | undefined {
  let [value, total, at, next] = [0, sofar, from, from];
  while (at < tokens.length) {
    const token = tokens[at];
    const word = token?.type === 'word' ? valueOfNumberWord(token.word) : undefined;
    if (word === undefined || (total > 0 && !composes(total, word)) || word === 0) break;
    value += word;
    total += word;
    next = at + 1;
    at = skipAnd(tokens, next);
  }
  return next === from ? undefined : { ...EMPTY, minor: value * 100, next, inDigits: false };
}

/** "2 mil", "3 mil e 200", "1,5k", "dois barões", "um barão e meio". */
function withMultiplier(tokens: readonly Token[], scan: Scan): Scan {
  const word = tokens[scan.next]?.word ?? '';
  if (!THOUSANDS.has(word) || scan.minor >= 100_000) return scan;
  if (word === 'k' && !tokens[scan.next]?.touches) return scan;
  const thousands = { ...scan, minor: scan.minor * 1000, next: scan.next + 1, hasCents: false, marked: true };
  if (tokens[thousands.next]?.word !== 'e') {
    const spoken = scan.inDigits ? undefined : readHundreds(tokens, thousands.next, 1000);
    return spoken ? { ...thousands, minor: thousands.minor + spoken.minor, next: spoken.next } : thousands;
  }
  const [after, afterIt] = [tokens[thousands.next + 1], tokens[thousands.next + 2]];
  if (after?.word === 'meio' || after?.word === 'meia') {
    return { ...thousands, minor: thousands.minor + 50_000, next: thousands.next + 2 };
  }
  const rest =
    after?.type === 'digits'
      ? readCore(tokens, thousands.next + 1)
      : readHundreds(tokens, thousands.next + 1, 1000);
  if (!rest || rest.minor >= 100_000 || rest.hasCents || afterIt?.word === '%') return thousands;
  return { ...thousands, minor: thousands.minor + rest.minor, next: rest.next };
}

/** Unit and centavos: "20 conto", "7 e 50", "dez reais e cinquenta", "doze e noventa", "50 centavos", "dois e meio". */
function withCents(tokens: readonly Token[], scan: Scan): Scan {
  let read = scan;
  const word = tokens[read.next]?.word ?? '';
  if (CENT_WORDS.has(word)) return { ...read, minor: read.minor / 100, next: read.next + 1, marked: true };
  const named = REAL_WORDS.has(word) || CURRENCIES.has(word);
  if (named) {
    read = { ...read, next: read.next + 1, marked: true, currency: CURRENCIES.get(word) ?? null };
  }
  if (read.hasCents || tokens[read.next]?.word !== 'e' || read.minor % 100 !== 0) return read;
  if (tokens[read.next - 2]?.word === 'entre') return read;
  const at = read.next + 1;
  const after = tokens[at];
  if (after?.word === 'meio' && read.minor <= 10_000)
    return { ...read, minor: read.minor + 50, next: at + 1, marked: true };
  const cents = readCore(tokens, at);
  if (!cents || cents.hasCents || cents.minor >= 10_000) return read;
  const isSaid = CENT_WORDS.has(tokens[cents.next]?.word ?? '');
  if (!isSaid && (cents.minor < 1000 || !soundsLikeCents(tokens, read, cents))) return read;
  return {
    ...read,
    minor: read.minor + cents.minor / 100,
    next: cents.next + (isSaid ? 1 : 0),
    marked: true,
    hasCents: true,
  };
}

/** "uber 22 e 30 de pipoca" and "eu 80 e 40 ela" are two amounts; "7 e 50 de pão" is one. */
function soundsLikeCents(tokens: readonly Token[], reais: Scan, cents: Scan): boolean {
  if (reais.inDigits !== cents.inDigits && reais.inDigits) return false;
  if (reais.minor >= 100_000) return false;
  const after = tokens[cents.next];
  if (after?.touches && (after.type === 'word' || after.word === '%')) return false;
  if (REAL_WORDS.has(after?.word ?? '') || MEASURES.has(after?.word ?? '')) return false;
  if (VAGUE_END.has(after?.word ?? '')) return false;
  const ahead = tokens[cents.next - (cents.next - reais.next) - 2];
  const isAfterNoun =
    ahead?.type === 'word' && ahead.word.length > 3 && !/(ei|ou|eu|iu|am|por|foi)$/.test(ahead.word);
  return !(isAfterNoun && /^(de|do|da|no|na|em)$/.test(after?.word ?? ''));
}

/** "e tantos", "e pouco", "ou 50", "a 50", "-50". */
function withEnd(tokens: readonly Token[], scan: Scan): Scan {
  const [and, word] = [tokens[scan.next], tokens[scan.next + 1]];
  if (and?.word === 'e' && (VAGUE_END.has(word?.word ?? '') || word?.word === 'la')) {
    return { ...scan, next: scan.next + 2, isApproximate: true, isVague: true, marked: true };
  }
  if (and?.word === 'e' && /^(alguma|uns|umas|algo|quebrad)/.test(word?.word ?? '')) {
    const more = /^(coisa|quebrad|trocad|poucos|fracao)/.test(tokens[scan.next + 2]?.word ?? '') ? 3 : 2;
    return { ...scan, next: scan.next + more, isApproximate: true, isVague: true };
  }
  const joins =
    and?.word === 'ou' ||
    (and?.word === 'e' && tokens[scan.next - 2]?.word === 'entre') ||
    (and?.word === 'a' && tokens[scan.next - 2]?.word === 'de') ||
    (and?.word === '-' && and.touches && word?.touches === true);
  if (joins) {
    const other = readCore(tokens, scan.next + 1);
    if (other && other.minor > scan.minor) {
      const whole = withCents(tokens, withMultiplier(tokens, other));
      return { ...scan, next: whole.next, isApproximate: true, isVague: true, marked: true };
    }
  }
  return scan;
}

const TIMES = new Set('x vezes vez parcelas parcela prestacoes prestacao parcelinhas xis'.split(' '));

function withUnit(tokens: readonly Token[], at: number, scan: Scan): ReadNumber {
  const after = tokens[scan.next];
  const word = after?.word ?? '';
  if (word === '%') return lexemeOf(tokens, at, scan.next + 1, 'percent', scan);
  if (word === 'por' && tokens[scan.next + 1]?.word === 'cento') {
    return lexemeOf(tokens, at, scan.next + 2, 'percent', scan);
  }
  if (!scan.marked && !scan.hasCents && scan.minor <= 9_900) {
    if (TIMES.has(word) && !(word === 'x' && tokens[scan.next + 1]?.type === 'digits')) {
      return lexemeOf(tokens, at, scan.next + 1, 'times', scan);
    }
    if (word === 'x') return lexemeOf(tokens, at, scan.next + 2, 'code', scan);
  }
  if (!scan.marked && MEASURES.has(word)) {
    const isClock = after?.touches && word === 'h' && tokens[scan.next + 1]?.type === 'digits';
    return lexemeOf(tokens, at, scan.next + (isClock ? 2 : 1), 'measure', scan);
  }
  // "50tão", "20pila" are read above; other letters glued to digits are a code: "B12", "4x4", "5a".
  if (after?.touches && after.type === 'word' && !scan.marked) {
    return lexemeOf(tokens, at, scan.next + 1, 'code', scan);
  }
  const isMoney = scan.marked || scan.hasCents;
  return lexemeOf(tokens, at, scan.next, isMoney ? 'money' : 'bare', scan);
}
