/**
 * Questions to the ledger. Rules, each with examples:
 *
 *   my-balance     "quanto eu devo?" · "qual meu saldo" · "ainda devo alguma coisa pra alguém?"
 *   who-owes-me    "quem me deve?" · "quanto falta eu receber?"
 *   balance-with   "quanto eu devo pra Ana?" · "o Zé me deve quanto?"
 *   all-balances   "como tá a divisão?" · "quem deve pra quem?"
 *   spent          "quanto gastamos em mercado este mês?" · "quanto deu o hotel?"
 *   quotient       "quanto fica 300 dividido por 7?"
 */
import { type CivilDay, civilDay, dayNumber, isoDate } from '../civil-date.ts';
import { hasWord, isWord, type Lexeme } from '../lexeme.ts';
import type { Question } from '../reading.ts';
import { isAmount } from './clauses.ts';
import { isSpentOn } from './nouns.ts';

const ASKING = new Set(
  `cade calcula calcule como mostra mostre onde qm qnt qnto qt qto quais qual quando quanta quantas quanto
quantos quem`.split(/\s+/),
);
const LEDGER = new Set(
  `acertar acertei acerto acertou balanco caixinha comprei comprou conta contas credito custou despesa
despesas deu deve devem devemos devendo devia devo devolveu divida dividas dividido dividir divisao
extrato falta faltam fica ficou foi gastamos gastaram gastei gasto gastos gastou lancaram lancou mandaram
mandou negativo pagamos pagaram pago pagou paguei parcela parcelas pendencia pendencias pendente positivo
quite quitei quites quitou racha rachar rachou receber recebi recebo resumo saiu saldo saldos situacao
soma somou total transferiu valor vermelho`.split(/\s+/),
);
const TALK = new Set(
  `alugar anos bora chega comprar consegue custa custam custaria dera empresta hora horas idade ou paga pode
podem quer querem racha topa topam vai vamo vamos vem vou`.split(/\s+/),
);
const OPENERS = new Set(
  `ai alguem bot cara diz e ei entao fala galera gente lembra mano mas me oi ola opa ow pessoal po racha sabe
sabem vc vcs voces`.split(/\s+/),
);

export function isAsked(sentence: readonly Lexeme[], endsWithMark: boolean): boolean {
  if (endsWithMark) return !endsWithTag(sentence);
  // "me diz meu saldo aí"
  if (sentence.length < 7 && hasWord(sentence, 'saldo') && !sentence.some(isAmount)) return true;
  const first = sentence.find(
    ({ type, word }) => type === 'word' && !OPENERS.has(word) && !/^(o|a|em|de|por|pra|com|ate)$/.test(word),
  );
  if (first?.type !== 'word' || !ASKING.has(first.word)) {
    return false;
  }
  // "quem pagou o uber foi a Carol" answers; "como eu paguei 50" tells.
  const isAnswer = sentence.some(
    (lexeme, at) =>
      isWord(lexeme, 'foi fui') &&
      (sentence[at + 1]?.type === 'person' ||
        sentence[at + 2]?.type === 'person' ||
        isWord(sentence[at + 1], 'eu')),
  );
  return (
    !(isAnswer && isWord(first, 'quem qm')) &&
    !isWord(first, 'quando onde') &&
    !(isWord(first, 'como') && hasWord(sentence, 'paguei gastei'))
  );
}

/** "paguei 50 no uber, beleza?": told, not asked. */
function endsWithTag(sentence: readonly Lexeme[]): boolean {
  const last = sentence.at(-1);
  const isTag = isWord(last, 'ok blz beleza viu certo fechou hein ta tá tabom fechado combinado');
  return isTag && hasWord(sentence, 'paguei gastei pagou gastou comprei comprou mandei passei transferi');
}

export const concernsLedger = (sentence: readonly Lexeme[]): boolean => {
  const asksWho = sentence.some(
    (lexeme) =>
      lexeme.type === 'word' &&
      /^(quanto|qto|qnto|qnt|quem|qual|como|cade|quantos|qm|calcul.|mostr.)$/.test(lexeme.word),
  );
  const isLedger = sentence.some(({ type, word }) => type === 'word' && LEDGER.has(word));
  const isTalk = sentence.some(({ type, word }) => type === 'word' && TALK.has(word));
  const isFirstPerson = hasWord(
    sentence,
    'devo devendo deve devem saldo pagou quite quites gastamos divisao acerto pago paguei recebi mandou pagaram acertei pendencia pendencias total situacao',
  );
  const divides = hasWord(sentence, 'dividido dividir por entre cada') && sentence.some(isAmount);
  const asksHowMuch = hasWord(sentence, 'quanto qto qnto qnt qual');
  if (
    (divides ||
      sentence.some((lexeme) => lexeme.type === 'number' && lexeme.unit === 'percent') ||
      hasWord(sentence, 'cada')) &&
    asksHowMuch
  )
    return true;
  return isLedger && (asksWho || isFirstPerson || divides) && !(isTalk && !asksHowMuch && !divides);
};

export function readQuestion(sentence: readonly Lexeme[], today: CivilDay): Question {
  const has = (words: string): boolean => hasWord(sentence, words);
  const person = sentence.find(({ type }) => type === 'person');
  const memberId = person?.type === 'person' ? person.memberId : null;
  const numbers = sentence.filter((lexeme) => lexeme.type === 'number');
  const [amount, by] = numbers;
  if (amount && by && has('dividido dividir por divide entre') && by.minor >= 200) {
    return { asks: 'quotient', amountMinor: amount.minor, by: by.minor / 100 };
  }
  if (has('quem qm') && has('me') && has('deve devendo devem')) return { asks: 'who-owes-me' };
  if (has('receber recebo')) return { asks: 'who-owes-me' };
  if (memberId !== null && has('devo deve devendo quite quites acertar'))
    return { asks: 'balance-with', memberId };
  if (has('quem qm') && has('deve devendo devem')) return { asks: 'all-balances' };
  if (has('devo saldo devendo minha') && !has('gastei gastamos')) return { asks: 'my-balance' };
  if (
    has('gastamos gastou gastei gasto gastos gastaram deu ficou foi total saiu custou pagamos paguei pagou')
  ) {
    const about = sentence.flatMap(({ type, word }) =>
      type === 'word' && isSpentOn(word) && word !== 'conta' ? [word] : [],
    );
    const isMine = has('gastei paguei') || (has('eu') && !has('gente'));
    const { from, to } = periodOf(sentence, today);
    if (about.length === 0 && !has('gastamos gastou gastei gasto gastos gastaram total'))
      return { asks: 'something-else' };
    return {
      asks: 'spent',
      about,
      memberId: isMine ? 'speaker' : has('gastou') && memberId !== null ? memberId : null,
      from,
      to,
    };
  }
  if (has('divisao acerto saldos contas resumo balanco')) return { asks: 'all-balances' };
  return { asks: 'something-else' };
}

function periodOf(sentence: readonly Lexeme[], today: CivilDay): { from: string | null; to: string | null } {
  const text = sentence.map(({ word }) => word).join(' ');
  const monthFrom = (year: number, month: number): { from: string; to: string } => {
    const first = { year, month, day: 1 };
    const next = month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 };
    return { from: isoDate(first), to: isoDate(civilDay(dayNumber(next) - 1)) };
  };
  if (/\b(este|esse|neste|nesse|no) mes\b/.test(text) && !/passado/.test(text))
    return monthFrom(today.year, today.month);
  if (/mes passado/.test(text)) {
    return today.month === 1 ? monthFrom(today.year - 1, 12) : monthFrom(today.year, today.month - 1);
  }
  if (/\b(este|esse|neste|nesse) ano\b/.test(text))
    return { from: `${today.year}-01-01`, to: `${today.year}-12-31` };
  const day = sentence.find((lexeme) => lexeme.type === 'date' && lexeme.iso !== null);
  if (day?.type === 'date') return { from: day.iso, to: day.iso };
  return { from: null, to: null };
}
