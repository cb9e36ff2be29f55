/** What is asked of the index, and what it answers. */

/** What is found, in the order it is shown. Who asks for expenses gets those that come again, too. */
export const SEARCH_KINDS = [
  'message',
  'expense',
  'recurrence',
  'settlement',
  'plan',
  'person',
  'group',
] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export interface SearchFilters {
  readonly groupId?: string;
  /** Who wrote, paid, owes: as they are called; the same name in several groups is one person. */
  readonly person?: string;
  readonly kind?: SearchKind;
  /** Epoch ms: not before. */
  readonly from?: number;
  /** Epoch ms: before. */
  readonly until?: number;
  /** Of expenses and settlements, both ends included. */
  readonly minAmountMinor?: number;
  readonly maxAmountMinor?: number;
}

export interface SearchQuery {
  readonly text: string;
  readonly filters: SearchFilters;
}

export const NO_FILTERS: SearchFilters = {};

/** Of each kind: as many as are read of them, or what a tall phone shows: what comes with each letter. */
export type HowMany = 'all' | 'first';
export const FIRST_HITS = 10;

/** Nothing typed and nothing chosen finds nothing. */
export function isEmptyQuery({ text, filters }: SearchQuery): boolean {
  return !/[\p{L}\p{N}]/u.test(text) && Object.values(filters).every((value) => value === undefined);
}

/** Half-open, in UTF-16 units of the text it belongs to. */
export interface Highlight {
  readonly from: number;
  readonly to: number;
}

/** A part of a text, and what in it was asked for. */
export interface MarkedText {
  readonly text: string;
  readonly marks: readonly Highlight[];
}

export interface SearchHit {
  readonly kind: SearchKind;
  readonly groupId: string;
  readonly groupName: string;
  /** Of the row; of a plan its own, with the place in `block`. */
  readonly id: string;
  /** Where it stands in the log; null: it waits on this device. */
  readonly version: number | null;
  /** What it is called: an expense's description, a plan's or a person's name. Of a message its author. */
  readonly title: MarkedText;
  /** What was written; empty where the title says it all. */
  readonly line: MarkedText;
  /** Epoch ms; null: it has no time (people, groups). */
  readonly at: number | null;
  readonly amountMinor: number | null;
  /** Of a plan: which block of its text, from 0. */
  readonly block: number | null;
  /** The device did not have it: the server found it. */
  readonly isFromServer: boolean;
}

export interface SearchAnswer {
  /** By kind in the order of `SEARCH_KINDS`, the best first. */
  readonly hits: readonly SearchHit[];
  /** There are more of a kind than are told. */
  readonly hasMore: boolean;
  /** How much of what is on the device was asked: below 1 while the index is being made. */
  readonly share: number;
  /** Some of the device's oldest rows are not in the index, because it is as large as it may be. */
  readonly isCut: boolean;
}
