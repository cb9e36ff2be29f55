import { describe, expect, it } from 'vitest';
import { SAMPLE_CONTEXT } from '#tests/reader/labelled.ts';
import { readInContext } from '#tests/reader/score.ts';
import { VETOES } from './vetoes.ts';

/** What each veto stops. Here and not in the rules, because those are shipped. */
const STOPPED: Readonly<Record<string, readonly string[]>> = {
  negation: ['não paguei nada ainda', 'ninguém pagou os 50', 'nem gastei 20'],
  future: ['vou comprar 5 pizzas', 'amanhã eu pago o mercado', 'a gente tem que pagar 300', 'falta pagar 80'],
  promise: ['te pago os 30 depois', 'eu pago 50', 'depois mando os 40'],
  hypothetical: ['se cada um der 30 dá pra alugar', 'devia ter pago 50', 'quase paguei 200 nesse tênis'],
  request: ['me manda 50 no pix', 'alguém me empresta 50', 'pode pagar 40 lá', 'cada um manda 30'],
  'price-info': ['tá 40 reais o ingresso', 'o show custa 180', 'a diária é 300'],
  quote: ['a Ana disse que pagou 50', 'segundo o Zé foi 90'],
  fortune: ['ganhei 100 na raspadinha', 'vendi a bike por 400', 'me ofereceu 200'],
  label: ['rua das flores 120', 'nota 10 pro churrasco', 'senha do wifi 12345'],
  thanks: ['valeu pelos 30'],
  memory: ['lembra quando a gente pagou 10 no rodízio'],
  joke: ['paguei um milhão nisso kkk', 'gastei 5 reais sqn'],
  order: ['resume as últimas 20 mensagens', 'apaga a despesa de 50'],
  stranger: ['o vizinho pagou 900 de luz', 'o irmão da Ana gastou 10 mil no casamento'],
  correction: ['na verdade foi 45'],
  idiom: ['paguei mico', 'paguei caro'],
  state: ['são 12 pessoas', 'o quarto é o 304', 'tem 50 no pote'],
  'unknown-verb': ['o Zé comeu 6 espetinhos', 'chego às 19', 'o Flamengo perdeu de 3'],
};

describe('vetoes', () => {
  it('each have sentences they stop', () => {
    expect(VETOES.map(({ name }) => name).filter((name) => !STOPPED[name]?.length)).toEqual([]);
  });

  it.each(
    Object.entries(STOPPED).flatMap(([name, sentences]) => sentences.map((text) => [name, text] as const)),
  )('%s: %s', (_, text) => {
    expect(readInContext(text, SAMPLE_CONTEXT).entries).toEqual([]);
  });
});
