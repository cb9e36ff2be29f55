/**
 * What a feature remembers of a group on this device alone, looked at by several parts of the screen at once. It lies as one
 * form among the group's drafts, under the app lock like them, and goes with the group.
 */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { JsonObject } from '#domain/json.ts';
import { useEngine, useReader } from './session-context.ts';

interface MemoryForm<T> {
  /** Its name among the forms. */
  readonly form: string;
  readonly empty: T;
  /** What another build kept, or damage, has to read as something too. */
  parse(kept: unknown): T;
  /** null: there is nothing to keep. */
  toJson(value: T): JsonObject | null;
}

interface Entry<T> {
  value: T | undefined;
  readonly listeners: Set<() => void>;
}

/** Made once, as its module loads: one value per group while the app is open, and everybody who looks sees the same one. */
export interface GroupMemory<T> extends MemoryForm<T> {
  readonly entries: Map<string, Entry<T>>;
}

export interface UseGroupMemory<T> {
  /** undefined until it is read. */
  readonly value: T | undefined;
  change(next: (now: T) => T): void;
}

export function makeGroupMemory<T>(form: MemoryForm<T>): GroupMemory<T> {
  return { ...form, entries: new Map() };
}

export function useGroupMemory<T>(memory: GroupMemory<T>, groupId: string): UseGroupMemory<T> {
  const engine = useEngine();
  const reader = useReader();
  const entry = entryOf(memory, groupId);
  const value = useSyncExternalStore(
    (listener) => {
      entry.listeners.add(listener);
      return () => entry.listeners.delete(listener);
    },
    () => entry.value,
  );
  useEffect(() => {
    if (entry.value) return;
    const take = (kept: T): void => {
      entry.value ??= kept;
      for (const listener of entry.listeners) listener();
    };
    // Unread it is as if nothing had been kept; the screen tells of storage that fails.
    reader.getDraft(groupId).then(
      (draft) => take(memory.parse(draft?.forms?.[memory.form])),
      () => take(memory.empty),
    );
  }, [entry, memory, reader, groupId]);
  return useMemo(() => {
    const change = (next: (now: T) => T): void => {
      entry.value = next(entry.value ?? memory.empty);
      for (const listener of entry.listeners) listener();
      void engine.saveDraft({ groupId, form: memory.form, value: memory.toJson(entry.value) });
    };
    return { value, change };
  }, [entry, memory, engine, groupId, value]);
}

function entryOf<T>({ entries }: GroupMemory<T>, groupId: string): Entry<T> {
  const known = entries.get(groupId);
  if (known) return known;
  const made: Entry<T> = { value: undefined, listeners: new Set() };
  entries.set(groupId, made);
  return made;
}
