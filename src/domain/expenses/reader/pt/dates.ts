/**
 * Days. Rules, each with examples:
 *
 *   relative     hoje · ontem · anteontem · "antes de ontem" · amanhã
 *   weekday      sexta · "na segunda" · "sábado passado" · "quinta-feira": the most recent past one, today excluded
 *   day-number   "dia 5": this month's, or the previous month's if it is still to come
 *   calendar     05/03 · 5/3/2026 · "5 de março" · "dia 5 de março"
 *   ago          "há 3 dias" · "faz 2 dias" · "3 dias atrás"
 *   period       "semana passada" · "mês passado" · "esses dias" · "fim de semana": no day
 *   to-come      "semana que vem" · "sexta que vem" · "próximo mês": in the future
 */
import { type CivilDay, civilDay, dayNumber, isoDate, isRealDay, weekdayOf } from '../civil-date.ts';
import { type DateLexeme, pieceOf } from '../lexeme.ts';
import type { Token } from '../tokenize.ts';
import { valueOfNumberWord } from './number-words.ts';

const WEEKDAYS: Readonly<Record<string, number>> = {
  domingo: 0,
  segunda: 1,
  terca: 2,
  quarta: 3,
  quinta: 4,
  sexta: 5,
  sabado: 6,
  sabadao: 6,
  sextou: 5,
  sextafeira: 5,
  seg: 1,
  ter: 2,
  qua: 3,
  qui: 4,
  sex: 5,
  sab: 6,
  dom: 0,
  domingao: 0,
  segundona: 1,
};
const SHORT_WEEKDAYS = new Set(['seg', 'ter', 'qua', 'qui', 'sex', 'sab', 'dom']);
const MONTHS =
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro'.split(' ');
const SHORT_MONTHS = MONTHS.map((month) => month.slice(0, 3));
const RELATIVE: Readonly<Record<string, number>> = {
  hoje: 0,
  hj: 0,
  oje: 0,
  ontem: -1,
  ontm: -1,
  otem: -1,
  ontei: -1,
  onte: -1,
  ont: -1,
  anteontem: -2,
  antiontem: -2,
  antontem: -2,
  trasanteontem: -3,
  amanha: 1,
  amanhan: 1,
  amnh: 1,
};
const PERIODS = new Set(
  'semana mes ano fim final finde feriado feriadao verao carnaval natal reveillon pascoa'.split(' '),
);
const DEMONSTRATIVES = new Set(
  `aquela aquele essa essas esse esses esta estas este estes naquela naquele nessa nessas nesse nesses nesta
neste outra outro`.split(/\s+/),
);

export interface ReadDate {
  readonly lexeme: DateLexeme;
  readonly next: number;
}

/** The date that begins at token `at`, if one does. */
export function readDate(tokens: readonly Token[], at: number, today: CivilDay): ReadDate | undefined {
  const now = dayNumber(today);
  const word = (ahead: number): string => tokens[at + ahead]?.word ?? '';
  const found = (length: number, day: number | null, isFuture = day !== null && day > now): ReadDate => ({
    next: at + length,
    lexeme: {
      type: 'date',
      ...pieceOf(tokens, at, at + length),
      iso: day === null || isFuture ? null : isoDate(civilDay(day)),
      isFuture,
    },
  });
  if (tokens[at]?.type === 'digits') {
    const slashed = readSlashed(tokens, at, today);
    if (slashed) return found(slashed.length, slashed.day);
    const month = word(1) === 'de' ? monthOf(word(2)) : -1;
    if (month !== -1) return ofMonth(Number(tokens[at]?.raw), month, 3);
    const ago = /^(dia|dias)$/.test(word(1)) && /^(atras|atraz)$/.test(word(2));
    return ago ? found(3, now - Number(tokens[at]?.raw)) : undefined;
  }
  if (tokens[at]?.type !== 'word') return undefined;
  if (word(0) === 'depois' && word(1) === 'de' && RELATIVE[word(2)] === 1) return found(3, now + 2);
  if ((word(0) === 'antes' || word(0) === 'ante') && word(1) === 'de' && RELATIVE[word(2)] === -1)
    return found(3, now - 2);
  const relative = RELATIVE[word(0)];
  if (relative !== undefined) return found(1, now + relative);
  if (word(0) === 'dia') {
    const day = tokens[at + 1]?.type === 'digits' ? Number(tokens[at + 1]?.raw) : valueOfNumberWord(word(1));
    if (tokens[at + 1]?.type === 'digits') {
      const slashed = readSlashed(tokens, at + 1, today);
      if (slashed) return found(slashed.length + 1, slashed.day);
    }
    if (day === undefined || !Number.isInteger(day) || day < 1 || day > 31) return undefined;
    const month = word(2) === 'de' ? monthOf(word(3)) : -1;
    if (month !== -1) return ofMonth(day, month, 4);
    return found(2, lastDayNumbered(today, day));
  }
  if ((word(0) === 'ha' || word(0) === 'faz' || word(0) === 'tem') && /^dias?$/.test(word(2))) {
    const count = tokens[at + 1]?.type === 'digits' ? Number(word(1)) : valueOfNumberWord(word(1));
    const back = /^atras$/.test(word(3)) ? 4 : 3;
    return count === undefined || word(0) === 'tem' ? undefined : found(back, now - count);
  }
  return readWeekday() ?? readPeriod();

  function readWeekday(): ReadDate | undefined {
    const weekday = WEEKDAYS[word(0)];
    if (weekday === undefined) return undefined;
    let length = 1;
    if (word(1) === '-' && word(2) === 'feira') length = 3;
    else if (word(1) === 'feira') length = 2;
    const after = word(length);
    // "segunda rodada", "quarta parcela" count; "a quinta" may be a house: only alone, with "feira", or "passada".
    const before = tokens[at - 1]?.word ?? '';
    if (length === 1 && SHORT_WEEKDAYS.has(word(0)) && before !== 'na' && before !== '') return undefined;
    if (
      length === 1 &&
      /^(vez|rodada|parcela|diaria|pizza|etapa|via|opcao|temporada|parte|tentativa|dose|leva)$/.test(after)
    ) {
      return undefined;
    }
    if (after === 'que' && word(length + 1) === 'vem') return found(length + 2, now + 1, true);
    if (/^proxim/.test(before) || /^proxim/.test(after)) return found(length, now + 1, true);
    const isPast = /^(passada|passado|ultima|ultimo)$/.test(after);
    const back = (weekdayOf(now) - weekday + 7) % 7 || 7;
    return found(length + (isPast ? 1 : 0), now - back);
  }

  function readPeriod(): ReadDate | undefined {
    if (/^proxim[ao]$/.test(word(0)) && PERIODS.has(word(1))) return found(2, now + 1, true);
    if (PERIODS.has(word(0))) {
      const length = word(1) === 'de' && word(2) === 'semana' ? 3 : 1;
      if (word(length) === 'que' && word(length + 1) === 'vem') return found(length + 2, now + 1, true);
      if (/^proxim/.test(word(length))) return found(length + 1, now + 1, true);
      if (/^(passad[oa]|retrasad[oa])$/.test(word(length))) return found(length + 1, null);
      return length === 3 || word(0) === 'finde' ? found(length, null) : undefined;
    }
    if (DEMONSTRATIVES.has(word(0)) && /^(dia|dias|semana|mes|noite|tarde|manha)$/.test(word(1)))
      return found(2, null);
    if (word(0) === 'ultima' && word(1) === 'semana') return found(2, null);
    const month = monthOf(word(0));
    if (month !== -1 && word(0).length > 3 && /^(em|de|desde)$/.test(tokens[at - 1]?.word ?? '')) {
      return found(1, null);
    }
    return undefined;
  }

  function ofMonth(day: number, month: number, length: number): ReadDate | undefined {
    const thisYear = { year: today.year, month: month + 1, day };
    if (!isRealDay(thisYear)) return undefined;
    const number = dayNumber(thisYear);
    return found(length, number > now ? dayNumber({ ...thisYear, year: today.year - 1 }) : number);
  }
}

function monthOf(word: string): number {
  const month = MONTHS.indexOf(word);
  return month !== -1 ? month : SHORT_MONTHS.indexOf(word);
}

function readSlashed(
  tokens: readonly Token[],
  at: number,
  today: CivilDay,
): { readonly length: number; readonly day: number } | undefined {
  const [first, slash, second, slash2, third] = tokens.slice(at, at + 5);
  if (first?.type !== 'digits' || slash?.word !== '/' || second?.type !== 'digits') return undefined;
  const withYear = slash2?.word === '/' && third?.type === 'digits';
  const written = withYear ? Number(third.raw) : today.year;
  const year = written < 100 ? 2000 + written : written;
  const day = { year, month: Number(second.raw), day: Number(first.raw) };
  if (!isRealDay(day)) return undefined;
  const number = dayNumber(day);
  const isToCome = !withYear && number > dayNumber(today);
  return { length: withYear ? 5 : 3, day: isToCome ? dayNumber({ ...day, year: year - 1 }) : number };
}

/** This month's day N, or the previous month's if that is still to come, or the last month that has it. */
function lastDayNumbered(today: CivilDay, day: number): number | null {
  for (let back = day > today.day ? 1 : 0; back < 3; back++) {
    const month = today.month - back;
    const candidate = {
      year: month < 1 ? today.year - 1 : today.year,
      month: month < 1 ? month + 12 : month,
      day,
    };
    if (isRealDay(candidate)) return dayNumber(candidate);
  }
  return null;
}
