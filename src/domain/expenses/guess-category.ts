/**
 * What an expense was for, guessed from its description: the first word that is known decides. Only a suggestion that the
 * form shows and a tap changes; what is saved stands in the op. Accents, case and plurals do not matter.
 */
import type { Category } from './categories.ts';

const WORDS: Readonly<Record<Exclude<Category, 'outros'>, string>> = {
  mercado:
    'mercado supermercado feira hortifruti sacolao padaria pao acougue carne carvao gelo fruta verdura compra rancho atacadao assai carrefour groceries',
  restaurante:
    'restaurante pizza pizzaria hamburguer burger lanche almoco jantar janta sushi japones churrasco churrascaria rodizio ifood delivery marmita pastel acai sorvete cafe bistro comida lunch dinner cena',
  bebidas:
    'cerveja breja chopp chope bar vinho cachaca vodka whisky drink bebida boteco adega refri refrigerante beer',
  transporte:
    'uber 99 taxi gasolina combustivel etanol alcool diesel posto pedagio estacionamento onibus metro trem passagem corrida frete mecanico oficina pneu gas-station fuel parking',
  casa: 'aluguel condominio iptu faxina diarista movel reforma ferramenta limpeza sofa geladeira cama rent',
  contas:
    'luz energia agua internet wifi telefone celular gas netflix spotify streaming boleto conta enel vivo claro tim',
  viagem: 'viagem hotel pousada hostel airbnb voo aereo hospedagem mala passeio trip flight',
  lazer:
    'cinema show ingresso teatro festa balada jogo parque museu praia futebol quadra boliche karaoke movie',
  saude: 'farmacia remedio medico consulta exame dentista hospital plano vacina terapia pharmacy',
  compras: 'roupa tenis sapato camisa shopping loja amazon shopee mercadolivre magalu eletronico',
  educacao: 'curso livro escola faculdade mensalidade apostila aula material',
  presentes: 'presente aniversario vaquinha lembranca flores gift',
  pets: 'pet racao veterinario cachorro gato banho tosa',
  trabalho: 'escritorio impressora coworking reuniao cliente',
};

const CATEGORY_OF: ReadonlyMap<string, Category> = new Map(
  Object.entries(WORDS).flatMap(([category, words]) =>
    words.split(' ').map((word) => [word, category as Category] as const),
  ),
);

export function guessCategory(description: string): Category {
  for (const word of wordsOf(description)) {
    const known = CATEGORY_OF.get(word) ?? CATEGORY_OF.get(singularOf(word));
    if (known) return known;
  }
  return 'outros';
}

function wordsOf(text: string): readonly string[] {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.split(/[^a-z0-9-]+/).filter((word) => word !== '');
}

/** "flores" is known as it stands; "cervejas", "pães" (folded: "paes") and "bares" are not. */
function singularOf(word: string): string {
  if (word.endsWith('aes') || word.endsWith('oes')) return `${word.slice(0, -3)}ao`;
  if (word.endsWith('res')) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}
