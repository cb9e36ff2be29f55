/**
 * Buckets counted over all nodes: what one grants, the others take off their own a moment later (`cluster/share-takes.ts`).
 *
 * Memory decides, so nothing waits for another machine, and with none to speak to each node counts for itself. Keys are
 * hashed before they are used: an address or an e-mail is not spoken of between machines.
 */
import { createHash } from 'node:crypto';
import { type BucketLimits, TokenBuckets } from './token-bucket.ts';

/** The other nodes, as a budget sees them. `name`: a key's hash. */
export interface TakeSharing {
  /** Fire and forget. */
  tell(budget: string, name: string, tokens: number): void;
  listen(budget: string, onTaken: (name: string, tokens: number) => void): void;
}

/** One node, or one that hears nobody. */
export const UNSHARED: TakeSharing = { tell: () => undefined, listen: () => undefined };

const NAME_CHARS = 22;

export class SharedBuckets {
  readonly #budget: string;
  readonly #buckets: TokenBuckets;
  readonly #sharing: TakeSharing;

  /** `budget`: the same on every node, and no other's. */
  constructor(budget: string, limits: BucketLimits, monotonicMs: () => number, sharing: TakeSharing) {
    this.#budget = budget;
    this.#buckets = new TokenBuckets(limits, monotonicMs);
    this.#sharing = sharing;
    sharing.listen(budget, (name, tokens) => this.#buckets.spend(name, tokens));
  }

  /** 0 when granted; else in how many ms it would be. */
  take(key: string, tokens = 1): number {
    const waitMs = this.look(key, tokens);
    if (waitMs === 0) this.spend(key, tokens);
    return waitMs;
  }

  /** What `take` would say, with nothing taken. */
  look(key: string, tokens = 1): number {
    return this.#buckets.look(nameOf(key), tokens);
  }

  spend(key: string, tokens = 1): void {
    const name = nameOf(key);
    this.#buckets.spend(name, tokens);
    this.#sharing.tell(this.#budget, name, tokens);
  }
}

function nameOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, NAME_CHARS);
}
