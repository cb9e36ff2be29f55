/**
 * Where the index of search is kept: a part for each span of a group's log, so that one row's change touches one part.
 *
 *   m<span>   messages whose version is in the span        p<planId>   the text of one plan
 *   l<span>   rows of the accounts                         !           counts the times rows were taken away
 *
 * The rule that makes the rest simple: **a part that is here holds exactly the words of the rows that are here.** Whoever
 * writes a row takes the part of its span away in the same transaction (`dexie-store.ts`), so no word outlives its row on the
 * disk, whether or not anybody searches; a part that is missing is made again from the rows (search-index/keep-index.ts).
 */
import type { DeviceTable, Key } from '#client/platform/device-store.ts';

/** Tables whose rows are found by their words, and lie in a part by their version. */
export const SEARCHED_TABLES = ['messages', 'expenses', 'settlements', 'recurrences'] as const;
export type SearchedTable = (typeof SEARCHED_TABLES)[number];

/** Versions of a part. Larger: fewer trees to walk for a rare word; smaller: less to make again when a row changes. */
export const SPAN_VERSIONS = 4_096;
export const GONE_PART = '!';

export interface SearchPartRow {
  readonly groupId: string;
  readonly part: string;
  /** Of the build that made it: another one's is made again. Of `!`: how often. */
  readonly schema: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

const SEARCHED: ReadonlySet<string> = new Set(SEARCHED_TABLES);
/** What texts of plans are made of. */
const TEXTS: ReadonlySet<string> = new Set(['planTexts', 'planEdits'] satisfies DeviceTable[]);

export function isSearched(table: DeviceTable): table is SearchedTable {
  return SEARCHED.has(table);
}

export function hasParts(table: DeviceTable): boolean {
  return isSearched(table) || TEXTS.has(table);
}

export const planPart = (planId: string): string => `p${planId}`;

export function partOf(table: SearchedTable, version: number): string {
  const span = Math.floor(version / SPAN_VERSIONS);
  return `${table === 'messages' ? 'm' : 'l'}${span}`;
}

interface StoredRow {
  readonly groupId: string;
  readonly version: number;
  readonly planId: string;
}

/** The parts in which rows of `table` are, or were. */
export function listPartKeys(table: DeviceTable, rows: readonly unknown[]): Key[] {
  const keys = new Map<string, Key>();
  for (const { groupId, version, planId } of rows as readonly StoredRow[]) {
    const part = isSearched(table) ? partOf(table, version) : planPart(planId);
    keys.set(`${groupId} ${part}`, [groupId, part]);
  }
  return [...keys.values()];
}

/** The parts in which the rows with these keys were; undefined: the keys do not say, so that it may be any of their groups'. */
export function listPartKeysOf(table: DeviceTable, keys: readonly Key[]): Key[] | undefined {
  if (isSearched(table)) return undefined;
  return listPartKeys(
    table,
    keys.map((key) => (Array.isArray(key) ? { groupId: key[0], planId: key[1] } : {})),
  );
}
