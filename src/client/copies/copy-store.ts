/**
 * Where copies lie, as the headless half sees it: a list of manifests and a heap of texts. A manifest names the parts of one
 * copy; a part that did not change is named by many and lies there once.
 *
 *   copy 7   outbox → 7.0   tray → 3.1   group:A → 7.4   plan:A:P → 2.5
 *   copy 8   outbox → 8.0   tray → 3.1   group:A → 8.1   plan:A:P → 2.5
 *
 * In a browser it is a second database (store/copies-database.ts), under the app lock sealed like the first; in Node it is
 * memory (tests/support/memory-copy-store.ts).
 */
import type { PartName } from './device-copy.ts';

export interface PartRef {
  readonly name: PartName;
  /** Of the shape of its value. */
  readonly version: number;
  readonly checksum: string;
  /** Where its text lies. */
  readonly id: string;
  /** Of its text. */
  readonly bytes: number;
  /** Of a plan's text: how far of which log it goes. */
  readonly reach?: TextReach;
}

export interface TextReach {
  readonly epoch: string | null;
  readonly through: number;
}

export interface CopyManifest {
  /** Later copies have higher ones, whatever the clock said. Primary key. */
  readonly order: number;
  /** Epoch ms, device clock. */
  readonly at: number;
  /** The canary of the database it was made of, and how often the app had been started on that; see sync/canary.ts. */
  readonly canary: { readonly id: string; readonly starts: number } | null;
  readonly parts: readonly PartRef[];
  /** By group: as it stood (collect-parts.ts), and the last version that erased something of it. */
  readonly groups: Readonly<Record<string, { readonly stamp: string; readonly erasedAt: number }>>;
  readonly inside: CopyInside;
}

/** What the list of copies shows without reading one. */
export interface CopyInside {
  readonly waiting: number;
  readonly refused: number;
  readonly drafts: number;
  readonly groups: number;
  /** Texts of plans. Absent: of an app that copied none. */
  readonly plans?: number;
}

export interface CopyChange {
  readonly manifests: readonly CopyManifest[];
  readonly texts: readonly { readonly id: string; readonly text: string }[];
  readonly removedManifests: readonly number[];
  readonly removedTexts: readonly string[];
}

export interface CopyStore {
  /** Those that can be read, oldest first. */
  list(): Promise<readonly CopyManifest[]>;
  /** In the order of `ids`; undefined: not there, or not what was written. */
  readTexts(ids: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** All of it or nothing. Rejects when there is no room. */
  change(change: CopyChange): Promise<void>;
}
