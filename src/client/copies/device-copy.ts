/**
 * What a copy of a device holds, and nothing about where it lies: the second database (store/copies-database.ts), the file
 * for another phone and the simulation all carry the same parts.
 *
 *   outbox        what was written and has no verdict, or whose version has not come home yet
 *   tray          what was refused, with its text
 *   drafts        what is being typed, forms and what the reader has learnt
 *   device        who this device was: never its secret, no cookie; a restore takes a new id
 *   settings      name, theme, language
 *   group:<id>    one group as of its cursor: people, recent messages, accounts; who this person is in it
 *   plan:<group>:<plan>   the text of one plan, and what was edited in it since its part was written (in the group's part)
 *
 * A part is one JSON text, with the hash of that text and the version of its shape. Texts are compared and stored as they
 * are: a part whose hash is the same need not be written again. Photos are no JSON and are in no part: what names one that
 * was never sent comes back without it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type {
  Cursor,
  DeviceTables,
  Draft,
  KeptOp,
  MarkRow,
  Membership,
  MetaValues,
  OutboxEntry,
  ParkedOp,
  TrayEntry,
} from '#client/store/tables.ts';
import type { PlanEdit } from '#client/store/text-rows.ts';
import type { ExpenseRow, RecurrenceRow, SettlementRow } from '#domain/expenses/ledger-rows.ts';
import { base64url } from '#domain/ids.ts';
import type { PlanCommentRow, PlanRow, PlanVersionRow } from '#domain/plans/plan-rows.ts';
import type { GroupRow, MemberRow, MessageRow } from '#domain/rows.ts';

/** Of the shape of the values below. Raised when a reader of before would misread one. */
export const PART_VERSION = 1;

export const OWED_PARTS = ['outbox', 'tray', 'drafts'] as const;
export type PlanPartName = `plan:${string}:${string}`;
export type PartName = (typeof OWED_PARTS)[number] | 'device' | 'settings' | `group:${string}` | PlanPartName;

export interface DevicePart {
  readonly deviceId: string | null;
  /** Whose it was; null: it never met a server. */
  readonly accountId: string | null;
  readonly epoch: string | null;
  readonly clockOffsetMs: number;
  readonly canary: Pick<MetaValues['canary'], 'id' | 'starts'> | null;
  readonly lanes: readonly DeviceTables['lanes'][];
}

export interface SettingsPart {
  readonly name: string | null;
  /** What the app keeps beside its database, by key. */
  readonly choices: Readonly<Record<string, string>>;
}

export interface GroupPart {
  readonly membership: Membership;
  /** null: nothing of it is here yet, and then there are no rows either. */
  readonly cursor: Cursor | null;
  readonly groups: readonly GroupRow[];
  readonly members: readonly MemberRow[];
  /** The newest; `cursor.olderThan` says where they begin. */
  readonly messages: readonly MessageRow[];
  readonly aside: readonly MessageRow[];
  /** The newest of the accounts; `cursor.ledgerOlderThan` says where they begin. */
  readonly expenses: readonly ExpenseRow[];
  readonly settlements: readonly SettlementRow[];
  readonly recurrences: readonly RecurrenceRow[];
  readonly plans: readonly PlanRow[];
  readonly planComments: readonly PlanCommentRow[];
  readonly planVersions: readonly PlanVersionRow[];
  readonly marks: readonly MarkRow[];
  readonly parked: readonly ParkedOp[];
  readonly unknown: readonly DeviceTables['unknown'][];
  readonly kept: readonly KeptOp[];
  /** Absent: of an app that copied no texts. */
  readonly tails?: readonly TextTail[];
}

/** An edit of a text as the log has it. */
export interface CopiedEdit extends Pick<PlanEdit, 'version' | 'by' | 'at' | 'seen'> {
  /** The Yjs update, base64url. */
  readonly data: string;
}

/** A text as a device keeps it: what was compacted, and the edits after that. */
export interface PlanTextPart {
  readonly groupId: string;
  readonly planId: string;
  /** Of the log that the versions are of. */
  readonly epoch: string | null;
  /** Every edit of the log up to here is in it. */
  readonly through: number;
  /** `domain/plans/packed-text.ts`, base64url. */
  readonly state: { readonly reaches: number; readonly data: string } | null;
  readonly edits: readonly CopiedEdit[];
}

/** Edits that came after the text's part was written, up to the group's cursor: a keystroke does not write a text anew. */
export interface TextTail {
  readonly planId: string;
  /** `through` of the part they follow. */
  readonly after: number;
  readonly edits: readonly CopiedEdit[];
}

export interface PartValues {
  readonly outbox: readonly OutboxEntry[];
  readonly tray: readonly TrayEntry[];
  readonly drafts: readonly Draft[];
  readonly device: DevicePart;
  readonly settings: SettingsPart;
}
export type PartValue<N extends PartName> = N extends keyof PartValues
  ? PartValues[N]
  : N extends PlanPartName
    ? PlanTextPart
    : GroupPart;

export interface Part {
  readonly name: PartName;
  readonly version: number;
  /** SHA-256 of `text`, base64url. */
  readonly checksum: string;
  /** The value as JSON. */
  readonly text: string;
}

export const groupPartName = (groupId: string): `group:${string}` => `group:${groupId}`;

/** The group a part is of; undefined: of none. */
export function groupOfPart(name: string): string | undefined {
  return name.startsWith('group:') ? name.slice('group:'.length) : undefined;
}

export const planPartName = (groupId: string, planId: string): PlanPartName => `plan:${groupId}:${planId}`;

/** Whose text a part is; undefined: it is none. */
export function planOfPart(name: string): { readonly groupId: string; readonly planId: string } | undefined {
  const [kind, groupId, planId] = name.split(':');
  return kind === 'plan' && groupId && planId ? { groupId, planId } : undefined;
}

export function makePart<N extends PartName>(name: N, value: PartValue<N>): Part {
  const text = JSON.stringify(value);
  return { name, version: PART_VERSION, checksum: checksumOf(text), text };
}

export function checksumOf(text: string): string {
  return base64url(sha256(utf8ToBytes(text)));
}

/** `damaged`: not what was written. `newer`: of an app that knows more. Throws nothing. */
export type PartTrouble = 'damaged' | 'newer';

export function checkPart({ version, checksum, text }: Part): PartTrouble | undefined {
  if (typeof text !== 'string' || checksumOf(text) !== checksum) return 'damaged';
  return version > PART_VERSION ? 'newer' : undefined;
}

/** The value of a part that was checked; undefined: there is none of that name, or it is not readable. */
export function readPart<N extends PartName>(parts: readonly Part[], name: N): PartValue<N> | undefined {
  const part = parts.find((one) => one.name === name);
  if (!part || checkPart(part)) return undefined;
  try {
    return JSON.parse(part.text) as PartValue<N>;
  } catch {
    return undefined;
  }
}
