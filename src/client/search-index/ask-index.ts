/**
 * Asks the index, kind by kind: words as they are written, inflected, begun, with a slip; within each the newest first. A part is asked only
 * while it could still hold something better than what is found, so that a word that stands everywhere costs one part.
 */

import { getSearchedRows } from '#client/store/search-reads.ts';
import { type ReaderWords, shownName } from '#client/store/shown-names.ts';
import { askPlans, isPlanAsked } from './ask-plans.ts';
import { type Asking, type AskOptions, HITS_MAX, SLIPS_BELOW } from './asking.ts';
import { readDocId } from './docs.ts';
import { hitOf, listNameHits, planHitOf } from './hits.ts';
import { type AskedWord, type DocFacts, type IndexPart, STEPS, type Step } from './part.ts';
import type { IndexedGroup } from './search-index.ts';
import {
  FIRST_HITS,
  type SearchAnswer,
  type SearchFilters,
  type SearchHit,
  type SearchQuery,
} from './search-query.ts';
import { isBetween, personOf } from './who-and-when.ts';
import { listWords } from './words.ts';

interface Found {
  readonly group: IndexedGroup;
  readonly facts: DocFacts;
  readonly step: number;
}

/** undefined: a newer ask has come. */
export async function askIndex(query: SearchQuery, options: AskOptions): Promise<SearchAnswer | undefined> {
  const { index, db, words } = options;
  const { filters } = query;
  const groups = index.groups.filter(({ groupId }) => (filters.groupId ?? groupId) === groupId);
  const asked = askedWords(query.text, groups, words);
  const told = options.howMany === 'first' ? FIRST_HITS : HITS_MAX;
  const hits: SearchHit[] = [];
  let hasMore = false;
  for (const kind of ['m', 'l'] as const) {
    if (!isKindAsked(kind, filters)) continue;
    const found = await askParts(kind, { groups, asked, filters, options });
    if (!found) return undefined;
    hasMore ||= found.length > HITS_MAX;
    const shown = found.slice(0, told);
    const keys = shown.flatMap(({ group, facts }) => {
      const key = readDocId(facts.id);
      return key ? [{ groupId: group.groupId, ...key }] : [];
    });
    const rows = await getSearchedRows(db, keys);
    if (options.isOver()) return undefined;
    for (const [i, { group, facts }] of shown.entries()) {
      const row = index.pending.rows.get(`${group.groupId} ${facts.id}`) ?? rows[i];
      if (row) hits.push(hitOf(row, { group, asked, words }));
    }
  }
  if (isPlanAsked(filters)) {
    const found = await askPlans({ groups, asked, filters, options });
    if (!found) return undefined;
    hasMore ||= found.length > HITS_MAX;
    for (const { group, ...plan } of found.slice(0, told)) hits.push(planHitOf(plan, { group, asked }));
  }
  hits.push(...listNameHits(groups, { asked, filters, words }));
  return { hits, hasMore, share: index.share, isCut: index.isCut };
}

export function askedWords(text: string, groups: readonly IndexedGroup[], words: ReaderWords): AskedWord[] {
  return listWords(text).map(({ word }) => ({ word, memberIds: listCalled(word, groups, words) }));
}

/** Members with a name that has this word. */
function listCalled(word: string, groups: readonly IndexedGroup[], words: ReaderWords): string[] {
  return groups.flatMap(({ members }) =>
    members
      .filter((row) => !row.nameHidden && listWords(shownName(row, words)).some((one) => one.word === word))
      .map(({ id }) => id),
  );
}

function isKindAsked(
  kind: 'm' | 'l',
  { kind: wanted, minAmountMinor, maxAmountMinor }: SearchFilters,
): boolean {
  const isMoney = minAmountMinor !== undefined || maxAmountMinor !== undefined;
  if (kind === 'm') return (wanted === undefined || wanted === 'message') && !isMoney;
  return wanted === undefined || ['expense', 'recurrence', 'settlement'].includes(wanted);
}

async function askParts(kind: 'm' | 'l', asking: Asking): Promise<Found[] | undefined> {
  const { groups, asked, filters, options } = asking;
  const parts = groups
    .flatMap((group) => group.index.listParts(kind).map((part) => ({ group, part })))
    .sort((a, b) => b.part.newestAt - a.part.newestAt);
  const seen = new Set<string>();
  const found: Found[] = [];
  for (const [step, name] of STEPS.entries()) {
    if (asked.length === 0 && step > 0) break;
    if (name === 'slipped' && found.length >= SLIPS_BELOW) break;
    const ofStep: Found[] = askPending(kind, name, { ...asking, seen });
    for (const { group, part } of parts) {
      if (isFilled(found.length, ofStep, part)) break;
      const passes = filterOf(filters, group, options);
      for (const facts of part.ask(asked, name, passes)) {
        const key = `${group.groupId} ${facts.id}`;
        if (seen.has(key) || options.index.pending.rows.has(key)) continue;
        seen.add(key);
        ofStep.push({ group, facts, step });
      }
      ofStep.sort(byNewest);
      await options.breathe();
      if (options.isOver()) return undefined;
    }
    found.push(...ofStep.sort(byNewest));
    if (found.length > HITS_MAX) break;
  }
  return found;
}

/** Nothing in this part, nor in the older ones behind it, would be shown. */
function isFilled(before: number, ofStep: readonly Found[], { newestAt }: IndexPart): boolean {
  const last = ofStep[HITS_MAX - before];
  return last !== undefined && last.facts.at >= newestAt;
}

function askPending(
  kind: 'm' | 'l',
  name: Step,
  { groups, asked, filters, options, seen }: Asking & { readonly seen: Set<string> },
): Found[] {
  const found: Found[] = [];
  const byId = new Map(groups.map((group) => [group.groupId, group]));
  const { part } = options.index.pending;
  for (const facts of part.ask(asked, name, () => true)) {
    const [groupId = '', id = ''] = facts.id.split(' ');
    const group = byId.get(groupId);
    const isOfKind = (readDocId(id)?.table === 'messages') === (kind === 'm');
    const own = { ...facts, id };
    if (!group || !isOfKind || seen.has(facts.id) || !filterOf(filters, group, options)(own)) continue;
    seen.add(facts.id);
    found.push({ group, facts: own, step: STEPS.indexOf(name) });
  }
  return found;
}

function filterOf(
  filters: SearchFilters,
  group: IndexedGroup,
  options: AskOptions,
): (facts: DocFacts) => boolean {
  const { kind, minAmountMinor, maxAmountMinor } = filters;
  const { blocked } = group.membership;
  const isTheirs = personOf(filters, group, options);
  return ({ id, who, at, amountMinor }) => {
    const table = readDocId(id.split(' ').at(-1) ?? '')?.table;
    if (table === 'messages' && blocked?.includes(who)) return false;
    if (kind === 'expense' && table === 'settlements') return false;
    if (kind === 'settlement' && table !== 'settlements') return false;
    if (kind === 'recurrence' && table !== 'recurrences') return false;
    if (!isTheirs(who) || !isBetween(at, filters)) return false;
    if (minAmountMinor === undefined && maxAmountMinor === undefined) return true;
    return amountMinor !== null && isWithin(amountMinor, minAmountMinor, maxAmountMinor);
  };
}

const isWithin = (amount: number, min = 0, max = Number.POSITIVE_INFINITY): boolean =>
  amount >= min && amount <= max;

const byNewest = (a: Found, b: Found): number => b.facts.at - a.facts.at;
