/** Time as the engine sees it. Simulation runs it by hand; nothing in `sync/` asks the platform itself. */
export interface Clock {
  /** Wall clock, epoch ms. May be days off and may jump; shown, after correction, never compared. */
  now(): number;
  /** Milliseconds that never go back; only differences mean something. */
  monotonicMs(): number;
  /** Calls once after `ms`; returns what cancels it. */
  after(ms: number, run: () => void): () => void;
}
