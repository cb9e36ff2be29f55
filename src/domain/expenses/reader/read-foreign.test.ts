import { describe, expect, it } from 'vitest';
import { SAMPLE_CONTEXT } from '#tests/reader/labelled.ts';
import { readForeign } from './read-foreign.ts';

const ALL = SAMPLE_CONTEXT.group_members;
const read = (language: 'en' | 'es', text: string) =>
  readForeign(language, {
    text,
    members: ALL.map((name) => ({ id: name, name, nicknames: [] })),
    speakerId: 'Lu',
    now: Date.parse(SAMPLE_CONTEXT.now),
    timeZone: SAMPLE_CONTEXT.timezone,
  });

describe('English and Spanish', () => {
  it.each([
    ['en', 'paid 120 for pizza with Ana and João', 12_000, 'Lu', ['Lu', 'Ana', 'João'], 'pizza', null],
    ['en', 'Ana paid 80.50 on gas yesterday', 8_050, 'Ana', ALL, 'gas', '2026-03-17'],
    [
      'en',
      'I spent 45 on groceries without Zé',
      4_500,
      'Lu',
      ALL.filter((name) => name !== 'Zé'),
      'groceries',
      null,
    ],
    ['en', 'taxi R$ 23,50 with Zé', 2_350, 'Lu', ['Lu', 'Zé'], 'taxi', null],
    ['en', 'Ana owes me 30', 3_000, 'Lu', ['Ana'], null, null],
    ['en', 'I owe Bia 25', 2_500, 'Bia', ['Lu'], null, null],
    ['es', 'pagué 120 de pizza con Ana y João', 12_000, 'Lu', ['Lu', 'Ana', 'João'], 'pizza', null],
    ['es', 'Bia pagó 90 en el mercado ayer', 9_000, 'Bia', ALL, 'mercado', '2026-03-17'],
    ['es', 'gasté 60 en gasolina entre Ana, Zé y yo', 6_000, 'Lu', ['Ana', 'Zé', 'Lu'], 'gasolina', null],
    ['es', 'Ana me debe 30', 3_000, 'Lu', ['Ana'], null, null],
    ['es', 'le debo 40 a Pedro', 4_000, 'Pedro', ['Lu'], null, null],
  ] as const)('%s: %s', (language, text, amountMinor, payer, participantIds, description, date) => {
    expect(read(language, text).entries).toMatchObject([
      {
        kind: 'expense',
        amountMinor,
        payers: [{ memberId: payer, amountMinor }],
        participantIds,
        description,
        date,
      },
    ]);
  });

  it.each([
    ['en', 'sent 30 to Ana', 'Lu', 'Ana'],
    ['en', 'Ana paid me 30', 'Ana', 'Lu'],
    ['en', 'Pedro sent 30 to Bia', 'Pedro', 'Bia'],
    ['es', 'le mandé 30 a Ana', 'Lu', 'Ana'],
    ['es', 'Ana me pagó 30', 'Ana', 'Lu'],
  ] as const)('%s: %s', (language, text, fromId, toId) => {
    expect(read(language, text).entries).toMatchObject([
      { kind: 'settlement', amountMinor: 3_000, fromId, toId },
    ]);
  });

  it.each([
    ['en', 'I will pay 50 tomorrow'],
    ['en', 'the ticket costs 180'],
    ['en', 'he said he paid 50'],
    ['en', 'can somebody pay 30'],
    ['en', 'room 304'],
    ['en', 'see you at 8'],
    ['en', 'I did not pay 50'],
    ['en', 'if we pay 50 each'],
    ['en', '12 people are coming'],
    ['es', 'voy a pagar 50'],
    ['es', 'la entrada cuesta 180'],
    ['es', 'Ana dijo que pagó 50'],
    ['es', 'no pagué 50'],
    ['es', 'somos 8'],
    ['es', 'mañana pago 50'],
    ['es', 'nos vemos a las 8'],
  ] as const)('%s, silent: %s', (language, text) => {
    expect(read(language, text).entries).toEqual([]);
  });

  it('asks who a stranger is, and answers questions', () => {
    expect(read('en', 'paid 60 for dinner with Rafa').entries[0]?.unknownPeople).toEqual(['Rafa']);
    expect(read('en', 'how much do I owe?').question).toEqual({ asks: 'my-balance' });
    expect(read('en', 'who owes me?').question).toEqual({ asks: 'who-owes-me' });
    expect(read('es', '¿cuánto le debo a Ana?').question).toEqual({ asks: 'balance-with', memberId: 'Ana' });
    expect(read('en', 'how much did we spend on pizza?').question).toMatchObject({
      asks: 'spent',
      about: ['pizza'],
    });
  });
});
