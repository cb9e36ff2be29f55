/**
 * What the reader has learned in a group, on this device alone: who "Jô" is, which sentences are no expenses, and which
 * proposals of a message were answered.
 *
 *   nicknames   folded name → member                  of "Quem é Jô?"
 *   shapes      sentences without their numbers       of "Não é despesa": the next one alike is left alone
 *   answers     message → one answer per proposal     'no', or the id of what was saved
 */
import { useMemo } from 'react';
import { makeGroupMemory, useGroupMemory } from '#client/session/group-memory.ts';
import { foldWord } from '#domain/expenses/reader/fold-word.ts';
import { tokenize } from '#domain/expenses/reader/tokenize.ts';
import type { JsonObject } from '#domain/json.ts';

export interface ReaderMemory {
  readonly nicknames: Readonly<Record<string, string>>;
  readonly shapes: readonly string[];
  readonly answers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface UseMemory {
  /** undefined until it is read. */
  readonly memory: ReaderMemory | undefined;
  learnNickname(name: string, memberId: string): void;
  /** `id`: of the expense or settlement that was saved. */
  answer(messageId: string, index: number, id: string): void;
  refuse(messageId: string, index: number, text: string): void;
}

export const NO_ANSWER = 'no';
const EMPTY: ReaderMemory = { nicknames: {}, shapes: [], answers: {} };
/** Past these the oldest are forgotten: a card may come back, nothing else. */
const SHAPES_MAX = 200;
const ANSWERS_MAX = 300;
const NICKNAMES_MAX = 200;

const MEMORY = makeGroupMemory<ReaderMemory>({
  form: 'reader',
  empty: EMPTY,
  parse: parseMemory,
  toJson: (memory) => memory as unknown as JsonObject,
});

export function useReaderMemory(groupId: string): UseMemory {
  const { value, change } = useGroupMemory(MEMORY, groupId);
  return useMemo(
    () => ({
      memory: value,
      learnNickname: (name, memberId) => change((now) => withNickname(now, name, memberId)),
      answer: (messageId, index, id) => change((now) => withAnswer(now, messageId, index, id)),
      refuse: (messageId, index, text) =>
        change((now) => withShape(withAnswer(now, messageId, index, NO_ANSWER), text)),
    }),
    [value, change],
  );
}

export function withNickname(memory: ReaderMemory, name: string, memberId: string): ReaderMemory {
  const nicknames = { ...memory.nicknames, [foldWord(name)]: memberId };
  return { ...memory, nicknames: Object.fromEntries(Object.entries(nicknames).slice(-NICKNAMES_MAX)) };
}

export function withAnswer(memory: ReaderMemory, messageId: string, index: number, id: string): ReaderMemory {
  const { [messageId]: before = {}, ...others } = memory.answers;
  const answers = { ...others, [messageId]: { ...before, [String(index)]: id } };
  return { ...memory, answers: Object.fromEntries(Object.entries(answers).slice(-ANSWERS_MAX)) };
}

export function withShape(memory: ReaderMemory, text: string): ReaderMemory {
  const shape = shapeOf(text);
  const others = memory.shapes.filter((known) => known !== shape);
  return { ...memory, shapes: [...others, shape].slice(-SHAPES_MAX) };
}

/** "bora 50 no bingo" and "bora 70 no bingo" are alike. */
export function shapeOf(text: string): string {
  return tokenize(text)
    .map(({ type, word }) => (type === 'digits' ? '#' : word))
    .join(' ');
}

function parseMemory(value: unknown): ReaderMemory {
  if (typeof value !== 'object' || value === null) return EMPTY;
  const { nicknames, shapes, answers } = value as Partial<ReaderMemory>;
  return { nicknames: nicknames ?? {}, shapes: shapes ?? [], answers: answers ?? {} };
}
