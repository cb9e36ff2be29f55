/** The text of a plan as it is, for who reads it without writing in it: it is opened, and followed as others write. */
import { useEffect, useState } from 'react';
import type * as Y from 'yjs';
import type { OpenPlanText, PlanTextState, TextAuthor, TextEdit } from '#client/session/plan-text.ts';
import { useOpenPlanText } from '#client/session/plan-texts.ts';

export interface TextNow {
  readonly state: PlanTextState;
  readonly doc: Y.Doc;
  readonly edits: readonly TextEdit[];
  readonly authors: ReadonlyMap<number, TextAuthor>;
}

/** undefined: being read. */
export function useTextNow(groupId: string, planId: string): TextNow | undefined {
  const open = useOpenPlanText();
  const [now, setNow] = useState<TextNow>();
  const [turn, setTurn] = useState(0);
  const [failure, setFailure] = useState<{ readonly error: unknown }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn opens it anew.
  useEffect(() => {
    let isOver = false;
    let text: OpenPlanText | undefined;
    const show = (): void => {
      if (!text || isOver) return;
      if (text.state() === 'stale') setTurn((before) => before + 1);
      setNow({ state: text.state(), doc: text.doc, edits: text.recentEdits(), authors: text.authors() });
    };
    const follow = async (): Promise<void> => {
      text = await open(groupId, planId);
      await text.whenLoaded;
      if (isOver) return;
      text.subscribe(show);
      text.onRemoteEdit(show);
      show();
    };
    const following = follow();
    following.catch((error: unknown) => !isOver && setFailure({ error }));
    return () => {
      isOver = true;
      void following.then(() => text?.close()).catch(() => undefined);
    };
  }, [open, groupId, planId, turn]);
  // For the screen's boundary, which offers to try again.
  if (failure) throw failure.error;
  return now;
}
