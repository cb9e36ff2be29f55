/**
 * Who bears or paid how much, when the sentence says it person by person after the total. Rules, each with examples:
 *
 *   percent-list   "aluguel 2000: eu 50%, Ana 30%, Bia 20%" · "60% meu e 40% da Ana" · "eu 70%, o resto a Bia"
 *   exact-list     "bar 180: eu 80, Zé 60, Pedro 40" · "50 pra Ana e 70 pra mim"
 *   shares-list    "pizza 90: eu comi 2 fatias, Zé 3 e Carol 1"
 *   payers-list    "conta de 120, eu paguei 50 e a Bia 70"
 *   double         "eu pago o dobro da Ana" · "o Zé paga o dobro"
 *   adjust         "a Bia paga 5 a mais" · "Zé 10 a menos"
 *   halves         "metade minha metade da Bia" · "meio a meio com a Ana"
 */
import { isSign, isWord, type Lexeme, type NumberLexeme } from '../lexeme.ts';
import type { ReadSplit } from '../reading.ts';
import { verbOf } from './verbs.ts';

export interface SplitList {
  readonly rule: string;
  readonly isOfPayers: boolean;
  readonly split: ReadSplit;
  /** Whom the list names; of `double` and `adjust` with one name it is nobody's list, and others may bear too. */
  readonly memberIds: readonly string[];
  readonly isWholeList: boolean;
  readonly unknown: readonly string[];
  readonly addsUp: boolean;
  /** Which lexemes it was read from. */
  readonly from: number;
  readonly next: number;
}

type Value =
  | { readonly type: 'percent' | 'amount' | 'count'; readonly minor: number }
  | { readonly type: 'half' | 'rest' | 'double' | 'third' };

interface Pair {
  readonly id: string;
  readonly value: Value;
  readonly sign: 0 | 1 | -1;
}

const FILLERS = new Set(
  `a arca arco as banca banco bebemos bebeu bebi bota botei botou cada colocou coloquei com comemos comeu
comi consumi consumiu da das de deu deve devo divide divido do dormi dormiu dos dou e eh ela ele entra
entro era eram fica ficam fico ficou fiquei foi gastei gastou levei levou meu minha na no o os paga pagam
pago pagou paguei para parte partes pedi pediu pra pro quer racha sao so somente teve tomei tomou um uma
usei usou é`.split(/\s+/),
);
const SELF = 'eu mim meu minha';
const COUNTED =
  /^(fatias?|pedacos?|partes?|cotas?|diarias?|noites?|dias?|copos?|latas?|latinhas?|doses?|garrafas?|unidades?|vezes|porcoes|rodadas?|horas?|pessoas|espetinhos?)$/;

export function readSplitList(
  lexemes: readonly Lexeme[],
  totalAt: number,
  speakerId: string,
): SplitList | undefined {
  const total = lexemes[totalAt];
  if (total?.type !== 'number') return undefined;
  return (
    readHalves(lexemes, totalAt, speakerId) ??
    readDouble(lexemes, totalAt, speakerId) ??
    readAdjusted(lexemes, totalAt, speakerId) ??
    readPairs(lexemes, totalAt, total, speakerId)
  );
}

function readHalves(lexemes: readonly Lexeme[], totalAt: number, speakerId: string): SplitList | undefined {
  const halves = lexemes.flatMap((lexeme, at) => (isWord(lexeme, 'metade') ? [at] : []));
  const [first, second] = halves;
  if (first === undefined || second === undefined || first < totalAt) return undefined;
  const ids = [...new Set(halves.flatMap((at) => personWithin(lexemes, at + 1, 3, speakerId) ?? []))];
  if (ids.length !== 2) return undefined;
  return list('halves', first, lexemes.length, ids, { mode: 'equal' });
}

function readDouble(lexemes: readonly Lexeme[], totalAt: number, speakerId: string): SplitList | undefined {
  const at = lexemes.findIndex((lexeme, index) => index > totalAt && isWord(lexeme, 'dobro'));
  if (at === -1) return undefined;
  const who = personBefore(lexemes, at, totalAt, speakerId);
  const than = isWord(lexemes[at + 1], 'da do de que')
    ? personWithin(lexemes, at + 2, 2, speakerId)
    : undefined;
  if (!who) return undefined;
  const values = new Map([[who.id, 2], ...(than ? ([[than, 1]] as const) : [])]);
  const next = than ? at + 3 : at + 1;
  return {
    ...list('double', who.at, next, [...values.keys()], { mode: 'shares', values }),
    isWholeList: than !== undefined,
  };
}

function readAdjusted(lexemes: readonly Lexeme[], totalAt: number, speakerId: string): SplitList | undefined {
  const values = new Map<string, number>();
  let [from, next] = [lexemes.length, 0];
  lexemes.forEach((lexeme, at) => {
    if (at <= totalAt || lexeme.type !== 'number' || lexeme.unit === 'percent') return;
    const more = isWord(lexemes[at + 1], 'a') && isWord(lexemes[at + 2], 'mais menos');
    if (!more) return;
    const who = personBefore(lexemes, at, totalAt, speakerId);
    if (!who) return;
    values.set(who.id, isWord(lexemes[at + 2], 'mais') ? lexeme.minor : -lexeme.minor);
    from = Math.min(from, who.at);
    next = at + 3;
  });
  if (values.size === 0) return undefined;
  return {
    ...list('adjust', from, next, [...values.keys()], { mode: 'adjust', values }),
    isWholeList: false,
  };
}

function list(
  rule: string,
  from: number,
  next: number,
  memberIds: readonly string[],
  split: ReadSplit,
): SplitList {
  return {
    rule,
    isOfPayers: false,
    split,
    memberIds,
    isWholeList: true,
    unknown: [],
    addsUp: true,
    from,
    next,
  };
}

function idAt(lexeme: Lexeme | undefined, speakerId: string): string | undefined {
  if (lexeme?.type === 'person') return lexeme.memberId ?? undefined;
  return isWord(lexeme, SELF) ? speakerId : undefined;
}

function personWithin(
  lexemes: readonly Lexeme[],
  from: number,
  reach: number,
  speakerId: string,
): string | undefined {
  for (let at = from; at < from + reach; at++) {
    const id = idAt(lexemes[at], speakerId);
    if (id !== undefined) return id;
  }
  return undefined;
}

function personBefore(
  lexemes: readonly Lexeme[],
  before: number,
  after: number,
  speakerId: string,
): { readonly id: string; readonly at: number } | undefined {
  for (let at = before - 1; at > after && at >= before - 5; at--) {
    const id = idAt(lexemes[at], speakerId);
    if (id !== undefined) return { id, at };
  }
  return undefined;
}

function valueAt(lexemes: readonly Lexeme[], at: number): Value | undefined {
  const lexeme = lexemes[at];
  if (lexeme?.type === 'number') {
    if (lexeme.unit === 'percent') return { type: 'percent', minor: lexeme.minor };
    if (lexeme.unit === 'measure' && COUNTED.test(lexeme.word.split(' ').at(-1) ?? '')) {
      return { type: 'count', minor: lexeme.minor };
    }
    return lexeme.unit === 'money' || lexeme.unit === 'bare'
      ? { type: 'amount', minor: lexeme.minor }
      : undefined;
  }
  if (isWord(lexeme, 'metade')) return { type: 'half' };
  if (isWord(lexeme, 'resto restante')) return { type: 'rest' };
  if (isWord(lexeme, 'uma um') && COUNTED.test(lexemes[at + 1]?.word ?? ''))
    return { type: 'count', minor: 100 };
  return undefined;
}

function readPairs(
  lexemes: readonly Lexeme[],
  totalAt: number,
  total: NumberLexeme,
  speakerId: string,
): SplitList | undefined {
  const pairs: Pair[] = [];
  const unknown: string[] = [];
  let people: string[] = [];
  let value: Value | undefined;
  let style: 'person-first' | 'value-first' | undefined;
  let from = lexemes.length;
  let next = totalAt;
  let saysPaid = false;
  let at = totalAt + 1;
  // "no bar", "de pizza" stand between the total and the list.
  while (
    at < lexemes.length &&
    idAt(lexemes[at], speakerId) === undefined &&
    !(valueAt(lexemes, at) && pairsStart(lexemes, at, speakerId))
  )
    at++;
  for (; at < lexemes.length; at++) {
    const lexeme = lexemes[at];
    const id = isWord(lexeme, 'minha meu') && style !== 'value-first' ? undefined : idAt(lexeme, speakerId);
    const found = valueAt(lexemes, at);
    if (id !== undefined) {
      style ??= 'person-first';
      from = Math.min(from, at);
      if (style === 'value-first' && value) pairs.push({ id, value, sign: 0 });
      else people.push(id);
      if (style === 'value-first') next = at + 1;
    } else if (found) {
      style ??= 'value-first';
      from = Math.min(from, at);
      if (style === 'value-first') value = found;
      else if (people.length > 0) {
        for (const each of people) pairs.push({ id: each, value: found, sign: 0 });
        people = [];
        next = at + 1;
      } else if (found.type === 'rest') value = found;
      else break;
      if (style === 'person-first' && found.type === 'rest' && people.length === 0) {
        const after = personWithin(lexemes, at + 1, 3, speakerId);
        if (after !== undefined && !pairs.some((pair) => pair.id === after)) {
          pairs.push({ id: after, value: found, sign: 0 });
          next = at + 3;
        }
      }
    } else if (lexeme?.type === 'word' && (FILLERS.has(lexeme.word) || COUNTED.test(lexeme.word))) {
      const verb = verbOf(lexeme.word);
      if (verb && /^(paguei|pagou|dei|deu|botei|botou|coloquei|colocou)$/.test(lexeme.word)) saysPaid = true;
    } else if (!isSign(lexeme, ',:;-=()./+\n')) break;
  }
  const memberIds = [...new Set(pairs.map(({ id }) => id))];
  if (memberIds.length < 2 || memberIds.length !== pairs.length) return undefined;
  return judgePairs(pairs, total, { from, next, unknown, saysPaid });
}

const pairsStart = (lexemes: readonly Lexeme[], at: number, speakerId: string): boolean =>
  personWithin(lexemes, at + 1, 2, speakerId) !== undefined;

function judgePairs(
  pairs: readonly Pair[],
  total: NumberLexeme,
  {
    from,
    next,
    unknown,
    saysPaid,
  }: { from: number; next: number; unknown: readonly string[]; saysPaid: boolean },
): SplitList | undefined {
  const base = { memberIds: pairs.map(({ id }) => id), isWholeList: true, unknown, from, next };
  const types = new Set(pairs.map(({ value }) => value.type));
  const sumOf = (): number => pairs.reduce((sum, { value }) => sum + ('minor' in value ? value.minor : 0), 0);
  const withRest = (whole: number): Map<string, number> =>
    new Map(
      pairs.map(({ id, value }) => [
        id,
        'minor' in value
          ? value.minor
          : value.type === 'half'
            ? whole / 2
            : whole - sumOf() - halves(pairs, whole),
      ]),
    );
  if (types.has('percent') || (types.has('half') && !types.has('amount'))) {
    const values = withRest(10_000);
    const sum = [...values.values()].reduce((a, b) => a + b, 0);
    const points = new Map([...values].map(([id, minor]) => [id, minor / 100]));
    return {
      ...base,
      rule: 'percent-list',
      isOfPayers: false,
      split: { mode: 'percent', values: points },
      addsUp: sum === 10_000,
    };
  }
  if (types.has('count')) {
    const weights = new Map(pairs.map(({ id, value }) => [id, 'minor' in value ? value.minor / 100 : 1]));
    return {
      ...base,
      rule: 'shares-list',
      isOfPayers: false,
      split: { mode: 'shares', values: weights },
      addsUp: true,
    };
  }
  const values = withRest(total.minor);
  const sum = [...values.values()].reduce((a, b) => a + b, 0);
  if ([...values.values()].some((each) => each < 0)) return undefined;
  if (sum === total.minor) {
    return {
      ...base,
      rule: saysPaid ? 'payers-list' : 'exact-list',
      isOfPayers: saysPaid,
      split: { mode: 'exact', values },
      addsUp: true,
    };
  }
  const areSmall = pairs.every(({ value }) => 'minor' in value && value.minor <= 2000);
  if (areSmall && sum < total.minor / 2) {
    const weights = new Map([...values].map(([id, minor]) => [id, minor / 100]));
    return {
      ...base,
      rule: 'shares-list',
      isOfPayers: false,
      split: { mode: 'shares', values: weights },
      addsUp: true,
    };
  }
  return undefined;
}

function halves(pairs: readonly Pair[], whole: number): number {
  return pairs.filter(({ value }) => value.type === 'half').length * (whole / 2);
}
