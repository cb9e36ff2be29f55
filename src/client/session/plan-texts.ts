/** How the screens reach the texts of plans, as they are and as they were. `app/` makes the door; Yjs comes with the first text. */
import { createContext, useContext } from 'react';
import type * as Y from 'yjs';
import type { OlderEdits } from '#client/sync/engine-types.ts';
import { must } from '#domain/assert.ts';
import type { OpenPlanText, TextAuthor } from './plan-text.ts';

export type { OlderEdit } from '#client/sync/engine-types.ts';

export type OpenPlanTextAt = (groupId: string, planId: string) => Promise<OpenPlanText>;

/** A text as the log had it: to look at, nothing written in it is kept. */
export interface PastPlanText {
  readonly doc: Y.Doc;
  /** What was asked for, or the nearest before it that is kept. */
  readonly version: number;
  readonly source: 'device' | 'server';
  readonly authors: ReadonlyMap<number, TextAuthor>;
}

export interface PlanTextDoor {
  readonly open: OpenPlanTextAt;
  /** undefined: it is not on this device, and the server is not reached. */
  readonly readAt: (groupId: string, planId: string, version: number) => Promise<PastPlanText | undefined>;
  /** Edits of the log before that version, a stretch of them. undefined: the server is not reached. */
  readonly listOlder: (groupId: string, planId: string, before: number) => Promise<OlderEdits | undefined>;
}

export const PlanTextsContext = createContext<PlanTextDoor | null>(null);

export function useOpenPlanText(): OpenPlanTextAt {
  return usePlanTextDoor().open;
}

export function usePlanTextDoor(): PlanTextDoor {
  return must(useContext(PlanTextsContext), 'PlanTextsContext');
}
