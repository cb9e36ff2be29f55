/** One ask of the index: of what, for what, and when it may end. */
import type { DeviceDatabase } from '#client/store/database.ts';
import type { ReaderWords } from '#client/store/shown-names.ts';
import type { AskedWord } from './part.ts';
import type { IndexedGroup, SearchIndex } from './search-index.ts';
import type { HowMany, SearchFilters } from './search-query.ts';

/** Of each kind; who wants more says more words. */
export const HITS_MAX = 30;
/** With so many found as they are written, slips are not looked for. */
export const SLIPS_BELOW = 8;

export interface AskOptions {
  readonly index: SearchIndex;
  readonly db: DeviceDatabase;
  readonly words: ReaderWords;
  /** A newer ask has come: this one may end. */
  readonly isOver: () => boolean;
  readonly breathe: () => Promise<void>;
  /** What is told; all are looked for. */
  readonly howMany?: HowMany | undefined;
}

export interface Asking {
  readonly groups: readonly IndexedGroup[];
  readonly asked: readonly AskedWord[];
  readonly filters: SearchFilters;
  readonly options: AskOptions;
}
