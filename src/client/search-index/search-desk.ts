/** Everything the worker of search does, over one database: in a worker, and in Node for the tests. */
import type { DeviceDatabase } from '#client/store/database.ts';
import { readRecentSearches, readSearchedGroups, writeRecentSearches } from '#client/store/search-reads.ts';
import { type ReaderWords, shownName } from '#client/store/shown-names.ts';
import type { RecentSearch } from '#client/store/tables.ts';
import type { SearchReply, SearchRequest } from '#protocol/search.ts';
import { askIndex } from './ask-index.ts';
import { askServer } from './ask-server.ts';
import { SearchIndex } from './search-index.ts';
import type { WorkerCalls } from './worker-calls.ts';

const RECENT_MAX = 8;

export interface SearchDeskOptions {
  readonly db: DeviceDatabase;
  readonly words: ReaderWords;
  readonly fetchFound: (asked: SearchRequest) => Promise<SearchReply | undefined>;
  readonly breathe: () => Promise<void>;
  readonly onChanged: () => void;
  readonly onFault: (error: unknown) => void;
}

export interface SearchDesk extends WorkerCalls {
  /** Resolves when everything on the device is in the index. */
  readonly whole: Promise<void>;
  readonly index: SearchIndex;
  stop(): void;
}

export function openSearchDesk(options: SearchDeskOptions): SearchDesk {
  const { db, words, breathe, fetchFound } = options;
  const index = new SearchIndex(options);
  const whole = index.start();
  let asks = 0;
  return {
    whole,
    index,
    stop: () => index.stop(),
    ask(query, howMany) {
      asks += 1;
      const own = asks;
      return askIndex(query, { index, db, words, breathe, isOver: () => own !== asks, howMany });
    },
    askServer: (query, after) =>
      askServer(query, after, {
        db,
        words,
        fetchFound,
        isTextHere: (groupId, planId) => index.hasText(groupId, planId),
      }),
    async listPeople(groupId) {
      const groups = await readSearchedGroups(db);
      const names = groups
        .filter((group) => groupId === null || group.groupId === groupId)
        .flatMap(({ members }) =>
          members
            .filter(({ nameHidden, status }) => !nameHidden && (status === 'active' || status === 'named'))
            .map((row) => shownName(row, words).trim()),
        );
      return [...new Set(names)].sort((a, b) => a.localeCompare(b));
    },
    listRecent: () => readRecentSearches(db),
    async keepRecent(search) {
      const before = await readRecentSearches(db);
      const others = before.filter((one) => !isSameSearch(one, search));
      await writeRecentSearches(db, [search, ...others].slice(0, RECENT_MAX));
    },
    clearRecent: () => writeRecentSearches(db, []),
    save: () => index.save(),
  };
}

/** What goes on being typed is one search, not one for each letter. */
function isSameSearch(before: RecentSearch, now: RecentSearch): boolean {
  const a = before.text.trim().toLowerCase();
  const b = now.text.trim().toLowerCase();
  return before.groupId === now.groupId && (a === b || b.startsWith(a));
}
