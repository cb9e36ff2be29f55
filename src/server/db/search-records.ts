/**
 * Full text search over the rows of groups, on PostgreSQL's own words (`portuguese`, `unaccent`): what a device does not hold.
 *
 * Who asks is in the statement that reads: a row is told only of a group that this account is in at that instant, by the same
 * `access` as every other read. The words of a row carry its group (`@id`), so that one index answers "these words, in these
 * groups" without looking at what others wrote. Newest first; a page ends where the next begins.
 */
import { type Kysely, sql } from 'kysely';
import {
  FOUND_TABLES,
  type FoundRow,
  type FoundTable,
  SEARCH_MAX_ROWS,
  SEARCH_MAX_WORDS,
  type SearchPage,
  type SearchRequest,
} from '#protocol/search.ts';
import { findLine } from './find-line.ts';
import type { Tables } from './tables.ts';

const PAGE_MAX_BYTES = 256 * 1024;
const WORD_MAX_CHARACTERS = 40;

interface FoundRecord {
  readonly table_name: FoundTable;
  readonly group_id: string;
  readonly id: string;
  readonly at: number;
  readonly json: string;
  /** Of a plan, a line a block; null: its text was not read yet. */
  readonly said: string | null;
}

export class SearchRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Of another epoch than the present one nothing is found. */
  async find(accountId: string, asked: SearchRequest): Promise<SearchPage> {
    const { epoch, groupId, table, from, until, after } = asked;
    const nothing = { epoch, rows: [], after: null };
    const words = toTextQuery(asked.text);
    if (words === undefined) return nothing;
    const { rows } = await sql<FoundRecord>`
      with own as (
        select a.group_id from access a cross join current_epoch e
        where a.account_id = ${accountId} and a.active and e.epoch = ${epoch}
          and (${groupId}::text is null or a.group_id = ${groupId}::text)
      ), asked as (
        select to_tsquery('pg_catalog.portuguese', ${words}) as words,
          (select string_agg(distinct quote_literal('@' || group_id), ' | ') from own)::tsquery as places
      )
      select s.table_name, s.group_id, s.id, s.at, r.json, p.said
      from search_words s
      join rows r on r.group_id = s.group_id and r.table_name = s.table_name and r.id = s.id
      left join plan_words p on s.table_name = 'plans' and p.group_id = s.group_id and p.plan_id = s.id
      where numnode((select words from asked)) > 0
        and s.words @@ (select places && words from asked)
        and s.group_id in (select group_id from own)
        and s.table_name = any(${table === null ? ROW_TABLES : [table]}::text[])
        and s.at >= ${from ?? 0}::bigint and s.at < ${until ?? Number.MAX_SAFE_INTEGER}::bigint
        and (${after === null} or (s.at, s.group_id, s.id) <
          (${after?.at ?? 0}::bigint, ${after?.groupId ?? ''}::text, ${after?.id ?? ''}::text))
      order by s.at desc, s.group_id desc, s.id desc
      limit ${SEARCH_MAX_ROWS + 1}
    `.execute(this.#db);
    const page = takeFitting(rows.slice(0, SEARCH_MAX_ROWS));
    const last = page.at(-1);
    const isAll = page.length === rows.length || !last;
    return {
      epoch,
      rows: page.map((record) => toFound(record, asked.text)),
      after: isAll ? null : { at: last.at, groupId: last.group_id, id: last.id },
    };
  }
}

const ROW_TABLES = FOUND_TABLES.filter((name) => name !== 'plans');

function toFound({ table_name: table, json, said }: FoundRecord, text: string): FoundRow {
  const row: unknown = JSON.parse(json);
  const place = table === 'plans' ? findLine(said ?? '', listAsked(text)) : {};
  return { table, row, ...place } as FoundRow;
}

function takeFitting(rows: readonly FoundRecord[]): FoundRecord[] {
  let bytes = 0;
  const over = rows.findIndex(({ json }, i) => {
    bytes += Buffer.byteLength(json);
    return i > 0 && bytes > PAGE_MAX_BYTES;
  });
  return over < 0 ? [...rows] : rows.slice(0, over);
}

/** For `to_tsquery`: every word, the last one as a beginning. Only letters and digits get there; undefined: there are none. */
export function toTextQuery(text: string): string | undefined {
  const asked = listAsked(text);
  if (asked.length === 0) return undefined;
  return asked.map((word, i) => anyOf(listSpellings(word), i === asked.length - 1)).join(' & ');
}

function listAsked(text: string): string[] {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, SEARCH_MAX_WORDS).map((word) => word.slice(0, WORD_MAX_CHARACTERS));
}

function anyOf(spellings: readonly string[], isBegun: boolean): string {
  return `(${spellings.map((word) => `'${word}'${isBegun ? ':*' : ''}`).join(' | ')})`;
}

/** What the stemmer tells apart, or knows only with accents that people leave out: carvão, carvões, carvao. */
const NASAL = /(?:ao|oes)$/;
const NASAL_ENDINGS = ['ão', 'ões', 'ao', 'oes'];

function listSpellings(word: string): string[] {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '');
  const accented = NASAL.test(plain) ? NASAL_ENDINGS.map((ending) => plain.replace(NASAL, ending)) : [];
  return [...new Set([word, plain, ...accented])];
}
