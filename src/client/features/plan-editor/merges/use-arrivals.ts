/** What somebody wrote without a network and what has come now: said once, quietly. */
import { useEffect, useState } from 'react';
import type { OpenPlanText } from '#client/session/plan-text.ts';
import { useEngine } from '#client/session/session-context.ts';

/** What comes sooner was on its way, not away. */
const AWAY_MS = 60_000;

export interface Arrival {
  readonly memberId: string;
  readonly at: number;
}

export function useArrivals(text: OpenPlanText, myMemberId: string) {
  const engine = useEngine();
  const [arrival, setArrival] = useState<Arrival | null>(null);
  useEffect(
    () =>
      text.onRemoteEdit(({ by, at }) => {
        if (by !== myMemberId && engine.correctedNow() - at >= AWAY_MS) setArrival({ memberId: by, at });
      }),
    [text, myMemberId, engine],
  );
  return { arrival, dismiss: () => setArrival(null) };
}
