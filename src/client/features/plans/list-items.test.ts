import { expect, it } from 'vitest';
import { listItems } from './list-items.ts';

it('makes an item of each line, without what marked it as one', () => {
  expect(
    listItems([
      '- gelo\n- carvão 5 kg\n\n* pão de alho',
      '1. cadeiras\n2) mesa',
      '[ ] farofa\n☐ sal\n✅ limão',
    ]),
  ).toEqual(['gelo', 'carvão 5 kg', 'pão de alho', 'cadeiras', 'mesa', 'farofa', 'sal', 'limão']);
});

it('keeps numbers and signs that belong to the words', () => {
  expect(listItems(['2 kg de picanha', '-5 graus: levar casaco', '10% de desconto', '  '])).toEqual([
    '2 kg de picanha',
    '-5 graus: levar casaco',
    '10% de desconto',
  ]);
});
