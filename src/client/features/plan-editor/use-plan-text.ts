/** The text of a plan for as long as its screen is open. How it is saved is not in it: nothing is drawn anew with each key. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { closeOnceSaved, type OpenPlanText, type PlanTextState } from '#client/session/plan-text.ts';
import { useOpenPlanText } from '#client/session/plan-texts.ts';

export interface PlanTextNow {
  readonly text: OpenPlanText;
  readonly state: PlanTextState;
}

/** null: it is being opened. A failure throws to the nearest boundary. */
export function usePlanText(groupId: string, planId: string): PlanTextNow | null {
  const open = useOpenPlanText();
  const [opened, setOpened] = useState<{ text?: OpenPlanText; error?: unknown }>({});
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn opens it anew.
  useEffect(() => {
    let isOver = false;
    const opening = open(groupId, planId);
    opening.then(
      async (text) => {
        await text.whenLoaded;
        if (!isOver) setOpened({ text });
      },
      (error: unknown) => {
        if (!isOver) setOpened({ error });
      },
    );
    return () => {
      isOver = true;
      setOpened({});
      void opening.then(closeOnceSaved).catch(() => undefined);
    };
  }, [open, groupId, planId, turn]);
  if (opened.error !== undefined) throw opened.error;
  const { text } = opened;
  const subscribe = useCallback(
    (listener: () => void) => text?.subscribe(listener) ?? (() => undefined),
    [text],
  );
  const state = useSyncExternalStore(subscribe, () => text?.state() ?? 'loading');
  useEffect(() => {
    if (state === 'stale') setTurn((before) => before + 1);
  }, [state]);
  return text && state !== 'stale' ? { text, state } : null;
}
