/**
 * What the reader has learned in a group, on this device alone: who "Jô" is, which sentences are no expenses, and which
 * proposals of a message were answered. It lies with the group's drafts, under the app lock like them, and goes with the group.
 *
 *   nicknames   folded name → member                  of "Quem é Jô?"
 *   shapes      sentences without their numbers       of "Não é despesa": the next one alike is left alone
 *   answers     message → one answer per proposal     'no', or the id of what was saved
 */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useEngine, useReader } from '#client/session/session-context.ts';
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
const FORM = 'reader';
const EMPTY: ReaderMemory = { nicknames: {}, shapes: [], answers: {} };
/** Past these the oldest are forgotten: a card may come back, nothing else. */
const SHAPES_MAX = 200;
const ANSWERS_MAX = 300;
const NICKNAMES_MAX = 200;

/** One per group while the app is open: every card of a conversation looks at the same one. */
const open = new Map<string, { value: ReaderMemory | undefined; readonly listeners: Set<() => void> }>();

function entryOf(groupId: string): { value: ReaderMemory | undefined; readonly listeners: Set<() => void> } {
  const known = open.get(groupId);
  if (known) return known;
  const made = { value: undefined, listeners: new Set<() => void>() };
  open.set(groupId, made);
  return made;
}

export function useReaderMemory(groupId: string): UseMemory {
  const engine = useEngine();
  const reader = useReader();
  const entry = entryOf(groupId);
  const memory = useSyncExternalStore(
    (listener) => {
      entry.listeners.add(listener);
      return () => entry.listeners.delete(listener);
    },
    () => entry.value,
  );
  useEffect(() => {
    if (entry.value) return;
    const take = (value: ReaderMemory): void => {
      entry.value ??= value;
      for (const listener of entry.listeners) listener();
    };
    // Unread it is as if nothing had been learned; the screen tells of storage that fails.
    reader.getDraft(groupId).then(
      (draft) => take(parseMemory(draft?.forms?.[FORM])),
      () => take(EMPTY),
    );
  }, [entry, reader, groupId]);
  return useMemo(() => {
    const change = (next: (now: ReaderMemory) => ReaderMemory): void => {
      entry.value = next(entry.value ?? EMPTY);
      for (const listener of entry.listeners) listener();
      void engine.saveDraft({ groupId, form: FORM, value: entry.value as unknown as JsonObject });
    };
    return {
      memory,
      learnNickname: (name, memberId) => change((now) => withNickname(now, name, memberId)),
      answer: (messageId, index, id) => change((now) => withAnswer(now, messageId, index, id)),
      refuse: (messageId, index, text) =>
        change((now) => withShape(withAnswer(now, messageId, index, NO_ANSWER), text)),
    };
  }, [entry, engine, groupId, memory]);
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
