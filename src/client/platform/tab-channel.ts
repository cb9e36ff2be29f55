import type { EngineStatus } from '#client/sync/engine-types.ts';
import type { CaretDown, CaretUp } from '#protocol/carets.ts';

/**
 * Words between the tabs of this device, and the worker: hints only, lost without harm. What must not be lost
 * stands in the database; a tab that missed a hint finds it there at its next beat.
 */
export interface TabChannel {
  /** To every other tab; never to the one that posts. */
  post(message: TabMessage): void;
  listen(onMessage: (message: TabMessage) => void): () => void;
}

export type TabMessage = LeaderTask | LeaderWord;

/** To the tab that talks to the server. */
export type LeaderTask =
  /** Something was saved that it should send. */
  | { readonly about: 'outbox' }
  | { readonly about: 'marks'; readonly groupId: string }
  /** A tab became visible, or `online` fired; `isAsked`: the person does not want to wait. */
  | { readonly about: 'wake'; readonly isAsked?: true }
  | { readonly about: 'typing'; readonly groupId: string; readonly typing: boolean }
  | { readonly about: 'own-caret'; readonly caret: CaretUp }
  | { readonly about: 'older'; readonly groupId: string }
  | { readonly about: 'plan-text'; readonly groupId: string; readonly planId: string };

/** From that tab, to all others: what the server told, and where things stand. */
export type LeaderWord =
  | { readonly about: 'caret'; readonly caret: CaretDown }
  | { readonly about: 'status'; readonly status: EngineStatus }
  | {
      readonly about: 'presence';
      readonly groupId: string;
      readonly online: readonly string[];
      readonly typing: readonly string[];
    };
