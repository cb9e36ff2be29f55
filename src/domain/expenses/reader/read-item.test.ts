import { describe, expect, it } from 'vitest';
import { readItem } from './read-item.ts';

const read = (text: string, language = 'pt-BR') =>
  readItem(
    {
      text,
      members: [
        { id: 'ana', name: 'Ana', nicknames: [] },
        { id: 'rui', name: 'Rui', nicknames: [] },
      ],
      speakerId: 'ana',
      now: Date.UTC(2026, 10, 22, 12),
      timeZone: 'America/Sao_Paulo',
    },
    language,
  );

describe('readItem', () => {
  it.each([
    ['Gelo 24,00', 'Gelo', 2_400],
    ['Carvão R$ 35', 'Carvão', 3_500],
    ['Carne - R$ 120,50', 'Carne', 12_050],
    ['Cerveja (12 latas) R$ 48', 'Cerveja (12 latas)', 4_800],
    ['Picanha 2 kg 140', 'Picanha 2 kg', 14_000],
    ['Pagar o gás: 110 reais', 'Pagar o gás', 11_000],
    ['R$ 1.234,56 da pousada', 'da pousada', 123_456],
    ['Levar protetor (R$ 60)', 'Levar protetor', 6_000],
  ])('%s → %s, %i', (text, description, amountMinor) => {
    expect(read(text)).toEqual({ description, amountMinor });
  });

  it.each(['Picanha 2 kg', 'Comprar 5 pães', 'Reunião 14h', 'Levar 10 cadeiras', 'Taxa de 2%', ''])(
    '%s: no number of it is taken for money',
    (text) => expect(read(text)).toEqual({ description: text, amountMinor: null }),
  );

  it('leaves the amount open where two are said', () => {
    expect(read('Gelo R$ 10 ou R$ 12')).toEqual({ description: 'Gelo R$ 10 ou R$ 12', amountMinor: null });
  });

  it('keeps the words when there is nothing but an amount', () => {
    expect(read('R$ 50')).toEqual({ description: 'R$ 50', amountMinor: 5_000 });
  });

  it('does not take another currency for reais', () => {
    expect(read('Hotel US$ 300').amountMinor).toBeNull();
  });
});
