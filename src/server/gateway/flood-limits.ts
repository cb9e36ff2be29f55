/** What one account and one address may do; past it they are told to wait, and nothing is lost. */
import { TokenBuckets } from './token-bucket.ts';

/** Frames: a person types a few a second, a device with a month of messages flushes some hundred. */
const FRAMES_PER_ACCOUNT = { burst: 2_000, perSecond: 200 };
/** New sessions and sockets from one address: a carrier's NAT stands for thousands of phones. */
const CONTACTS_PER_ADDRESS = { burst: 1_000, perSecond: 100 };

/** Digests: a device asks for each group at its start and every quarter of an hour; each reads some hundred rows. */
const DIGESTS_PER_ACCOUNT = { burst: 200, perSecond: 2 };

export interface FloodLimits {
  /** ms to wait; 0: go on. */
  frame(accountId: string): number;
  digest(accountId: string): number;
  contact(address: string): number;
}

export function createFloodLimits(monotonicMs: () => number): FloodLimits {
  const frames = new TokenBuckets(FRAMES_PER_ACCOUNT, monotonicMs);
  const digests = new TokenBuckets(DIGESTS_PER_ACCOUNT, monotonicMs);
  const contacts = new TokenBuckets(CONTACTS_PER_ADDRESS, monotonicMs);
  return {
    frame: (accountId) => frames.take(accountId),
    digest: (accountId) => digests.take(accountId),
    // The loopback is the operator's own machine, or a proxy that TRUST_PROXY should name.
    contact: (address) => (isLoopback(address) ? 0 : contacts.take(address)),
  };
}

function isLoopback(address: string): boolean {
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
}
