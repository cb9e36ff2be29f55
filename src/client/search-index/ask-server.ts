/** What the server finds and the device does not hold: rows of the log, shown as the device shows its own. */
import type { DeviceDatabase } from '#client/store/database.ts';
import {
  getSearchedRows,
  readEpoch,
  readSearchedGroups,
  type SearchedGroup,
} from '#client/store/search-reads.ts';
import type { ReaderWords } from '#client/store/shown-names.ts';
import {
  type FoundRow,
  type FoundTable,
  SEARCH_MAX_CHARACTERS,
  type SearchCursor,
  type SearchReply,
  type SearchRequest,
} from '#protocol/search.ts';
import { askedWords } from './ask-index.ts';
import { isPlanAsked } from './ask-plans.ts';
import { docOf } from './docs.ts';
import { hitOf, planHitOf } from './hits.ts';
import type { SearchFilters, SearchKind, SearchQuery } from './search-query.ts';
import { personOf } from './who-and-when.ts';
import type { ServerAnswer } from './worker-calls.ts';

/** Of the kinds the server knows; of others it is not asked. */
const TABLES: Readonly<Partial<Record<SearchKind, FoundTable>>> = {
  message: 'messages',
  expense: 'expenses',
  recurrence: 'recurrences',
  settlement: 'settlements',
  plan: 'plans',
};

export interface AskServerOptions {
  readonly db: DeviceDatabase;
  readonly words: ReaderWords;
  readonly fetchFound: (asked: SearchRequest) => Promise<SearchReply | undefined>;
  /** Of a plan: its text is on this device, and was asked here. */
  readonly isTextHere: (groupId: string, planId: string) => boolean;
}

const NOTHING: ServerAnswer = { hits: [], after: null };

export async function askServer(
  query: SearchQuery,
  after: string | null,
  options: AskServerOptions,
): Promise<ServerAnswer | 'unreachable'> {
  const { text, filters } = query;
  const { db, words, fetchFound } = options;
  const epoch = await readEpoch(db);
  const table = filters.kind === undefined ? null : TABLES[filters.kind];
  if (epoch === undefined) return 'unreachable';
  if (table === undefined || text.trim() === '') return NOTHING;
  const asked: SearchRequest = {
    epoch,
    text: text.slice(0, SEARCH_MAX_CHARACTERS),
    groupId: filters.groupId ?? null,
    table,
    from: filters.from ?? null,
    until: filters.until ?? null,
    after: after === null ? null : (JSON.parse(after) as SearchCursor),
  };
  // Plans are asked for by name, and once: an older server knows no such ask, and what else it found stands all the same.
  const withPlans = table === null && after === null && isPlanAsked(filters);
  const [reply, plans] = await Promise.all([
    fetchFound(asked),
    withPlans ? fetchFound({ ...asked, table: 'plans' }) : undefined,
  ]);
  if (!reply || 'wait' in reply) return 'unreachable';
  const rows = [...reply.rows, ...(plans && 'rows' in plans ? plans.rows : [])];
  const groups = new Map((await readSearchedGroups(db)).map((group) => [group.groupId, group]));
  const context = { asked: askedWords(text, [], words), words, isFromServer: true };
  const isNew = await notHere(rows, options);
  const hits = rows.flatMap((found) => {
    const group = groups.get(found.row.groupId);
    if (!group || !isNew(found) || !isAskedFor(found, { group, filters, words })) return [];
    if (found.table !== 'plans') return [hitOf(found, { ...context, group })];
    const block = found.block === null ? null : { index: found.block, text: found.line };
    return [planHitOf({ row: found.row, block }, { ...context, group })];
  });
  return { hits, after: reply.after === null ? null : JSON.stringify(reply.after) };
}

/** What is here was found here, or is not to be found: deleted since, or not what the filters ask for. */
async function notHere(
  rows: readonly FoundRow[],
  { db, isTextHere }: AskServerOptions,
): Promise<(found: FoundRow) => boolean> {
  const held = await getSearchedRows(
    db,
    rows.flatMap(({ table, row: { groupId, id } }) => (table === 'plans' ? [] : [{ table, groupId, id }])),
  );
  const here = new Set(held.flatMap((one) => (one ? [`${one.table} ${one.row.groupId} ${one.row.id}`] : [])));
  return ({ table, row: { groupId, id } }) =>
    table === 'plans' ? !isTextHere(groupId, id) : !here.has(`${table} ${groupId} ${id}`);
}

function isAskedFor(
  found: FoundRow,
  { group, filters, words }: Pick<AskServerOptions, 'words'> & FilteredGroup,
): boolean {
  const isTheirs = personOf(filters, group, { words });
  if (found.table === 'plans') return isTheirs(`${found.row.createdBy} ${found.row.editedBy}`);
  const doc = docOf(found.table, found.row as never);
  const isBlocked = found.table === 'messages' && group.membership.blocked?.includes(found.row.authorId);
  return doc !== null && isTheirs(doc.who) && !isBlocked && isWithin(doc.amountMinor, filters);
}

interface FilteredGroup {
  readonly group: SearchedGroup;
  readonly filters: SearchFilters;
}

function isWithin(amountMinor: number | null, { minAmountMinor, maxAmountMinor }: SearchFilters): boolean {
  if (minAmountMinor === undefined && maxAmountMinor === undefined) return true;
  if (amountMinor === null) return false;
  return amountMinor >= (minAmountMinor ?? 0) && amountMinor <= (maxAmountMinor ?? Number.POSITIVE_INFINITY);
}
