import { describe, expect, it } from 'vitest';
import type { GroupView } from '#client/store/read-types.ts';
import { SAMPLE_CONTEXT } from '#tests/reader/labelled.ts';
import { readOwnMessage } from './read-own-message.ts';
import { type ReaderMemory, shapeOf, withAnswer, withNickname, withShape } from './reader-memory.ts';

const EMPTY: ReaderMemory = { nicknames: {}, shapes: [], answers: {} };
const group = {
  myMemberId: 'Lu',
  members: SAMPLE_CONTEXT.group_members.map((name) => ({
    memberId: name,
    name,
    status: 'active',
    claimedBy: null,
    own: name === 'Lu',
  })),
} as unknown as GroupView;
const read = (text: string, memory: ReaderMemory) =>
  readOwnMessage({
    text,
    at: Date.parse(SAMPLE_CONTEXT.now),
    timeZone: SAMPLE_CONTEXT.timezone,
    language: 'pt-BR',
    group,
    memory,
  });

describe('what the reader learns in a group', () => {
  it('asks who Rafa is, and knows it the next time', () => {
    const text = 'paguei 80 de pizza, racha com o Rafa';
    expect(read(text, EMPTY).entries[0]?.unknownPeople).toEqual(['Rafa']);
    const learned = withNickname(EMPTY, 'Rafa', 'Pedro');
    expect(read(text, learned).entries[0]).toMatchObject({
      unknownPeople: [],
      participantIds: ['Lu', 'Pedro'],
    });
    expect(read('o rafa pagou 30 de gelo', learned).entries[0]).toMatchObject({
      payers: [{ memberId: 'Pedro' }],
    });
  });

  it('leaves a sentence alone that is like one that was no expense', () => {
    const refused = withShape(EMPTY, 'bingo 50 no clube');
    expect(read('bingo 70 no clube', refused).entries).toEqual([]);
    expect(shapeOf('Bingo 50,00 no clube')).toBe(shapeOf('bingo 7 no clube'));
  });

  it('reads the language of the app, and Portuguese in any', () => {
    const options = {
      at: Date.parse(SAMPLE_CONTEXT.now),
      timeZone: SAMPLE_CONTEXT.timezone,
      language: 'en',
      group,
      memory: EMPTY,
    };
    expect(readOwnMessage({ ...options, text: 'Ana owes me 30' }).entries).toHaveLength(1);
    expect(readOwnMessage({ ...options, text: 'a Ana me deve 30' }).entries).toHaveLength(1);
  });

  it('keeps one answer per proposal, and forgets the oldest first', () => {
    let memory = withAnswer(withAnswer(EMPTY, 'm1', 0, 'e1'), 'm1', 1, 'no');
    expect(memory.answers).toEqual({ m1: { 0: 'e1', 1: 'no' } });
    for (let i = 2; i < 400; i++) memory = withAnswer(memory, `m${i}`, 0, 'no');
    expect(memory.answers.m1).toBeUndefined();
    expect(memory.answers.m399).toEqual({ 0: 'no' });
  });
});
