/**
 * Where the bytes of photos lie, once they are looked at and whole: by key, written once, never changed. A key is
 * `<groupId>/<blobId>` or the same with `.thumb`. What is known of them stands in the database (db/blob-records.ts).
 *
 * Implementations: `disk-blobs.ts`, `s3-blobs.ts`. One contract suite runs on both: `tests/contract/blob-store.test.ts`.
 */
import type { DataStore } from '@tus/server';
import type { BlobSize } from '#protocol/blobs.ts';

export interface BlobStore {
  /** Resolves when it is durable. The same key again replaces it whole: nobody ever reads half of one. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** undefined: there is none. */
  get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** What is not there is gone already. */
  remove(keys: readonly string[]): Promise<void>;
  /** Every key there is, with the epoch ms of its writing; in no order. */
  list(): AsyncIterable<{ readonly key: string; readonly at: number }>;
  /** Rejects when it cannot be written to: asked once, before the doors open. */
  check(): Promise<void>;
}

/** The store, and beside it the place where uploads gather until they are whole. */
export interface BlobPlaces {
  readonly blobs: BlobStore;
  readonly uploads: DataStore;
}

export const blobKey = (groupId: string, blobId: string, size: BlobSize): string =>
  `${groupId}/${blobId}${size === 'thumb' ? '.thumb' : ''}`;
