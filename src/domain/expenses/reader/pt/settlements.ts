/**
 * Money that went from one person to another and bought nothing. Rules, each with examples:
 *
 *   sent       "fiz um pix de 45 pra Ana" · "mandei 200 pra Bia" · "paguei 30 pro Zé" · "paguei o João, 40"
 *   sent-me    "a Carol me pagou os 50" · "o Pedro me mandou 80 no pix" · "Ana pagou 20 pra mim"
 *   third      "o João devolveu 15 pra Bia" · "pix de 75 da Ana pra Bia"
 *   received   "recebi 60 da Bia" · "caiu o pix da Ana, 50"
 *   squared    "acertei 40 com a Carol" · "Zé acertou 40 comigo" · "tô quite com o João, mandei os 90"
 */
import { hasWord, isWord } from '../lexeme.ts';
import type { ReadSettlement } from '../reading.ts';
import { spokenTo } from './debts.ts';
import {
  amountOf,
  dateOf,
  type Fact,
  isPeople,
  peopleAt,
  subjectOf,
  use,
  type VerbAt,
  verbsOf,
} from './fact.ts';
import { isSpentOn } from './nouns.ts';
import type { PeoplePhrase } from './people-phrases.ts';

const TO = 'pra pro para p ao aos pr pros pras prA';
const PIX = 'pix piks pics picpay pixzinho pixinho pixes pixei pixou';
const CASH = 'dinheiro especie cash vivo maos mao';

interface Transfer {
  readonly rule: string;
  readonly from: PeoplePhrase | 'speaker';
  readonly to: PeoplePhrase | 'speaker' | undefined;
}

export function readSettlement(fact: Fact): ReadSettlement | undefined {
  const transfer = findTransfer(fact);
  if (!transfer) return undefined;
  const { speakerId } = fact.scope;
  const amount = amountOf(fact);
  // "mandei 5 fotos": what was counted is no money.
  if (!amount && fact.lexemes.some(({ type }) => type === 'number')) return undefined;
  const idOf = (side: Transfer['from'] | Transfer['to']): string | null =>
    side === 'speaker' ? speakerId : (side?.memberIds[0] ?? null);
  const unknownOf = (side: Transfer['from'] | Transfer['to']): readonly string[] =>
    side === 'speaker' || !side ? [] : side.unknown;
  const [fromId, toId] = [idOf(transfer.from), idOf(transfer.to)];
  if (fromId !== null && fromId === toId) return undefined;
  const unknownPeople = [...unknownOf(transfer.from), ...unknownOf(transfer.to)];
  for (const side of [transfer.from, transfer.to]) {
    if (side && side !== 'speaker')
      use(fact, side.from, side.next, side === transfer.from ? 'payer' : 'participants');
  }
  if (amount) use(fact, fact.amountAt, fact.amountAt + 1, 'amount');
  if (!amount || amount.isVague) fact.ambiguities.push({ field: 'amount', why: 'missing' });
  else if (amount.isApproximate) fact.ambiguities.push({ field: 'amount', why: 'approximate' });
  if (unknownPeople.length > 0) fact.ambiguities.push({ field: 'participants', why: 'unknown-person' });
  fact.rules.push(transfer.rule);
  return {
    kind: 'settlement',
    amountMinor: !amount || amount.isVague ? null : amount.minor,
    fromId,
    toId,
    method: methodOf(fact),
    date: dateOf(fact),
    unknownPeople,
    spans: fact.spans,
    ambiguities: fact.ambiguities,
  };
}

function methodOf(fact: Fact): 'pix' | 'cash' | null {
  if (hasWord(fact.lexemes, PIX)) return 'pix';
  return hasWord(fact.lexemes, CASH) ? 'cash' : null;
}

function findTransfer(fact: Fact): Transfer | undefined {
  const verbs = verbsOf(fact.lexemes);
  if (
    verbs.some(
      ({ sense, word }) => sense === 'owe' || sense === 'lend' || (sense === 'share' && word !== 'rachado'),
    )
  )
    return undefined;
  if (hasWord(fact.lexemes, 'emprestado emprestada')) return undefined;
  const hasPix = hasWord(fact.lexemes, PIX);
  const verb =
    verbs.find(({ sense }) => sense === 'give' || sense === 'receive' || sense === 'settle') ??
    verbs.find(({ sense }) => sense === 'pay') ??
    verbs.find(({ word }) => word === 'fiz' || word === 'fez');
  if (!verb) return hasPix || fact.before?.kind === 'settlement' ? byPixAlone(fact) : undefined;
  if (verb.sense === 'spend' && !hasPix) return undefined;
  // "passei o cartão", "mandei fazer": nothing was sent.
  if (isWord(fact.lexemes[verb.at + 1], 'o') && isWord(fact.lexemes[verb.at + 2], 'cartao')) return undefined;
  switch (verb.sense) {
    case 'receive':
      return received(fact, verb);
    case 'settle':
      return squared(fact, verb);
    default:
      return sent(fact, verb, hasPix);
  }
}

function sent(fact: Fact, verb: VerbAt, hasPix: boolean): Transfer | undefined {
  const isToMe =
    isWord(fact.lexemes[verb.at - 1], 'me') ||
    isWord(fact.lexemes[verb.at + 1], 'me') ||
    (verb.person === 3 && findTo(fact) === 'speaker');
  if (verb.sense === 'pay' && !hasPix && buysSomething(fact, verb, isToMe)) return undefined;
  if (verb.sense === 'give' && !hasPix && boughtThing(fact)) return undefined;
  if (verb.person === 3) {
    const giver = subjectOf(fact, verb.at);
    if (!isPeople(giver)) return undefined;
    if (isToMe) return { rule: 'sent-me', from: giver, to: 'speaker' };
    const to = findTo(fact) ?? objectAfter(fact, verb);
    return to ? { rule: 'third', from: giver, to } : undefined;
  }
  if (verb.isPlural) return undefined;
  // "transferi o arquivo pra Bia": a thing was sent.
  const object = fact.lexemes[verb.at + 2];
  if (
    !amountOf(fact) &&
    isWord(fact.lexemes[verb.at + 1], 'o a os as um uma') &&
    object?.type === 'word' &&
    isThing(object.word)
  )
    return undefined;
  const to =
    findTo(fact) ??
    objectAfter(fact, verb) ??
    spokenTo(fact) ??
    quiteWith(fact) ??
    (hasPix ? fromWhom(fact) : undefined);
  if (!to || to === 'speaker') return undefined;
  return { rule: 'sent', from: 'speaker', to };
}

/** "pra Ana", "pro João", "ao Zé", "pra mim". */
function findTo(fact: Fact): PeoplePhrase | 'speaker' | undefined {
  for (const [at, lexeme] of fact.lexemes.entries()) {
    const isTo = isWord(lexeme, TO) || (isWord(lexeme, 'a à') && fact.lexemes[at - 1]?.type === 'number');
    if (!isTo) continue;
    const phrase = peopleAt(fact, at + 1, isWord(lexeme, 'pro pra'));
    if (!isPeople(phrase) || phrase.memberIds.length + phrase.unknown.length !== 1) continue;
    return phrase.memberIds[0] === fact.scope.speakerId ? 'speaker' : phrase;
  }
  return undefined;
}

/** "paguei o João", "paguei a Ana, 50", "já paguei Bia". */
function objectAfter(fact: Fact, verb: VerbAt): PeoplePhrase | undefined {
  const phrase = peopleAt(fact, verb.at + 1);
  return isPeople(phrase) &&
    phrase.memberIds.length + phrase.unknown.length === 1 &&
    phrase.memberIds[0] !== fact.scope.speakerId
    ? phrase
    : undefined;
}

function quiteWith(fact: Fact): PeoplePhrase | undefined {
  if (!hasWord(fact.lexemes, 'quite quites acertado certo zerado zerada quitado acertada')) return undefined;
  return withWhom(fact);
}

function withWhom(fact: Fact): PeoplePhrase | undefined {
  const at = fact.lexemes.findIndex((lexeme) => isWord(lexeme, 'com c comigo'));
  if (at === -1) return undefined;
  const phrase = peopleAt(fact, isWord(fact.lexemes[at], 'comigo') ? at : at + 1);
  return isPeople(phrase) ? phrase : undefined;
}

function received(fact: Fact, verb: VerbAt): Transfer | undefined {
  const giver = fromWhom(fact);
  if (!giver) return undefined;
  if (verb.word === 'recebeu') {
    const receiver = subjectOf(fact, verb.at);
    return isPeople(receiver) ? { rule: 'third', from: giver, to: receiver } : undefined;
  }
  return { rule: 'received', from: giver, to: 'speaker' };
}

function fromWhom(fact: Fact): PeoplePhrase | undefined {
  for (const [at, lexeme] of fact.lexemes.entries()) {
    if (!isWord(lexeme, 'de do da')) continue;
    const phrase = peopleAt(fact, at + 1);
    if (isPeople(phrase)) return phrase;
  }
  return undefined;
}

function squared(fact: Fact, verb: VerbAt): Transfer | undefined {
  if (verb.person === 3) {
    const giver = subjectOf(fact, verb.at);
    const other = withWhom(fact) ?? findTo(fact);
    if (!isPeople(giver) || !other) return undefined;
    return { rule: 'squared', from: giver, to: other };
  }
  if (verb.isPlural) return undefined;
  const to = withWhom(fact) ?? findTo(fact) ?? fromWhom(fact);
  return to ? { rule: 'squared', from: 'speaker', to } : undefined;
}

/** "pix de 75 da Ana pra Bia", "pix pra Ana 50". */
function byPixAlone(fact: Fact): Transfer | undefined {
  if (!amountOf(fact)) return undefined;
  const [giver, to] = [fromWhom(fact), findTo(fact)];
  if (giver) return { rule: 'third', from: giver, to: to ?? 'speaker' };
  return to && to !== 'speaker' ? { rule: 'sent', from: 'speaker', to } : undefined;
}

/** Is something bought named: "paguei 30 de uber pro Zé", "a Ana me pagou o almoço", "paguei a parte da Bia"? */
function buysSomething(fact: Fact, verb: VerbAt, isToMe: boolean): boolean {
  const { lexemes } = fact;
  const toAt = lexemes.findIndex((lexeme, at) => isWord(lexeme, TO) && isPeople(peopleAt(fact, at + 1)));
  return lexemes.some((lexeme, at) => {
    if (at <= verb.at || lexeme.type !== 'word') return false;
    if (isWord(lexeme, 'parte') && !isWord(lexemes[at - 1], 'minha')) return true;
    if (!isThing(lexeme.word)) return false;
    const before = lexemes[at - 1];
    // After whom it went to, "da pizza" says what for, not what was bought; so does "os 30 da pizza".
    if (isWord(before, 'da do das dos pela pelo')) {
      const isWhatFor =
        (toAt !== -1 && at > toAt) || isToMe || isWord(lexemes[fact.amountAt - 1], 'os as aqueles');
      return !isWhatFor;
    }
    return (
      isWord(before, 'o a os as de no na um uma em num numa nos nas umas uns') ||
      before?.type === 'number' ||
      at === verb.at + 1
    );
  });
}

/** "dei 80 no rodízio", "dei 15 de gorjeta pro garçom". */
function boughtThing(fact: Fact): boolean {
  const isDropped = hasWord(fact.lexemes, 'dei deu deram');
  const toAt = fact.lexemes.findIndex((lexeme, at) => isWord(lexeme, TO) && isPeople(peopleAt(fact, at + 1)));
  return fact.lexemes.some(
    (lexeme, at) =>
      lexeme.type === 'word' &&
      isThing(lexeme.word) &&
      (isWord(fact.lexemes[at - 1], 'no na um uma') || (isDropped && isWord(fact.lexemes[at - 1], 'de'))) &&
      !(toAt !== -1 && at > toAt),
  );
}

const NOT_THINGS = new Set(
  `acerto agora app aqui atrasado atrasados banco bradesco caixa cartao cash certinho chave combinado
comprovante conta conto debito deve devendo devia devo dia dinheiro divida doc especie favor fim gente
grana hoje inter itau ja la mais mao maos mes mesmo noite nubank parte picpay pix pouco que reais reserva
resto semana ted total transferencia troco tudo valor vista vivo`.split(/\s+/),
);
const isThing = (word: string): boolean =>
  word.length > 2 && !NOT_THINGS.has(word) && (isSpentOn(word) || !FUNCTION.test(word));
const FUNCTION =
  /^(pra|pro|para|com|sem|que|por|pelo|pela|dos|das|nos|nas|uns|umas|uma|ontem|hoje|ele|ela|isso|era|meu|minha|seu|sua|nosso|antes|depois|tambem|tbm|aquele|aquela|aqueles|aquelas|kkk+|blz|viu|lhe|foi|mim|ali|entao)$/;
