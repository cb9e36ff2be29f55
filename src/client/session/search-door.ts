/** Search, as features have it: a worker that is started with the first question and let go some time after the last. */
import { createContext, useContext } from 'react';
import type { HowMany, SearchAnswer, SearchQuery } from '#client/search-index/search-query.ts';
import type { ServerAnswer, WorkerCalls } from '#client/search-index/worker-calls.ts';

export type { RecentSearch } from '#client/store/tables.ts';

export interface SearchDoor
  extends Pick<WorkerCalls, 'listPeople' | 'listRecent' | 'keepRecent' | 'clearRecent'> {
  /** undefined: a newer ask has come. Rejects when the index is of no use; the next ask makes it anew. */
  ask(query: SearchQuery, howMany?: HowMany): Promise<SearchAnswer | undefined>;
  askServer(query: SearchQuery, after: string | null): Promise<ServerAnswer | 'unreachable'>;
  /** There is more to find than before. Returns what ends it. */
  onChanged(listener: () => void): () => void;
}

/** null: this session cannot search (an app older than its database). */
export const SearchContext = createContext<SearchDoor | null>(null);

export const useSearchDoor = (): SearchDoor | null => useContext(SearchContext);
