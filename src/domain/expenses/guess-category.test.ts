import { expect, it } from 'vitest';
import { guessCategory } from './guess-category.ts';

it.each([
  ['Pizza', 'restaurante'],
  ['PÃES de sábado', 'mercado'],
  ['cervejas', 'bebidas'],
  ['uber até a praia', 'transporte'],
  ['aluguel', 'casa'],
  ['conta de luz', 'contas'],
  ['Remédio', 'saude'],
  ['Airbnb Floripa', 'viagem'],
  ['ingressos do show', 'lazer'],
  ['99', 'transporte'],
  ['coisas', 'outros'],
  ['', 'outros'],
  ['🍕', 'outros'],
])('%s is %s', (description, category) => {
  expect(guessCategory(description)).toBe(category);
});
