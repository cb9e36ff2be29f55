/**
 * What was brought back on this device, the last few times of each group, so that it can be undone also after the app was
 * closed. Only which ops made it is kept: what they replaced is in the rows.
 */
import { useMemo } from 'react';
import * as v from 'valibot';
import { makeGroupMemory, useGroupMemory } from '#client/session/group-memory.ts';
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

/** The row is written with every keystroke of a draft: the older ones make room. The newest stays, however large. */
const IDS_MAX = 1_000;

const RESTORINGS = makeGroupMemory<readonly KeptRestoring[]>({
  // `hasWords` knows it by this name.
  form: 'restorings',
  empty: [],
  parse: parseRestorings,
  toJson: (kept) => (kept.length === 0 ? null : { restorings: JSON.parse(JSON.stringify(kept)) }),
});

export function useRestorings(groupId: string): UseRestorings {
  const { value, change } = useGroupMemory(RESTORINGS, groupId);
  return useMemo(
    () => ({
      newest: value?.[0],
      add: (restoring) => change((now) => listKept([restoring, ...now])),
      drop: (restoring) => change((now) => now.filter((one) => one !== restoring)),
    }),
    [value, change],
  );
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
