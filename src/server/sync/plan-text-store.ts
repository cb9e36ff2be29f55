/**
 * What the log store keeps of the texts of plans, beside the log that has every edit:
 *
 *   plan_edits   (group, plan, version) → bytes     where in the log the edits of a plan stand
 *   plan_texts   (group, plan, version) → text      every edit up to that version, compacted (`domain/plans/packed-text.ts`)
 *
 * A text at a version is the last compacted one up to there and the edits between. Where the log has lost its words (`past-store.ts`,
 * `cleared`) the compacted ones are all there is: `kept-texts.ts` says which of them stay. Part of `log-store.ts`; one contract suite
 * runs on all (`tests/contract/server-plan-texts.ts`).
 */
import type { LogEntry } from './log-store.ts';

export interface PlanKey {
  readonly groupId: string;
  readonly planId: string;
}

export interface StoredText {
  readonly version: number;
  /** How large it is, packed. */
  readonly bytes: number;
  /** Epoch ms: of its last edit, by its author's clock. */
  readonly at: number;
}

/** A text at a version of the log that a member gave a name. */
export interface NamedText {
  readonly planId: string;
  readonly version: number;
}

export interface PlanView {
  /** Without what stands in them, ascending by version. */
  listTexts(key: PlanKey): Promise<StoredText[]>;
  /** `maxBytes` of it from `offset` on; undefined: it is not kept any more. */
  readText(
    key: PlanKey & { readonly version: number },
    part: { readonly offset: number; readonly maxBytes: number },
  ): Promise<Uint8Array | undefined>;
  /** Edits of the log after `after` and up to `upTo`, ascending; at least one if there is any. */
  listEdits(
    key: PlanKey,
    range: {
      readonly after: number;
      readonly upTo: number;
      readonly maxEdits: number;
      readonly maxBytes: number;
    },
  ): Promise<LogEntry[]>;
  /** Plans of one group with edits from `from` to `to`, both included. */
  listEdited(groupId: string, from: number, to: number): Promise<string[]>;
  listNamed(groupId: string): Promise<NamedText[]>;
  /** Plans with more than `minEdits` edits after their last compacted text, the longest first. */
  listLong(minEdits: number, maxPlans: number): Promise<PlanKey[]>;
}

/** The group's head is locked. */
export interface PlanTransaction {
  listTexts(key: PlanKey): Promise<StoredText[]>;
  putText(
    key: PlanKey & { readonly version: number },
    text: { readonly at: number; readonly data: Uint8Array },
  ): Promise<void>;
  dropTexts(key: PlanKey, versions: readonly number[]): Promise<void>;
  /** Plans of which a text is kept. */
  listKept(groupId: string): Promise<string[]>;
  /** Plans with an edit up to `upTo` that is in no compacted text up to there. */
  listUncompacted(groupId: string, upTo: number): Promise<string[]>;
  /** Where edits stood of which the log has lost the words. */
  dropEdits(groupId: string, upTo: number): Promise<void>;
}
