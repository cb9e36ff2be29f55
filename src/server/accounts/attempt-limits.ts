/** How often somebody may try what could be guessed, or cause a mail. Past it: too-many, with the time to wait. */
import { SharedBuckets, type TakeSharing, UNSHARED } from '../gateway/shared-buckets.ts';
import type { BucketLimits } from '../gateway/token-bucket.ts';

const PER_MINUTE = 1 / 60;

/** A code has three tries: with five codes an hour, six digits are found once in some 65,000 hours. */
const MAILS_PER_EMAIL = { burst: 5, perSecond: 5 / 3600 };
/** What those codes allow, counted apart from them: several nodes may be guessed at together. */
const GUESSES_PER_EMAIL = { burst: 15, perSecond: 15 / 3600 };
/** A carrier's NAT stands for thousands of phones. */
const MAILS_PER_ADDRESS = { burst: 60, perSecond: 20 * PER_MINUTE };
/** Of 2^40 codes some hundred wait at once: guessing one takes this account a million years. */
const CODES_PER_ACCOUNT = { burst: 10, perSecond: 2 * PER_MINUTE };
const ENTRIES_PER_ADDRESS = { burst: 300, perSecond: 2 };
/** A device that waits to be let in asks every two seconds. */
const WAITS_PER_ADDRESS = { burst: 600, perSecond: 50 };

export interface AttemptLimits {
  /** ms to wait; 0: go on. */
  mail(email: string, address: string): number;
  /** A code that came by mail. */
  guess(email: string): number;
  code(accountId: string): number;
  entry(address: string): number;
  wait(address: string): number;
}

/** `sharing`: with the other nodes, so that nobody tries at each of them. */
export function createAttemptLimits(
  monotonicMs: () => number,
  sharing: TakeSharing = UNSHARED,
): AttemptLimits {
  const shared = (budget: string, limits: BucketLimits) =>
    new SharedBuckets(budget, limits, monotonicMs, sharing);
  const mailsByEmail = shared('mails-by-email', MAILS_PER_EMAIL);
  const guessesByEmail = shared('guesses-by-email', GUESSES_PER_EMAIL);
  const mailsByAddress = shared('mails-by-address', MAILS_PER_ADDRESS);
  const codes = shared('codes-by-account', CODES_PER_ACCOUNT);
  const entries = shared('entries-by-address', ENTRIES_PER_ADDRESS);
  const waits = shared('waits-by-address', WAITS_PER_ADDRESS);
  return {
    mail: (email, address) => mailsByAddress.take(address) || mailsByEmail.take(email),
    guess: (email) => guessesByEmail.take(email.toLowerCase()),
    code: (accountId) => codes.take(accountId),
    entry: (address) => entries.take(address),
    wait: (address) => waits.take(address),
  };
}
