/** How often somebody may do something: `burst` at once, `perSecond` after that. Counts units given by the caller. */
export interface BucketLimits {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

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
    const now = this.#monotonicMs();
    this.#sweep(now);
    const { burst, perSecond } = this.#limits;
    const bucket = this.#buckets.get(key) ?? { tokens: burst, filledAt: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens >= tokens) {
      bucket.tokens -= tokens;
      return 0;
    }
    return Math.ceil(((tokens - bucket.tokens) / perSecond) * 1000);
  }

  #sweep(now: number): void {
    const fillMs = (this.#limits.burst / this.#limits.perSecond) * 1000;
    if (now - this.#sweptAt < fillMs) return;
    this.#sweptAt = now;
    for (const [key, { filledAt }] of this.#buckets) if (now - filledAt > fillMs) this.#buckets.delete(key);
  }
}
