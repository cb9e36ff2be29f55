/** Rows as what was found shows them. */

import { isPending } from '#client/store/pending-version.ts';
import type { SearchedGroup, SearchedRow } from '#client/store/search-reads.ts';
import { nameOf, type ReaderWords, shownName } from '#client/store/shown-names.ts';
import type { MemberRow } from '#domain/rows.ts';
import { docOf } from './docs.ts';
import { markText } from './highlight.ts';
import type { AskedWord } from './part.ts';
import type { FoundPlan } from './plan-index.ts';
import type { MarkedText, SearchFilters, SearchHit } from './search-query.ts';
import { listWords } from './words.ts';

interface HitContext {
  readonly group: SearchedGroup;
  readonly asked: readonly AskedWord[];
  readonly words: ReaderWords;
  readonly isFromServer?: boolean;
}

export function hitOf(found: SearchedRow, context: HitContext): SearchHit {
  const { table, row } = found;
  const { group, asked, words, isFromServer = false } = context;
  const { groupId, name: groupName, members } = group;
  const byId = new Map<string, MemberRow>(members.map((member) => [member.id, member]));
  const called = (id: string): string => nameOf(byId, id, words);
  const base = {
    groupId,
    groupName,
    id: row.id,
    version: isPending(row.version) ? null : row.version,
    at: docOf(table, row)?.at ?? null,
    block: null,
    isFromServer,
  };
  switch (table) {
    case 'messages':
      return {
        ...base,
        kind: 'message',
        title: plain(called(row.authorId)),
        line: markText(row.text, asked),
        amountMinor: null,
      };
    case 'settlements':
      return {
        ...base,
        kind: 'settlement',
        title: markText(`${called(row.fromId)} → ${called(row.toId)}`, asked),
        line: markText(row.note ?? '', asked),
        amountMinor: row.amountMinor,
      };
    default:
      return {
        ...base,
        kind: table === 'recurrences' ? 'recurrence' : 'expense',
        title: markText(row.description, asked),
        line: markText(row.note ?? '', asked),
        amountMinor: row.amountMinor,
      };
  }
}

export function planHitOf(
  { row, block }: FoundPlan,
  { group, asked, isFromServer = false }: Omit<HitContext, 'words'>,
): SearchHit {
  return {
    kind: 'plan',
    groupId: group.groupId,
    groupName: group.name,
    id: row.id,
    version: null,
    title: markText(row.title, asked),
    line: markText(block?.text ?? row.folder, asked),
    at: row.editedAt,
    amountMinor: null,
    block: block?.index ?? null,
    isFromServer,
  };
}

/** People and groups whose name has every word that was asked, the last one begun. */
export function listNameHits(
  groups: readonly SearchedGroup[],
  {
    asked,
    filters,
    words,
  }: { readonly asked: readonly AskedWord[]; readonly filters: SearchFilters; readonly words: ReaderWords },
): SearchHit[] {
  const { kind, groupId, person } = filters;
  const isNarrow = person !== undefined || filters.from !== undefined || filters.until !== undefined;
  const isMoney = filters.minAmountMinor !== undefined || filters.maxAmountMinor !== undefined;
  if (isNarrow || isMoney || (asked.length === 0 && kind === undefined)) return [];
  const named = (name: string): boolean => {
    const own = listWords(name).map(({ word }) => word);
    return asked.every(({ word }) => own.some((one) => one.startsWith(word)));
  };
  const hit = (kindOfHit: 'person' | 'group', group: SearchedGroup, id: string, name: string): SearchHit => ({
    kind: kindOfHit,
    groupId: group.groupId,
    groupName: group.name,
    id,
    version: null,
    title: markText(name, asked),
    line: plain(''),
    at: null,
    amountMinor: null,
    block: null,
    isFromServer: false,
  });
  const people = groups.flatMap((group) =>
    group.members
      .filter((row) => row.status === 'active' || row.status === 'named')
      .filter((row) => !row.nameHidden && named(shownName(row, words)))
      .map((row) => hit('person', group, row.id, shownName(row, words))),
  );
  const found = groups
    .filter(({ name }) => groupId === undefined && named(name))
    .map((group) => hit('group', group, group.groupId, group.name));
  return [
    ...(kind === undefined || kind === 'person' ? people.slice(0, NAMES_MAX) : []),
    ...(kind === undefined || kind === 'group' ? found.slice(0, NAMES_MAX) : []),
  ];
}

const NAMES_MAX = 20;

const plain = (text: string): MarkedText => ({ text, marks: [] });
