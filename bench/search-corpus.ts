/**
 * Messages as Brazilian groups write them, by the thousand and always the same: everyday words as often as people use
 * them (Zipf), and a long tail of rare ones, so that an index is as large as a real one.
 */

const EVERYDAY =
  `que de a o não e eu vai pra com um uma já tem mais vou aí tá só mas se por gente então hoje amanhã bom dia boa noite
  kkk obrigado valeu beleza pode ser quem onde quando quanto paguei pagou pagar racha conta dinheiro pix mercado pizza cerveja
  churrasco carne carvão gelo refrigerante sobremesa aluguel luz água internet condomínio gasolina pedágio estacionamento uber
  ônibus passagem hotel pousada reserva viagem praia sítio piscina chácara cachoeira trilha ingresso show festa aniversário
  presente bolo vela casa quarto sala cozinha banheiro chave portão garagem carro moto avião aeroporto rodoviária mala mochila
  protetor repelente remédio farmácia médico almoço jantar café lanche padaria feira açougue restaurante garçom gorjeta
  promoção desconto parcela cartão crédito débito comprovante recibo nota banco saque depósito salário férias feriado
  sexta sábado domingo segunda terça quarta quinta semana mês ano hora minuto cedo tarde depois antes agora logo
  ana joão maria pedro júlia lucas beatriz rafael camila thiago mariana bruno fernanda gustavo letícia
  combinado confirmado cancelado atrasado chegando saindo esperando voltando dormindo comprando levando trazendo
  alimentação organização reunião lição coração caminhão limão feijão macarrão pão mão irmão avião televisão
  lista tarefa arrumar limpar lavar cozinhar comprar buscar levar trazer chamar avisar marcar confirmar`.split(
    /\s+/,
  );

const SYLLABLES =
  'ba be bo ca co da de di do fa fe go ja la le li lo ma me mi mo na no pa pe po qui ra re ri ro sa se so ta te ti to va ve vi za'.split(
    ' ',
  );
/** Names, places, slang: what makes a vocabulary long. */
const RARE_WORDS = 20_000;
const RARE_EVERY = 12;

export interface CorpusMessage {
  readonly id: string;
  readonly text: string;
  readonly authorId: string;
  readonly at: number;
}

/** `count` of them, oldest first. */
export function makeCorpus(count: number, seed = 7): CorpusMessage[] {
  const random = createRandom(seed);
  const rare = Array.from({ length: RARE_WORDS }, () =>
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(SYLLABLES, random())).join(''),
  );
  return Array.from({ length: count }, (_, i) => {
    const words = Array.from({ length: 2 + Math.floor(random() ** 2 * 22) }, () =>
      random() * RARE_EVERY < 1 ? pick(rare, random() ** 2) : pick(EVERYDAY, random() ** 2.2),
    );
    const text = words.join(' ');
    return {
      id: `m${String(i).padStart(21, '0')}`,
      text: text.charAt(0).toUpperCase() + text.slice(1) + (i % 7 === 0 ? '?' : ''),
      authorId: `p${i % 12}`,
      at: 1_700_000_000_000 + i * 60_000,
    };
  });
}

/** What people type, keystroke by keystroke: each prefix is an ask of its own. */
export const TYPED = [
  'churrasco',
  'sítio',
  'alimentacao',
  'paguei a pizza',
  'aniversario da ana',
  'reservei',
  'estacionamneto',
  'pousada praia',
  'limoes',
  'chaves do portao',
  'xyzabc',
  'quanto deu o mercado',
] as const;

export const KEYSTROKES: readonly string[] = TYPED.flatMap((typed) =>
  Array.from({ length: typed.length }, (_, i) => typed.slice(0, i + 1)).filter((part) => !part.endsWith(' ')),
);

function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pick = (words: readonly string[], at: number): string =>
  words[Math.min(words.length - 1, Math.floor(at * words.length))] ?? '';
