/**
 * What makes a sentence with a number in it *not* a fact about money. Each veto has a name, and sentences it stops.
 * A false card costs trust, a missing card costs a tap on "Nova despesa": in doubt a veto wins.
 */
import { isWord, type Lexeme } from '../lexeme.ts';
import { looksLikeVerb, verbOf } from './verbs.ts';

export interface Veto {
  readonly name: string;
  /** Of one clause. `hasFact`: the clause says in the past tense that somebody spent, paid or sent. */
  readonly stops: (clause: readonly Lexeme[], hasFact: boolean) => boolean;
  /** Stops everything that was said with it, not only its own clause. */
  readonly spreads?: boolean;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));
const has = (clause: readonly Lexeme[], words: ReadonlySet<string>): boolean =>
  clause.some(({ type, word }) => type === 'word' && words.has(word));
const startsWith = (clause: readonly Lexeme[], words: ReadonlySet<string>): boolean => {
  const first = clause.find(({ type, word }) => type === 'word' && !OPENERS.has(word));
  return first !== undefined && words.has(first.word);
};
const OPENERS = set(
  `ah ai amor bom cara e eai ei entao favor galera gente ja la mano mas ne oh oi ok opa ou ow pessoal pfv po
por povo so tipo`,
);

const NEGATIONS = set('nao n nem nunca jamais ninguem nao naum nn sem');
const NO_PART = set(
  `almocou bebe beberam bebeu come comeram comeu conta divide dormiu entra entram entrou foi foram jantou
pagou participa participam participaram participou quis racha rachou toma tomou usa usou vai veio`,
);

const FUTURE = set(
  `bora breve calculei calculo combinado combinamos combinei daqui dara estimativa estimei faltam ficara
gostaria meta orcado orcamento orcaram orcei partiu pensando planejamos planejando planejo precisa
precisam precisamos preciso pretende pretendemos pretendo previsao quer querem queremos quero reservar
sera vai vamo vamos vao vou`,
);
const PROMISES = set(
  `acerto banco chego compro deposito devolvo dou envio garanto levo mando pagamos pago passo quito reembolso
repasso trago transfiro`,
);
const CONDITIONAL = set(
  `caso compraria custaria custariam custasse daria dariam dera desse dessem deveria deveriam devia deviam
digamos ficaria ficariam fosse gastaria ia iam imagina imagine imaginem iria pagaria pagariam pagasse
pagassem poderia poderiam podia podiam provavelmente quase quisesse se sei seria seriam supondo suponha
talvez teria tivesse tomara`,
);
const ORDERED =
  'paga pague paguem manda mande mandem transfere deposita devolve compra compre comprem traz faz empresta cobra pede pode podem alguem avisa lembra lembrem poe bota coloca';
const REQUESTS = set(
  ORDERED +
    ` adianta adiantem ajuda ajudem arrecadacao arrecadar bote busca cobrar cobre cobrem coloque consegue
conseguem contribuam contribui contribuicao deixa deposite depositem devolva doacao doacoes doe doem
empreste faca facam joga lembrar lembrete passa passe passem peca pega ponha quem rifa traga tragam
transfira vaquinha ve veja`,
);
const PRICES = set(
  `anunciado anuncio aproveita aumentou baixou baratinho barato caiu cardapio carissimo caro cobram cobrando
cobraram cobrou corre cotacao cotei custa custam custando custaram custava custavam custou desconto diaria
inteira maximo minimo oferta orcamento partir preco precos promo promocao saem sai saindo subiu tabela
vale valem valia valor vende vendem vendendo vendo vi`,
);
const QUOTES = set(
  `acha achava achou comentou contou disse disseram diz dizendo escreveu fala falando falaram falou jornal
jurou li noticia ouvi pensou perguntou reclamou respondeu segundo`,
);
const FORTUNES = set(
  `achei apostamos apostei apostou bingo economizei economizou filme ganhamos ganhar ganhei ganhou guardei
juntamos juntei loteria mega megasena multado novela oferecendo ofereceram ofereceu ofereci oferecia
pediram pediu perdemos perdeu perdi premio queria queriam raspadinha recorde roubaram roubou sacou salario
saquei serie sonhei sonho sorteio vendemos vendeu vendi`,
);
const THANKS = set(
  'valeu obrigado obrigada obg brigado brigada vlw agradeco parabens desculpa desculpe perdao',
);
const MEMORIES = set('lembra lembram lembro lembrei saudade saudades antigamente epoca');
const JOKES = set(
  `aham bilhao bilhoes brincadeira brincando mentira milhao milhoes sqn trilhao trilhoes zoando zoeira zueira`,
);
const ORDERS = set(
  `agenda agende altera altere apaga apague calcula calcule cancela cancele corrige corrigir corrija cria
crie desfaz edita escreva escreve exclui gera gere lista liste muda mude pesquisa pesquise procura procure
remova remove resuma resume resumir traduz traduza traduzir troca troque`,
);
const CORRECTIONS = set('errei correcao corrigindo verdade errado errada engano enganei');
const STATES = set(
  `abre acaba acho cabe chega chuto combinado comeca contra dura e eh era eram eramos esta estao estava
estavam existe fecha ganha ganham gasta gastam grana ha havia mora parece pesa rende sao somos ta tao tava
tavam tem temos tenho termina tinha tinham vence vencem`,
);
const LABELS = set(
  `alameda assento av avenida capitulo cep chave cnpj codigo contato cpf endereco linha nota numero onibus
placa placar portao protocolo rodovia rua senha tel telefone temporada travessa voo whatsapp zap`,
);
const IDIOMS = set('mico caro lingua pecado promessa promessas micao vexame pau');

export const VETOES: readonly Veto[] = [
  {
    // "não paguei nada ainda" · "ninguém pagou os 50" · "nem gastei 20"
    name: 'negation',
    stops: (clause) => {
      const at = clause.findIndex(
        ({ type, word }) => type === 'word' && NEGATIONS.has(word) && word !== 'sem',
      );
      if (at === -1) return false;
      return !isExclusion(clause);
    },
  },
  {
    // "vou comprar 5 pizzas" · "amanhã eu pago o mercado" · "a gente tem que pagar 300" · "falta pagar 80"
    name: 'future',
    stops: (clause) =>
      clause.some((lexeme) => lexeme.type === 'date' && lexeme.isFuture) ||
      clause.some(
        (lexeme, at) =>
          lexeme.type === 'word' &&
          (FUTURE.has(lexeme.word) ||
            /^(pag|gast|compr|mand|transfer|devolv|cust|i)[aei]?r(ei|emos|a|ao)$/.test(lexeme.word) ||
            (/^(tem|temos|tenho|tinha|tinhamos)$/.test(lexeme.word) && isWord(clause[at + 1], 'que de')) ||
            /^(falta|faltou|faltava)$/.test(lexeme.word) ||
            (/^(ficou|fiquei|ficaram)$/.test(lexeme.word) && isWord(clause[at + 1], 'de'))),
      ),
  },
  {
    // "te pago os 30 depois" · "eu pago 50" · "depois mando os 40"
    name: 'promise',
    stops: (clause, hasFact) =>
      !hasFact &&
      clause.some(
        ({ type, word }, at) =>
          type === 'word' &&
          PROMISES.has(word) &&
          !(
            word === 'pago' &&
            (isWord(clause[at + 1], 'por pelo pela') || clause[at - 1]?.type === 'number')
          ),
      ),
  },
  {
    // "se cada um der 30 dá pra alugar" · "devia ter pago 50" · "quase paguei 200 nesse tênis"
    name: 'hypothetical',
    spreads: true,
    stops: (clause, hasFact) =>
      clause.some(
        ({ type, word }, at) =>
          type === 'word' &&
          CONDITIONAL.has(word) &&
          // "quase 100" is about an amount; "sei" only in "sei lá", "não sei".
          !(word === 'quase' && clause[at + 1]?.type === 'number') &&
          !(word === 'sei' && !isWord(clause[at + 1], 'la')) &&
          // "os 25 que eu devia" are paid now.
          !(word === 'devia' && isWord(clause[at - 1], 'que eu te lhe') && hasFact),
      ),
  },
  {
    // "me manda 50 no pix" · "alguém me empresta 50" · "pode pagar 40 lá" · "cada um manda 30"
    name: 'request',
    stops: (clause, hasFact) => startsWith(clause, REQUESTS_AT_START) || (!hasFact && has(clause, REQUESTS)),
  },
  {
    // "tá 40 reais o ingresso" · "o show custa 180" · "a diária é 300"
    name: 'price-info',
    stops: (clause, hasFact) => !hasFact && (has(clause, PRICES) || isPerUnit(clause) || isOffer(clause)),
  },
  {
    // "a Ana disse que pagou 50" · "segundo o Zé foi 90"
    name: 'quote',
    spreads: true,
    stops: (clause) => has(clause, QUOTES),
  },
  {
    // "ganhei 100 na raspadinha" · "vendi a bike por 400" · "me ofereceu 200"
    name: 'fortune',
    stops: (clause) => has(clause, FORTUNES),
  },
  {
    // "rua das flores 120" · "nota 10 pro churrasco" · "senha do wifi 12345"
    name: 'label',
    stops: (clause, hasFact) => !hasFact && startsWith(clause, LABELS),
  },
  {
    // "valeu pelos 30"
    name: 'thanks',
    stops: (clause, hasFact) => !hasFact && has(clause, THANKS),
  },
  {
    // "lembra quando a gente pagou 10 no rodízio"
    name: 'memory',
    spreads: true,
    stops: (clause) => has(clause, MEMORIES),
  },
  {
    // "paguei um milhão nisso kkk" · "gastei 5 reais sqn"
    name: 'joke',
    spreads: true,
    stops: (clause) => has(clause, JOKES),
  },
  {
    // "resume as últimas 20 mensagens" · "apaga a despesa de 50"
    name: 'order',
    spreads: true,
    stops: (clause) => startsWith(clause, ORDERS),
  },
  {
    // "o vizinho pagou 900 de luz": somebody who is none of the group, and not by name
    name: 'stranger',
    stops: (clause) => isStranger(clause),
  },
  {
    // "na verdade foi 45"
    name: 'correction',
    stops: (clause) => has(clause, CORRECTIONS),
  },
  {
    // "paguei mico" · "paguei caro"
    name: 'idiom',
    stops: (clause) =>
      clause.some(({ word }, at) => IDIOMS.has(word) && verbOf(clause[at - 1]?.word ?? '') !== undefined),
  },
  {
    // "são 12 pessoas" · "o quarto é o 304" · "tem 50 no pote"
    name: 'state',
    stops: (clause, hasFact) =>
      !hasFact &&
      clause.some(
        ({ type, word, raw }) =>
          type === 'word' &&
          (STATES.has(word) || raw.toLowerCase() === 'dá') &&
          !(word === 'e' && raw.toLowerCase() !== 'é'),
      ),
  },
  {
    // "o Zé comeu 6 espetinhos" · "chego às 19" · "o Flamengo perdeu de 3"
    name: 'unknown-verb',
    stops: (clause, hasFact) =>
      !hasFact &&
      !isExclusion(clause) &&
      clause.some(
        ({ type, word }, at) =>
          type === 'word' &&
          verbOf(word) === undefined &&
          looksLikeVerb(word) &&
          !isWord(clause[at - 1], 'da do na no um uma num numa'),
      ),
  },
];

const REQUESTS_AT_START = set(ORDERED);

/** "6,50 o litro", "12 reais o quilo". */
function isPerUnit(clause: readonly Lexeme[]): boolean {
  return clause.some(
    ({ type }, at) =>
      type === 'number' &&
      isWord(clause[at + 1], 'o a por') &&
      isWord(clause[at + 2], 'litro quilo kilo kg metro hora unidade noite pessoa mes dia semana ano'),
  );
}

/** "a gasolina foi pra 6,39", "cerveja a 4,50 no atacadão", "passagem por 280": what it would take, not what was given. */
const isOffer = (clause: readonly Lexeme[]): boolean => {
  const at = clause.findIndex(({ type }) => type === 'number');
  return (
    at > 1 &&
    (isWord(clause[at - 2], 'foi')
      ? isWord(clause[at - 1], 'pra para')
      : isWord(clause[at - 1], 'a por') && !clause.some(({ word }) => verbOf(word)))
  );
};

const EXCLAIMED = set('caramba nossa caraca credo eita vixe putz absurdo louco doido loucura assalto');
/** "caramba, 300 reais num tênis" · "às 15h no posto 9": told with no verb of paying, so it stops all that was said. */
export const isIdle = (sentence: readonly Lexeme[]): boolean =>
  has(sentence, EXCLAIMED) ||
  sentence.some(({ raw }, at) => /^às$/i.test(raw) && sentence[at + 1]?.type === 'number');

/** Somebody without a name at a clause's beginning; people stand as P. */
const STRANGER =
  /^([OoAa]s?|[Mm]eu|[Mm]inha|[Uu]ma?) (?!que|quem|galera|gente|pessoal|turma|grupo|casa|povo)[a-zà-ú]+( d[aoe] \S+)?( já)? (pag|gast|compr|torr|banc|mand)(ou|aram) /;
const isStranger = (clause: readonly Lexeme[]): boolean =>
  STRANGER.test(
    clause.map(({ type, raw }) => `${type === 'person' && !raw.includes(' ') ? 'P' : raw} `).join(''),
  );

/** "a Carol não bebe", "Zé não comeu": who is left out, not what did not happen. */
export function isExclusion(clause: readonly Lexeme[]): boolean {
  const at = clause.findIndex(({ type, word }) => type === 'word' && NEGATIONS.has(word) && word !== 'sem');
  const before = clause[at - 1];
  const isPerson = before?.type === 'person' || isWord(before, 'eu');
  const verb = clause[at + 1];
  return (
    isPerson &&
    verb?.type === 'word' &&
    NO_PART.has(verb.word) &&
    !clause.slice(at + 2).some(({ type }) => type === 'number')
  );
}

/** The first veto that stops a clause. */
export function vetoOf(clause: readonly Lexeme[], hasFact: boolean): Veto | undefined {
  return VETOES.find((veto) => veto.stops(clause, hasFact));
}
