/**
 * The amount of a fact when it is more than one number. Rules, each with examples:
 *
 *   pieces         "4 pizzas de 45" · "3 ingressos a 60 cada" · "5 cervejas 8 cada"
 *   installments   "3x de 50" · "300 em 3x" · "1200 parcelado em 10 vezes"
 *   surcharge      "200 + 10%" · "80 com 10%" · "80 mais 20 de taxa"
 *   each           "a Ana e o Zé pagaram 100 cada um" · "20 pra cada"
 *   change         "dei 100 e voltou 20 de troco"
 */
import { isSign, isWord, type Lexeme, type NumberLexeme } from '../lexeme.ts';
import { MEASURES } from './units.ts';

export interface TotalRead {
  /** Index of the number that is the amount. */
  readonly at: number;
  readonly minor: number;
  readonly installments: number | null;
  readonly isForEach: boolean;
  readonly rules: readonly string[];
  /** Other lexemes that are part of it. */
  readonly used: readonly (readonly [from: number, next: number])[];
}

const isCount = (lexeme: Lexeme | undefined): lexeme is NumberLexeme =>
  lexeme?.type === 'number' &&
  (lexeme.unit === 'bare' || lexeme.unit === 'measure') &&
  lexeme.minor % 100 === 0 &&
  lexeme.minor > 100 &&
  lexeme.minor <= 10_000;
const isMoney = (lexeme: Lexeme | undefined): lexeme is NumberLexeme =>
  lexeme?.type === 'number' && (lexeme.unit === 'money' || lexeme.unit === 'bare');
const PER_PIECE = ['de', 'a', 'por', 'à', 'custando', 'saindo'];
const EACH = 'cada unidade cabeca';

/** Which number is the total of the lexemes, and how much it is. undefined: no number is an amount. */
export function readTotal(lexemes: readonly Lexeme[], from = 0): TotalRead | undefined {
  for (let at = from; at < lexemes.length; at++) {
    const lexeme = lexemes[at];
    if (lexeme?.type !== 'number') continue;
    const read = inParts(lexemes, at) ?? inPieces(lexemes, at) ?? plain(lexemes, at);
    if (read) return withSurcharge(lexemes, withInstallments(lexemes, read));
  }
  return undefined;
}

/** "3x de 50", "6 parcelas de 200". */
function inParts(lexemes: readonly Lexeme[], at: number): TotalRead | undefined {
  const times = lexemes[at];
  if (times?.type !== 'number' || times.unit !== 'times') return undefined;
  const amountAt = isWord(lexemes[at + 1], 'de') ? at + 2 : at + 1;
  const each = lexemes[amountAt];
  if (!isMoney(each)) return undefined;
  const count = times.minor / 100;
  return {
    at: amountAt,
    minor: each.minor * count,
    installments: count,
    isForEach: false,
    rules: ['installments'],
    used: [[at, amountAt + 1]],
  };
}

/** "4 pizzas de 45": a small count, up to three words, then de/a and money; or money and "cada". */
function inPieces(lexemes: readonly Lexeme[], at: number): TotalRead | undefined {
  const count = lexemes[at];
  if (!isCount(count)) return undefined;
  const first = lexemes[at + 1];
  const isCountOfThings =
    count.unit === 'measure'
      ? isThingMeasure(count)
      : first?.type === 'word' && first.word.length > 2 && !PER_PIECE.includes(first.word);
  if (!isCountOfThings) return undefined;
  for (let price = at + 1; price < Math.min(at + 7, lexemes.length); price++) {
    const lexeme = lexemes[price];
    if (lexeme?.type === 'sign' && !isSign(lexeme, ',')) return undefined;
    if (lexeme?.type !== 'number') continue;
    if (!isMoney(lexeme) || MEASURES.has(lexemes[price + 1]?.word ?? '')) return undefined;
    const isEach =
      isEachAfter(lexemes, price) ||
      (isWord(lexemes[price - 1], 'de a à') && price > at + (count.unit === 'measure' ? 1 : 1));
    const isFor = isWord(lexemes[price - 1], 'por') && !isEachAfter(lexemes, price);
    if (!isEach || isFor) return undefined;
    return {
      at: price,
      minor: (lexeme.minor * count.minor) / 100,
      installments: null,
      isForEach: false,
      rules: ['pieces'],
      used: [
        [at, at + 1],
        [price, price + 1 + (isEachAfter(lexemes, price) ? 1 : 0)],
      ],
    };
  }
  return undefined;
}

const isThingMeasure = (count: NumberLexeme): boolean =>
  /(diarias?|noites?|garrafas?|latas?|latinhas?|caixas|sacos|pacotes|fardos?|unidades|rodadas?|doses|copos|porcoes|quilos|kg|litros|espetinhos?|vagas|camas|pessoas|adultos|duzias|cadeiras|mesas|horas|quartos)$/.test(
    count.word,
  );

function isEachAfter(lexemes: readonly Lexeme[], at: number): boolean {
  return (
    isWord(lexemes[at + 1], EACH) ||
    (isWord(lexemes[at + 1], 'pra por para de a reais') && isWord(lexemes[at + 2], `${EACH} pessoa`))
  );
}

function plain(lexemes: readonly Lexeme[], at: number): TotalRead | undefined {
  const lexeme = lexemes[at];
  if (!isMoney(lexeme) || lexeme.minor <= 0) return undefined;
  // "2 cervejas 30", "comprei 2 pizzas por 90": a count when a better amount follows.
  if (
    lexeme.unit === 'bare' &&
    isCount(lexeme) &&
    lexemes[at + 1]?.type === 'word' &&
    followedByMoney(lexemes, at)
  )
    return undefined;
  if (lexeme.unit === 'bare' && lexeme.minor <= 10_000 && isPlural(lexemes[at + 1])) return undefined;
  if (
    lexeme.unit === 'bare' &&
    isWord(lexemes[at - 1], 'por') &&
    lexeme.minor <= 2000 &&
    lexemes[at + 1]?.type === 'word' &&
    lexemes.slice(0, at).some(isMoney)
  )
    return undefined;
  if (lexeme.unit === 'bare' && lexeme.minor === 100 && lexemes[at + 1]?.type === 'word') return undefined;
  return {
    at,
    minor: lexeme.minor,
    installments: null,
    isForEach: isEachAfter(lexemes, at),
    rules: [],
    used: [[at, at + 1]],
  };
}

/** "3 camisas", "5 fotos": counted, not paid. */
const isPlural = (lexeme: Lexeme | undefined): boolean =>
  lexeme?.type === 'word' &&
  lexeme.word.length > 3 &&
  lexeme.word.endsWith('s') &&
  !/^(reais|mais|menos|nos|nas|dos|das|pros|pras|aos|depois|antes|gas|nois|todos|todas|hoje)$/.test(
    lexeme.word,
  );

/** A number again within a few words and no join between: the first one counted things. */
function followedByMoney(lexemes: readonly Lexeme[], at: number): boolean {
  const word = lexemes[at + 1]?.word ?? '';
  if (
    /^(de|do|da|no|na|em|com|pra|pro|por|e|mais|entre|menos|sem|reais|a|o|para|cada|nos|nas|num|numa)$/.test(
      word,
    )
  )
    return false;
  for (let next = at + 1; next < Math.min(at + 7, lexemes.length); next++) {
    const lexeme = lexemes[next];
    if (isMoney(lexeme)) return true;
    if (lexeme?.type === 'person' || isWord(lexeme, 'e mais')) return false;
    if (lexeme?.type === 'sign' && !isSign(lexeme, ',:-')) return false;
  }
  return false;
}

/** "em 3x", "parcelado em 10 vezes", "dividido em 3x no cartão". */
function withInstallments(lexemes: readonly Lexeme[], read: TotalRead): TotalRead {
  if (read.installments !== null) return read;
  const at = lexemes.findIndex((lexeme) => lexeme.type === 'number' && lexeme.unit === 'times');
  const times = lexemes[at];
  if (times?.type !== 'number' || times.minor < 200) return read;
  const isIn = isWord(lexemes[at - 1], 'em por parcelado parcelada parcelei de') || at > read.at;
  if (!isIn) return read;
  return {
    ...read,
    installments: times.minor / 100,
    rules: [...read.rules, 'installments'],
    used: [...read.used, [isWord(lexemes[at - 1], 'em') ? at - 1 : at, at + 1]],
  };
}

/** "+ 10%", "mais 10%", "com 10%", "10% a mais", "com os 10% do garçom"; "+ 20 de taxa". */
function withSurcharge(lexemes: readonly Lexeme[], read: TotalRead): TotalRead {
  for (let at = read.at + 1; at < lexemes.length; at++) {
    const lexeme = lexemes[at];
    if (lexeme?.type !== 'number') continue;
    const isPlus =
      isSign(lexemes[at - 1], '+') ||
      isWord(lexemes[at - 1], 'mais') ||
      ((isWord(lexemes[at - 1], 'os') || isSign(lexemes[at - 1], '+')) &&
        (isWord(lexemes[at - 2], 'mais com') || isSign(lexemes[at - 2], '+')));
    const isMore = isWord(lexemes[at + 1], 'a') && isWord(lexemes[at + 2], 'mais');
    if (lexeme.unit === 'percent') {
      const personAhead = lexemes.slice(Math.max(0, at - 3), at).some(({ type }) => type === 'person');
      const isTip =
        isWord(lexemes[at + 1], 'de do') && isWord(lexemes[at + 2], 'gorjeta servico garcom taxa caixinha');
      if (personAhead || !(isPlus || isMore || isWord(lexemes[at - 1], 'com') || isTip)) continue;
      const minor = Math.round(read.minor * (1 + lexeme.minor / 10_000));
      const next = isMore ? at + 3 : isTip ? at + 3 : at + 1;
      return { ...read, minor, rules: [...read.rules, 'surcharge'], used: [...read.used, [at - 1, next]] };
    }
    const isFee =
      isWord(lexemes[at + 1], 'de da do') &&
      isWord(lexemes[at + 2], 'taxa gorjeta frete servico entrega couvert caixinha bagagem');
    if (
      isMoney(lexeme) &&
      isPlus &&
      (isFee || (at === read.at + 2 && isSign(lexemes[at - 1], '+') && !isWord(lexemes[at + 1], 'de')))
    ) {
      return {
        ...read,
        minor: read.minor + lexeme.minor,
        rules: [...read.rules, 'surcharge'],
        used: [...read.used, [at - 1, isFee ? at + 3 : at + 1]],
      };
    }
  }
  const back = lexemes.findIndex((lexeme, at) => at > read.at && isWord(lexeme, 'troco'));
  const change = back === -1 ? undefined : lexemes.slice(read.at + 1, back).find(isMoney);
  if (change && change.minor < read.minor) {
    const at = lexemes.indexOf(change);
    return {
      ...read,
      minor: read.minor - change.minor,
      rules: [...read.rules, 'change'],
      used: [...read.used, [at, back + 1]],
    };
  }
  return read;
}
