import type { EngineStatus } from '#client/sync/engine-types.ts';

/**
 * Words between the tabs of this device, and the worker: hints only, lost without harm. What must not be lost
 * stands in the database; a tab that missed a hint finds it there at its next beat.
 */
export interface TabChannel {
  /** To every other tab; never to the one that posts. */
  post(message: TabMessage): void;
  listen(onMessage: (message: TabMessage) => void): () => void;
}

export type TabMessage =
  /** Something was saved that the leader should send. */
  | { readonly about: 'outbox' }
  | { readonly about: 'marks'; readonly groupId: string }
  /** The person wants it now: a tab became visible, `online` fired, "try now". */
  | { readonly about: 'wake' }
  | { readonly about: 'typing'; readonly groupId: string; readonly typing: boolean }
  | { readonly about: 'older'; readonly groupId: string }
  /** The leader's word of where things stand, for the tabs that don't lead. */
  | { readonly about: 'status'; readonly status: EngineStatus }
  | {
      readonly about: 'presence';
      readonly groupId: string;
      readonly online: readonly string[];
      readonly typing: readonly string[];
    };
