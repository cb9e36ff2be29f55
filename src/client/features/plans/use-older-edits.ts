/** Edits of a plan before those on this device: fetched from the server a stretch at a time, as one asks for them. */
import { useMemo, useState } from 'react';
import { type OlderEdit, usePlanTextDoor } from '#client/session/plan-texts.ts';
import type { PlanView } from '#client/store/plan-types.ts';
import type { EditOfText } from './list-moments.ts';

export interface OlderMoments {
  readonly edits: readonly OlderEdit[];
  readonly mayBeMore: boolean;
  /** `away`: the server was not reached. */
  readonly state: 'rest' | 'asking' | 'away';
  readonly ask: () => Promise<void>;
}

export function useOlderEdits(
  { groupId, id: planId, edits: count, textVersion }: PlanView,
  held: readonly EditOfText[],
): OlderMoments {
  const { listOlder } = usePlanTextDoor();
  const [older, setOlder] = useState<readonly OlderEdit[]>([]);
  const [next, setNext] = useState<number | null>();
  const [state, setState] = useState<OlderMoments['state']>('rest');
  const inLog = held.flatMap(({ version }) => version ?? []);
  const oldest = inLog[0] ?? textVersion + 1;
  const edits = useMemo(() => older.filter(({ version }) => version < oldest), [older, oldest]);
  const ask = async (): Promise<void> => {
    setState('asking');
    const found = await listOlder(groupId, planId, next ?? oldest).catch(() => undefined);
    setState(found ? 'rest' : 'away');
    if (!found) return;
    setOlder([...found.edits, ...older]);
    setNext(found.before);
  };
  return { edits, mayBeMore: next !== null && edits.length + inLog.length < count, state, ask };
}
