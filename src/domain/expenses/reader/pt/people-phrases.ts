/**
 * Lists of people: "a Ana", "eu, Bia e o Zé", "todo mundo", "geral", "mim e pro Zé". A word nobody knows is taken for a
 * name when it is written with a capital, or where only a person can stand.
 */
import { isSign, isWord, type Lexeme } from '../lexeme.ts';
import { isSpentOn } from './nouns.ts';
import { verbOf } from './verbs.ts';

export interface PeoplePhrase {
  readonly memberIds: readonly string[];
  readonly unknown: readonly string[];
  readonly isEveryone: boolean;
  readonly from: number;
  readonly next: number;
}

const SELF = 'eu mim comigo migo me mi'.split(' ');
const EVERYONE =
  'todos todas geral galera pessoal turma rapaziada povo nos nois cambada tds familia grupo casa gente tropa bonde conosco todxs'.split(
    ' ',
  );
const ARTICLES = 'o a os as ao aos';

export interface PhraseOptions {
  readonly speakerId: string;
  /** Where only a person can stand, any word that is not a noun we know is a name. */
  readonly isSurelyPeople?: boolean;
}

/** The list that begins at `from`, if one does. */
export function readPeople(
  lexemes: readonly Lexeme[],
  from: number,
  options: PhraseOptions,
): PeoplePhrase | undefined {
  const memberIds: string[] = [];
  const unknown: string[] = [];
  let isEveryone = false;
  let [at, next] = [from, from];
  for (;;) {
    const one = readOne(lexemes, at, options, next === from);
    if (!one) break;
    if (one.isEveryone) isEveryone = true;
    else if (one.memberId === null) unknown.push(one.name);
    else if (!memberIds.includes(one.memberId)) memberIds.push(one.memberId);
    next = one.next;
    at = skipJoin(lexemes, next);
    if (at === next) break;
  }
  return next === from ? undefined : { memberIds, unknown, isEveryone, from, next };
}

function skipJoin(lexemes: readonly Lexeme[], at: number): number {
  let next = at;
  if (isSign(lexemes[next], ',&+/')) next++;
  if (isWord(lexemes[next], 'e com mais')) next++;
  if (next > at && isWord(lexemes[next], 'pra pro para com pelo pela da do')) next++;
  return next;
}

interface One {
  readonly memberId: string | null;
  readonly name: string;
  readonly isEveryone: boolean;
  readonly next: number;
}

function readOne(
  lexemes: readonly Lexeme[],
  from: number,
  { speakerId, isSurelyPeople = false }: PhraseOptions,
  isFirst: boolean,
): One | undefined {
  let at = from;
  if (isWord(lexemes[at], ARTICLES)) at++;
  const lexeme = lexemes[at];
  if (lexeme?.type === 'person') {
    return { memberId: lexeme.memberId, name: lexeme.name, isEveryone: false, next: at + 1 };
  }
  if (lexeme?.type !== 'word') return undefined;
  if (SELF.includes(lexeme.word)) {
    if (lexeme.word === 'me' && !isFirst) return undefined;
    const next = isWord(lexemes[at + 1], 'mesmo mesma') ? at + 2 : at + 1;
    return { memberId: speakerId, name: lexeme.raw, isEveryone: false, next };
  }
  if (isWord(lexeme, 'todo toda') && isWord(lexemes[at + 1], 'mundo grupo galera turma')) {
    return { memberId: null, name: '', isEveryone: true, next: at + 2 };
  }
  if (isWord(lexeme, 'todos todas') && isWord(lexemes[at + 1], 'nos')) {
    return { memberId: null, name: '', isEveryone: true, next: at + 2 };
  }
  if (EVERYONE.includes(lexeme.word)) {
    const isGente =
      lexeme.word === 'gente' ||
      lexeme.word === 'casa' ||
      lexeme.word === 'grupo' ||
      lexeme.word === 'familia';
    if (isGente && at === from) return undefined;
    const next = isWord(lexemes[at + 1], 'toda todo inteira inteiro') ? at + 2 : at + 1;
    return { memberId: null, name: '', isEveryone: true, next };
  }
  const isCapital = /^\p{Lu}\p{Ll}/u.test(lexeme.raw) && from > 0;
  if (
    verbOf(lexeme.word) ||
    isSpentOn(lexeme.word) ||
    lexeme.word.length < 2 ||
    FUNCTION_WORDS.has(lexeme.word)
  )
    return undefined;
  if (isCapital || (isSurelyPeople && !/(ar|er|ir)$/.test(lexeme.word) && looksLikeName(lexemes, at))) {
    return { memberId: null, name: lexeme.raw, isEveryone: false, next: at + 1 };
  }
  return undefined;
}

/** Ends a phrase: nothing describes it further ("com o fefê", not "com a taxa de entrega"). */
function looksLikeName(lexemes: readonly Lexeme[], at: number): boolean {
  const after = lexemes[at + 1];
  return (
    after === undefined || after.type === 'sign' || after.type === 'number' || isWord(after, 'e tambem tbm')
  );
}

export const FUNCTION_WORDS = new Set(
  `a agora ai ali antes aquela aquele aqui as bem blz cada cartao cinco com como credito da das de debito
dela delas dele deles depois dinheiro do dobro dois dos duas e ela ele em especie essa esse esta este eu
favor galera gente hoje igual isso isto ja kkk kkkk la lhe mais mano mas me menos mesmo metade meu meus
mim minha minhas na nada nas no nos nossa nosso num numa o ok onde ontem os ou para parte partes pela pelo
pessoal pessoas pf pfv pix por porque pq pra pro qual quando quatro que quem resto rs se sem seu so sua
tambem taxa tb tbm te ti total tres tu tudo um uma umas uns valeu vc vcs vez vezes vista vlw voce voces`.split(
    /\s+/,
  ),
);
