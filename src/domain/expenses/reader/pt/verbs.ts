/**
 * Verbs by what they do to the ledger. `person` 1 and 3 are who did it; 2 asks or tells somebody to.
 *
 *   spend    money went away for a thing: gastei, comprei, banquei, torrei
 *   pay      to a shop or to a person, the rest of the sentence says: paguei
 *   give     towards a person: mandei, transferi, devolvi
 *   receive  recebi, caiu
 *   settle   acertei, quitei
 *   owe      devo, deve, devendo
 *   lend     emprestei
 *   share    rachei, divide
 *   record   anota, lança
 *   cost     deu, ficou, saiu (the bill's total)
 */
import { isOneSlipAway } from '../fold-word.ts';
import { isSpentOn } from './nouns.ts';

export type VerbSense =
  | 'spend'
  | 'pay'
  | 'give'
  | 'receive'
  | 'settle'
  | 'owe'
  | 'lend'
  | 'share'
  | 'record'
  | 'cost';

export interface Verb {
  readonly sense: VerbSense;
  readonly person: 1 | 2 | 3;
  readonly isPlural: boolean;
}

const FORMS: Readonly<Record<VerbSense, Readonly<Record<'1' | '1p' | '2' | '3' | '3p', string>>>> = {
  spend: {
    '1': `abasteci abri adiantei almocei aluguei arquei arrumei assinei assumi bancando bankei banquei botei cacei
cobri coloquei completei comprando comprei comprie conprei contratei custeei deixei descolei desembolsei
despejei enchi encomendei enfiei estourei fechei fiz garanti gastando gastei gastie inteirei investi
jantei joguei lanchei larguei levei meti paguey parcelei patrocinei pedi peguei pus puxei queimei rangei
reservei soltei tomei torrei usei`,
    '1p': `abastecemos alugamos bancamos botamos compramos deixamos desembolsamos fechamos gastamos pedimos pegamos
reservamos soltamos torramos`,
    '2': '',
    '3': `abasteceu adiantou alugou arcou assinou assumiu bancou bankou botou cobriu colocou completou comprou
contratou custeou deixou desembolsou encheu encomendou estourou fechou fez garantiu gastou inteirou
investiu largou levou meteu patrocinou pediu pegou puxou queimou reservou soltou torrou trouxe`,
    '3p': `abasteceram alugaram bancaram botaram compraram deixaram desembolsaram fecharam gastaram pediram pegaram
reservaram torraram`,
  },
  pay: {
    '1': 'paguei pagei pg pguei paquei pagay paguie pagueii paguai acertado',
    '1p': 'pagamos pagamo',
    '2': '',
    '3': 'pagou pagô pago paga',
    '3p': 'pagaram',
  },
  give: {
    '1': `dei depositei devolvi entreguei enviei madei mandei mandie passei pixei reembolsei repassei ressarci
retornei transferi`,
    '1p': 'mandamos passamos demos transferimos devolvemos',
    '2': '',
    '3': `depositou deu devolveu entregou enviou mandou passou pixou reembolsou repassou ressarciu retornou
transferiu`,
    '3p': 'mandaram passaram deram transferiram enviaram depositaram devolveram',
  },
  receive: {
    '1': 'recebi',
    '1p': 'recebemos',
    '2': '',
    '3': 'recebeu caiu entrou chegou',
    '3p': 'receberam',
  },
  settle: {
    '1': 'acertei quitei zerei',
    '1p': 'acertamos quitamos zeramos',
    '2': '',
    '3': 'acertou quitou zerou',
    '3p': 'acertaram quitaram',
  },
  owe: {
    '1': 'devo fiquei',
    '1p': 'devemos',
    '2': '',
    '3': 'deve devendo dve',
    '3p': 'devem',
  },
  lend: { '1': 'emprestei', '1p': 'emprestamos', '2': '', '3': 'emprestou', '3p': 'emprestaram' },
  share: {
    '1': 'rachei dividi rateei racheii',
    '1p': 'rachamos dividimos rateamos',
    '2': 'racha divide rateia rache divida rachar dividir dividindo rachando ratear rateando dividido dividida rachado rachada divd',
    '3': 'rachou dividiu rateou',
    '3p': 'racharam dividiram',
  },
  record: {
    '1': 'anotei lancei registrei',
    '1p': '',
    '2': 'anota anote lanca lance registra registre adiciona adicione marca marque inclui acrescenta anotar lancar registrar adicionar',
    '3': '',
    '3p': '',
  },
  cost: {
    '1': '',
    '1p': '',
    '2': '',
    '3': 'ficou saiu foi totalizou fechou bateu',
    '3p': 'ficaram sairam foram deram',
  },
};

const VERBS = new Map<string, Verb>();
for (const [sense, byPerson] of Object.entries(FORMS)) {
  for (const [person, forms] of Object.entries(byPerson)) {
    for (const form of forms.split(/\s+/).filter(Boolean)) {
      // "deu", "fechou": the first sense stands, a rule asks for the other by the word.
      if (!VERBS.has(form)) {
        VERBS.set(form, {
          sense: sense as VerbSense,
          person: Number(person.charAt(0)) as 1 | 2 | 3,
          isPlural: person.endsWith('p'),
        });
      }
    }
  }
}
for (const present of ['pago', 'paga', 'acertado']) VERBS.delete(present);
// "fiquei devendo" owes; "fiquei" alone says nothing.
VERBS.delete('fiquei');

const SLIPPED =
  'paguei gastei comprei mandei transferi rachei dividi recebi pagou gastou comprou mandou transferiu emprestei devolvi'.split(
    ' ',
  );
/** Real words one letter away from those. */
const OTHER_WORDS = new Set(
  `compra comprar compras compre devolve devolver divida dividas dividi dividia dividir dividiu emprestar
emprestou gastar gaste gastem gasto gastos gostei gostem gosto gostou mandar mande mandem mando paga
pagado pagam pagao pagar pagas pagos pagou pague passei passou pegou pegue peguei rachar rache rachou
receba recebe receber recebeu recebia transfere transferi transferir transfira`.split(/\s+/),
);

export function verbOf(word: string): Verb | undefined {
  const exact = VERBS.get(word);
  if (exact || word.length < 5 || OTHER_WORDS.has(word)) return exact;
  const meant = SLIPPED.find((form) => isOneSlipAway(word, form));
  return meant === undefined ? undefined : VERBS.get(meant);
}

/** Does it look like a verb the grammar does not know? Then the sentence tells something else. */
export function looksLikeVerb(word: string): boolean {
  if (word.length < 4 || NOUNS_LIKE_VERBS.has(word) || isSpentOn(word)) return false;
  return /(ou|eu|iu|aram|eram|iram|ando|endo|indo|amos|emos|imos|ava|avam|rei|asse|esse|isse|ei|ar|er|ir)$/.test(
    word,
  );
}

const NOUNS_LIKE_VERBS = new Set(
  `acucar agenda bazar calor colar colher descontando elevador encomenda escolar excluindo familiar fazenda freezer lar lazer lei lugar meu motor mulher museu particular quando rei renda seu super talher talheres tambor teu tirando volei voucher`.split(
    /\s+/,
  ),
);
