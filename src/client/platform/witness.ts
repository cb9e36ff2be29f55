/**
 * A second place, independent of the database, that remembers which database this device had. When the database
 * comes back empty or older than what the witness saw, the two disagree, and sync/canary.ts draws the consequence.
 *
 *   browser      localStorage: not evicted with IndexedDB, not in its files, written at once (browser-witness.ts)
 *   simulation   tests/support/memory-witness.ts: keep one beside each profile; forget() it or the database, or
 *                both, to evict in part; copy() it with a cloned or restored profile
 *   absent       the service worker, which never makes an identity; a device that has no second place
 *
 * It holds no secret and no id that the server knows. It may forget at any time and may be behind the database;
 * it is never ahead of it, because it is told only what is on disk already.
 */
export interface Testimony {
  /** The random id made with the database. */
  readonly canary: string;
  /** How often the app had been started on it. */
  readonly starts: number;
}

export interface Witness {
  /** undefined: it knows of no database. Never throws. */
  recall(): Testimony | undefined;
  /** Never throws: a place that cannot be written is a witness less. */
  remember(testimony: Testimony): void;
}
