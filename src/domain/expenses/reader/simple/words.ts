/** The words of a smaller grammar, one object per language. All folded: no accents, no case. */
export interface SimpleWords {
  readonly language: 'en' | 'es';
  /** "I paid", "pagué": first person, or a form that does not say. */
  readonly spentByMe: readonly string[];
  readonly spentByThem: readonly string[];
  readonly sentByMe: readonly string[];
  readonly sentByThem: readonly string[];
  readonly oweMe: readonly string[];
  readonly iOwe: readonly string[];
  readonly me: readonly string[];
  readonly everyone: readonly string[];
  readonly with: readonly string[];
  readonly between: readonly string[];
  readonly for: readonly string[];
  readonly to: readonly string[];
  readonly without: readonly string[];
  readonly on: readonly string[];
  readonly and: readonly string[];
  readonly reais: readonly string[];
  readonly days: Readonly<Record<string, number>>;
  readonly articles: readonly string[];
  readonly asking: readonly string[];
  readonly spentAsked: readonly string[];
  /** One of these, and nothing is proposed. */
  readonly vetoes: readonly string[];
}

const words = (text: string): readonly string[] => text.split(/\s+/);

export const ENGLISH: SimpleWords = {
  language: 'en',
  spentByMe: words('paid spent bought covered'),
  spentByThem: words('paid spent bought covered'),
  sentByMe: words('sent gave transferred repaid'),
  sentByThem: words('sent gave transferred repaid paid'),
  oweMe: words('owes owe'),
  iOwe: words('owe'),
  me: words('i me myself'),
  everyone: words('everyone everybody all us'),
  with: words('with'),
  between: words('between among'),
  for: words('for'),
  to: words('to'),
  without: words('without except minus but'),
  on: words('on for at in'),
  and: words('and'),
  reais: words('reais real brl bucks'),
  days: { today: 0, yesterday: -1 },
  articles: words('the a an some my our'),
  asking: words('how who what did does do is are when'),
  spentAsked: words('spend spent'),
  vetoes: words(
    `not never nobody nothing no dont didnt wont will would should could might may going gonna if tomorrow later next promise want wants need needs
    please can lets let costs cost price prices said says told heard think guess maybe almost won lost found sold offered remember thanks was were is are has have had per hours minutes years people km`,
  ),
};

export const SPANISH: SimpleWords = {
  language: 'es',
  spentByMe: words('pague gaste compre puse'),
  spentByThem: words('pago gasto compro puso pagaron'),
  sentByMe: words('mande envie transferi di devolvi'),
  sentByThem: words('mando envio transfirio dio devolvio pago'),
  oweMe: words('debe deben'),
  iOwe: words('debo'),
  me: words('yo mi me conmigo'),
  everyone: words('todos todas nosotros grupo'),
  with: words('con conmigo'),
  between: words('entre'),
  for: words('para por'),
  to: words('a para al'),
  without: words('sin menos excepto salvo'),
  on: words('en de del por'),
  and: words('y e'),
  reais: words('reales real reais brl pesos'),
  days: { hoy: 0, ayer: -1, anteayer: -2 },
  articles: words('el la los las un una unos unas mi nuestro'),
  asking: words('cuanto cuanta quien quienes cual como cuando donde'),
  spentAsked: words('gastamos gaste gasto gastaron'),
  vetoes: words(
    `no nunca nadie nada ni voy vas va vamos van ire pagare pagaria gastaria compraria si manana luego proximo proxima prometo quiero quieres necesito hay que
    puedes puede podes podrias favor cuesta cuestan cobran vale valen precio dijo dice dicen segun creo quizas casi gane perdi encontre vendi ofrecio recuerdas gracias esta estan es son tiene tengo por-persona horas minutos anos personas km`,
  ),
};
