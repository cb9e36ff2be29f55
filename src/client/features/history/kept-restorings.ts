/**
 * What was brought back on this device, the last few times of each group, so that it can be undone also after the app was
 * closed. Only which ops made it is kept: what they replaced is in the rows. It lies with the group's drafts, under the app
 * lock like them, and goes with the group.
 */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import * as v from 'valibot';
import { useEngine, useReader } from '#client/session/session-context.ts';
import { idSchema } from '#domain/ids.ts';
import type { RestoredAccounts } from '#domain/past/plan-undo.ts';

const schema = v.object({
  at: v.number(),
  count: v.number(),
  did: v.variant('what', [
    v.object({
      what: v.literal('accounts'),
      opIds: v.array(idSchema),
      settlements: v.array(v.object({ id: idSchema, isOut: v.boolean() })),
    }),
    v.object({ what: v.literal('messages'), messageIds: v.array(idSchema) }),
  ]),
});

export interface KeptRestoring {
  /** Epoch ms, corrected device time. */
  readonly at: number;
  /** Changes it made. */
  readonly count: number;
  readonly did:
    | ({ readonly what: 'accounts' } & RestoredAccounts)
    | { readonly what: 'messages'; readonly messageIds: readonly string[] };
}

export interface UseRestorings {
  /** undefined: none, or not read yet. */
  readonly newest: KeptRestoring | undefined;
  add(restoring: KeptRestoring): void;
  /** It was undone, or has nothing left that could be. */
  drop(restoring: KeptRestoring): void;
}

/** `hasWords` knows it by this name. */
const FORM = 'restorings';
/** The row is written with every keystroke of a draft: the older ones make room. The newest stays, however large. */
const IDS_MAX = 1_000;

interface Entry {
  value: readonly KeptRestoring[] | undefined;
  readonly listeners: Set<() => void>;
}

/** One per group while the app is open: the note and what adds to it look at the same one. */
const open = new Map<string, Entry>();

function entryOf(groupId: string): Entry {
  const known = open.get(groupId);
  if (known) return known;
  const made: Entry = { value: undefined, listeners: new Set() };
  open.set(groupId, made);
  return made;
}

export function useRestorings(groupId: string): UseRestorings {
  const engine = useEngine();
  const reader = useReader();
  const entry = entryOf(groupId);
  const value = useSyncExternalStore(
    (listener) => {
      entry.listeners.add(listener);
      return () => entry.listeners.delete(listener);
    },
    () => entry.value,
  );
  useEffect(() => {
    if (entry.value) return;
    const take = (kept: readonly KeptRestoring[]): void => {
      entry.value ??= kept;
      for (const listener of entry.listeners) listener();
    };
    // Unread there is nothing to undo from here; the screen tells of storage that fails.
    reader.getDraft(groupId).then(
      (draft) => take(parseRestorings(draft?.forms?.[FORM])),
      () => take([]),
    );
  }, [entry, reader, groupId]);
  return useMemo(() => {
    const set = (next: readonly KeptRestoring[]): void => {
      entry.value = next;
      for (const listener of entry.listeners) listener();
      const kept = next.length === 0 ? null : { restorings: JSON.parse(JSON.stringify(next)) };
      void engine.saveDraft({ groupId, form: FORM, value: kept });
    };
    return {
      newest: value?.[0],
      add: (restoring) => set(listKept([restoring, ...(entry.value ?? [])])),
      drop: (restoring) => set((entry.value ?? []).filter((one) => one !== restoring)),
    };
  }, [entry, engine, groupId, value]);
}

/** Newest first. */
export function listKept(restorings: readonly KeptRestoring[]): KeptRestoring[] {
  let ids = 0;
  return restorings.filter(({ count }, i) => {
    ids += count;
    return i === 0 || ids <= IDS_MAX;
  });
}

/** What another build kept, or damage, reads as none. */
export function parseRestorings(kept: unknown): KeptRestoring[] {
  const parsed = v.safeParse(v.object({ restorings: v.array(schema) }), kept);
  return parsed.success ? parsed.output.restorings : [];
}
