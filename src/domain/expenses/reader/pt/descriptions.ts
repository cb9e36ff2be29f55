/**
 * What it was for: the words no other rule used, nearest to where Portuguese puts the thing: after "de", "no", "com"
 * beside the amount, or the object of the verb, or what stands before the amount.
 */
import { isWord, type Lexeme } from '../lexeme.ts';
import { type Fact, use } from './fact.ts';
import { isSpentOn } from './nouns.ts';
import { FUNCTION_WORDS } from './people-phrases.ts';
import { verbOf } from './verbs.ts';

const JUNK = new Set(
  `acabar acabei acabou adiciona aff agorinha alias aliás anota anote apenas cara cedo comprar conta_ custou
dando deram deu divide dividido dividir ei eita entao era ficou finalmente foi foram fui gastar geral gnt
grana haha hahaha hehe hein iguais igualmente inteira inteiro kk kkkkk lanca manha marca meio muita muito
mundo ne noite oi opa paga pagar pago parcelada parcelado po racha rachado rachar rateia reais real
registra rsrs saindo saiu sim somente ta tarde tipo todo todos valor viu`.split(/\s+/),
);
const LEADS = new Set(
  'de do da dos das no na nos nas em num numa com pro pra para pelo pela a o as os um uma uns umas'.split(
    ' ',
  ),
);

export function readDescription(fact: Fact): string | null {
  const runs = runsOf(fact);
  if (runs.length === 0) return null;
  const best = runs.reduce((a, b) => (scoreOf(fact, b) > scoreOf(fact, a) ? b : a));
  use(fact, best.from, best.next, 'description');
  const words = fact.lexemes.slice(best.from, best.next).map(({ raw }) => raw);
  return words.join(' ').toLowerCase();
}

interface Run {
  readonly from: number;
  readonly next: number;
}

/** Stretches of words no rule used, with the small words inside them: "pão de queijo". */
function runsOf(fact: Fact): Run[] {
  const runs: Run[] = [];
  const { lexemes } = fact;
  let from = -1;
  let last = -1;
  const close = (): void => {
    if (from !== -1) runs.push({ from, next: last + 1 });
    from = -1;
  };
  lexemes.forEach((lexeme, at) => {
    if (isContent(fact, lexeme, at)) {
      if (from === -1) from = at;
      last = at;
    } else if (from === -1) return;
    else if (!isInside(fact, lexeme, at)) close();
  });
  close();
  return runs;
}

function isContent(fact: Fact, lexeme: Lexeme, at: number): boolean {
  if (fact.used.has(at)) return false;
  if (lexeme.type === 'person') return LEADS.has(fact.lexemes[at - 1]?.word ?? '');
  if (lexeme.type === 'number')
    return (
      lexeme.unit === 'code' || (lexeme.unit !== 'money' && at !== fact.amountAt && lexeme.unit === 'measure')
    );
  if (lexeme.type !== 'word' || lexeme.word.length < 2) return false;
  if (isSpentOn(lexeme.word)) return true;
  return !JUNK.has(lexeme.word) && !FUNCTION_WORDS.has(lexeme.word) && verbOf(lexeme.word) === undefined;
}

const isInside = (fact: Fact, lexeme: Lexeme, at: number): boolean =>
  !fact.used.has(at) &&
  lexeme.type === 'word' &&
  (isWord(lexeme, 'de do da dos das e com no na pra a o ao em') || lexeme.word === 'conta');

function scoreOf(fact: Fact, { from, next }: Run): number {
  const words = fact.lexemes.slice(from, next);
  let score = words.some(({ word }) => isSpentOn(word)) ? 4 : 0;
  const lead = fact.lexemes[from - 1];
  if (isWord(lead, 'de do da no na em num numa com nos nas')) score += 2;
  else if (isWord(lead, 'o a os as um uma')) score += 1;
  if (words[0]?.type !== 'word') score -= 3;
  score -= Math.abs(from - Math.max(fact.amountAt, 0)) / 20;
  return score;
}
