/** What two people changed apart and nobody has looked at on this device; looked at once, it is not marked here again. */
import { useCallback, useEffect, useState } from 'react';
import type { OpenPlanText } from '#client/session/plan-text.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { type ApartBlock, listEditedApart } from '#domain/plans/text/edited-apart.ts';

const KEY_PREFIX = 'racha.plan-apart.';
/** A page that comes in holds many edits: they are looked at together. */
const GATHER_MS = 200;

export function useApart(text: OpenPlanText): {
  readonly blocks: readonly ApartBlock[];
  readonly dismiss: () => void;
} {
  const [blocks, setBlocks] = useState<readonly ApartBlock[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let looked = text.recentEdits();
    const look = (): void => {
      timer = undefined;
      looked = text.recentEdits();
      const upTo = readDismissed(text.planId);
      const found = listEditedApart(text.doc.getXmlFragment(PLAN_TEXT), text.recentEdits());
      setBlocks(found.filter(({ version }) => version > upTo));
    };
    const later = (): void => {
      timer ??= setTimeout(look, GATHER_MS);
    };
    look();
    // Who is told of every save asks only when the log has more.
    const hear = (): void => {
      if (text.recentEdits() !== looked) later();
    };
    const ends = [text.onRemoteEdit(later), text.subscribe(hear)];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [text]);
  const dismiss = useCallback(() => {
    setBlocks((present) => {
      writeDismissed(
        text.planId,
        Math.max(readDismissed(text.planId), ...present.map(({ version }) => version)),
      );
      return [];
    });
  }, [text.planId]);
  return { blocks, dismiss };
}

function readDismissed(planId: string): number {
  try {
    return Number(localStorage.getItem(KEY_PREFIX + planId)) || 0;
  } catch {
    return 0;
  }
}

function writeDismissed(planId: string, version: number): void {
  try {
    localStorage.setItem(KEY_PREFIX + planId, String(version));
  } catch {
    // Forbidden or full: it is marked again the next time.
  }
}
