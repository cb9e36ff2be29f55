/**
 * What an account, a device and an address may do; past it they are told to wait, and nothing is lost.
 *
 * Asked in that order, and taken only when all grant: a carrier's NAT stands for thousands of phones, so the account
 * speaks first and the address last, and wide. A device has half of its account's frames, so that one that runs wild
 * leaves the person's others some.
 */
import { SharedBuckets, type TakeSharing, UNSHARED } from './shared-buckets.ts';
import { type BucketLimits, TokenBuckets } from './token-bucket.ts';

/** Frames: a person types a few a second, a device with a month of messages flushes some hundred. */
const FRAMES_PER_ACCOUNT = { burst: 2_000, perSecond: 200 };
const FRAMES_PER_DEVICE = { burst: 1_000, perSecond: 100 };
const FRAMES_PER_ADDRESS = { burst: 40_000, perSecond: 4_000 };
/** Ops: a replay brings a thousand at once, a restored server gets a week of them back. */
const OPS_PER_ACCOUNT = { burst: 20_000, perSecond: 500 };
/** Comings in by a link: one now and then; some hundred when a restored server lost them all. */
const JOINS_PER_ACCOUNT = { burst: 600, perSecond: 1 };
const JOINS_PER_ADDRESS = { burst: 3_000, perSecond: 20 };
/** Bundles of others: a person hands on one now and then; each costs a signature to check. */
const BUNDLES_PER_ACCOUNT = { burst: 60, perSecond: 0.2 };
/** Digests: a device asks for each group at its start and every quarter of an hour; each reads some hundred rows. */
const DIGESTS_PER_ACCOUNT = { burst: 200, perSecond: 2 };
/** Searches: asked when somebody has stopped typing; each reads an index of everybody's words. */
const SEARCHES_PER_ACCOUNT = { burst: 60, perSecond: 1 };
/** New sessions and sockets. */
const CONTACTS_PER_ADDRESS = { burst: 1_000, perSecond: 100 };
/** Looks at what a link leads to: one per link and phone; a secret is not to be guessed at. */
const PREVIEWS_PER_ADDRESS = { burst: 300, perSecond: 5 };
/** Requests to our routes, of whoever. */
const REQUESTS_PER_ADDRESS = { burst: 10_000, perSecond: 1_000 };

/** Who asks. */
export interface Asker {
  readonly accountId: string;
  readonly deviceId: string;
  readonly address: string;
}

/** What a frame asks for beyond itself: the ops of a push, and those of them that come in by a link. */
export interface Asking {
  readonly ops?: number;
  readonly joins?: number;
  readonly isDigest?: boolean;
  readonly isBundle?: boolean;
  readonly isSearch?: boolean;
}

export interface FloodLimits {
  /** ms to wait; 0: go on. */
  frame(asker: Asker, asking?: Asking): number;
  contact(address: string): number;
  preview(address: string): number;
  request(address: string): number;
}

interface Claim {
  readonly buckets: Pick<TokenBuckets, 'look' | 'spend'>;
  readonly key: string;
  readonly tokens: number;
}

/** `sharing`: with the other nodes; what is rare and precious, and what an attack would spread over them. */
export function createFloodLimits(monotonicMs: () => number, sharing: TakeSharing = UNSHARED): FloodLimits {
  const own = (limits: BucketLimits) => new TokenBuckets(limits, monotonicMs);
  const shared = (budget: string, limits: BucketLimits) =>
    new SharedBuckets(budget, limits, monotonicMs, sharing);
  const framesByAccount = own(FRAMES_PER_ACCOUNT);
  const framesByDevice = own(FRAMES_PER_DEVICE);
  const framesByAddress = own(FRAMES_PER_ADDRESS);
  const opsByAccount = own(OPS_PER_ACCOUNT);
  const digestsByAccount = own(DIGESTS_PER_ACCOUNT);
  const bundlesByAccount = own(BUNDLES_PER_ACCOUNT);
  const searchesByAccount = own(SEARCHES_PER_ACCOUNT);
  const requestsByAddress = own(REQUESTS_PER_ADDRESS);
  const joinsByAccount = shared('joins-by-account', JOINS_PER_ACCOUNT);
  const joinsByAddress = shared('joins-by-address', JOINS_PER_ADDRESS);
  const contactsByAddress = shared('contacts-by-address', CONTACTS_PER_ADDRESS);

  const previewsByAddress = shared('previews-by-address', PREVIEWS_PER_ADDRESS);

  return {
    frame: (
      { accountId, deviceId, address },
      { ops = 0, joins = 0, isDigest = false, isBundle = false, isSearch = false } = {},
    ) =>
      takeAll([
        { buckets: framesByAccount, key: accountId, tokens: 1 },
        { buckets: digestsByAccount, key: accountId, tokens: isDigest ? 1 : 0 },
        { buckets: bundlesByAccount, key: accountId, tokens: isBundle ? 1 : 0 },
        { buckets: searchesByAccount, key: accountId, tokens: isSearch ? 1 : 0 },
        { buckets: opsByAccount, key: accountId, tokens: ops },
        { buckets: joinsByAccount, key: accountId, tokens: joins },
        { buckets: framesByDevice, key: deviceId, tokens: 1 },
        { buckets: framesByAddress, key: address, tokens: isLoopback(address) ? 0 : 1 },
        { buckets: joinsByAddress, key: address, tokens: isLoopback(address) ? 0 : joins },
      ]),
    preview: (address) => (isLoopback(address) ? 0 : previewsByAddress.take(address)),
    contact: (address) => (isLoopback(address) ? 0 : contactsByAddress.take(address)),
    request: (address) => (isLoopback(address) ? 0 : requestsByAddress.take(address)),
  };
}

/** All or none. */
function takeAll(claims: readonly Claim[]): number {
  for (const { buckets, key, tokens } of claims) {
    const waitMs = tokens === 0 ? 0 : buckets.look(key, tokens);
    if (waitMs > 0) return waitMs;
  }
  for (const { buckets, key, tokens } of claims) if (tokens > 0) buckets.spend(key, tokens);
  return 0;
}

/** The operator's own machine, or a proxy that TRUST_PROXY should name. */
function isLoopback(address: string): boolean {
  return address === '127.0.0.1' || address === '::1';
}
