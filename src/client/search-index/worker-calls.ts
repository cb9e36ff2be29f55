/** What the page and the worker of search say to each other. One ask at a time counts: a newer one ends the ones before. */
import type { RecentSearch } from '#client/store/tables.ts';
import type { HowMany, SearchAnswer, SearchHit, SearchQuery } from './search-query.ts';

export interface WorkerOpening {
  /** The person's database. */
  readonly database: string;
  /** Of an app lock that is open; null: rows lie in clear. */
  readonly lock: { readonly key: Uint8Array; readonly isEnding: boolean } | null;
  /** In the place of a name that was taken out of the history. */
  readonly hiddenName: string;
}

/** What the server found besides; `after` asks for what follows. */
export interface ServerAnswer {
  readonly hits: readonly SearchHit[];
  readonly after: string | null;
}

export interface WorkerCalls {
  ask(query: SearchQuery, howMany?: HowMany): Promise<SearchAnswer | undefined>;
  /** `unreachable`: nobody answered, or a server that cannot search. */
  askServer(query: SearchQuery, after: string | null): Promise<ServerAnswer | 'unreachable'>;
  listPeople(groupId: string | null): Promise<readonly string[]>;
  listRecent(): Promise<readonly RecentSearch[]>;
  keepRecent(search: RecentSearch): Promise<void>;
  clearRecent(): Promise<void>;
  /** Writes what is not on the disk yet. */
  save(): Promise<void>;
}

export type WorkerCall = {
  readonly [N in keyof WorkerCalls]: {
    readonly n: number;
    readonly name: N;
    readonly args: Parameters<WorkerCalls[N]>;
  };
}[keyof WorkerCalls];

export type ToWorker = { readonly open: WorkerOpening } | WorkerCall;
export type FromWorker =
  | { readonly n: number; readonly value: unknown }
  | { readonly n: number; readonly failed: string }
  /** There is more to find than before: ask again. */
  | { readonly changed: true }
  /** The database was let go, or a fault of the index; this worker is of no use any more. */
  | { readonly ended: string };
