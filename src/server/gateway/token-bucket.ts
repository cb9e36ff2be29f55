/** How often somebody may do something: `burst` at once, `perSecond` after that. Counts units given by the caller. */
export interface BucketLimits {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** More are forgotten, oldest first: a flood of made-up names costs a few megabytes and nobody else's bucket. */
const BUCKETS_MAX = 100_000;

/** Buckets by key; full ones are forgotten, so memory is bounded by who was active lately. */
export class TokenBuckets {
  readonly #limits: BucketLimits;
  readonly #monotonicMs: () => number;
  readonly #buckets = new Map<string, Bucket>();
  #sweptAt = 0;

  constructor(limits: BucketLimits, monotonicMs: () => number) {
    this.#limits = limits;
    this.#monotonicMs = monotonicMs;
  }

  /** 0 when granted; else in how many ms it would be. */
  take(key: string, tokens = 1): number {
    const waitMs = this.look(key, tokens);
    if (waitMs === 0) this.spend(key, tokens);
    return waitMs;
  }

  /** What `take` would say, with nothing taken. */
  look(key: string, tokens = 1): number {
    const missing = tokens - this.#levelOf(key);
    return missing <= 0 ? 0 : Math.ceil((missing / this.#limits.perSecond) * 1000);
  }

  /** Takes without asking, down to empty: what another node has granted is gone here too. */
  spend(key: string, tokens = 1): void {
    const now = this.#monotonicMs();
    this.#sweep(now);
    const level = this.#levelOf(key);
    if (!this.#buckets.has(key) && this.#buckets.size >= BUCKETS_MAX) this.#forgetOldest();
    this.#buckets.set(key, { tokens: Math.max(0, level - tokens), filledAt: now });
  }

  #levelOf(key: string): number {
    const { burst, perSecond } = this.#limits;
    const bucket = this.#buckets.get(key);
    if (!bucket) return burst;
    return Math.min(burst, bucket.tokens + ((this.#monotonicMs() - bucket.filledAt) / 1000) * perSecond);
  }

  #forgetOldest(): void {
    for (const key of this.#buckets.keys()) {
      this.#buckets.delete(key);
      return;
    }
  }

  #sweep(now: number): void {
    const fillMs = (this.#limits.burst / this.#limits.perSecond) * 1000;
    if (now - this.#sweptAt < fillMs) return;
    this.#sweptAt = now;
    for (const [key, { filledAt }] of this.#buckets) if (now - filledAt > fillMs) this.#buckets.delete(key);
  }
}
