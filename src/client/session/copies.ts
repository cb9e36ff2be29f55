/** How the screens reach the copies of this device. `app/` makes it; what it needs is fetched when a screen first asks. */
import { createContext, useContext } from 'react';
import type { CopyInside } from '#client/copies/copy-store.ts';
import type { RestoreChoice, Restored } from '#client/copies/restore-parts.ts';
import type { Beside, PlanKey } from '#client/copies/restore-plan.ts';

export type { Beside, PlanKey, Restored };
/** A plan by itself may have to stand beside the one there is: `restorePlan`. */
export type DoorChoice = Exclude<RestoreChoice, { kind: 'plan' }>;

export interface CopySummary {
  readonly order: number;
  /** Epoch ms, device clock. */
  readonly at: number;
  /** Of all that is in it, whether it lies there once or is shared with other copies. */
  readonly bytes: number;
  readonly inside: CopyInside;
}

/** What one looks at before restoring. */
export interface CopyContent {
  readonly waiting: readonly {
    readonly opId: string;
    readonly groupName: string;
    readonly text: string | null;
  }[];
  readonly drafts: readonly { readonly groupId: string; readonly groupName: string; readonly text: string }[];
  readonly groups: readonly { readonly groupId: string; readonly name: string; readonly messages: number }[];
  /** Those with a text in it, the last edited first. */
  readonly plans: readonly CopiedPlan[];
  /** Parts that are not what was written. */
  readonly damaged: number;
}

export interface CopiedPlan extends PlanKey {
  readonly title: string;
  readonly groupName: string;
}

export type Progress = (done: number, of: number) => void;

export interface CopyDoor {
  /** Newest first. Rejects where the browser keeps none. */
  list(): Promise<readonly CopySummary[]>;
  /** undefined: it is not there any more. */
  look(order: number): Promise<CopyContent | undefined>;
  /**
   * `owed`: what was lost here has not all come back, and a copy of what is left would stand before the good one. Rejects
   * where it could not be written.
   */
  make(): Promise<'made' | 'owed'>;
  restore(order: number, choice: DoorChoice, onProgress: Progress): Promise<Restored>;
  /** Its words, a line per paragraph; undefined: it cannot be read. */
  readPlan(order: number, key: PlanKey): Promise<string | undefined>;
  /** `titleOf`: of the plan that stands beside another of its name. */
  restorePlan(
    order: number,
    key: PlanKey,
    options: { readonly titleOf: (title: string) => string; readonly onProgress: Progress },
  ): Promise<{ readonly restored: Restored; readonly beside: Beside }>;
}

export const CopiesContext = createContext<CopyDoor | null>(null);

/** null: the database is of a newer version of the app. */
export function useCopies(): CopyDoor | null {
  return useContext(CopiesContext);
}
