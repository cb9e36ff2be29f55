/** How often somebody may try what could be guessed, or cause a mail. Past it: too-many, with the time to wait. */
import { TokenBuckets } from '../gateway/token-bucket.ts';

const PER_MINUTE = 1 / 60;

/** A code has three tries: with five codes an hour, six digits are found once in some 65,000 hours. */
const MAILS_PER_EMAIL = { burst: 5, perSecond: 5 / 3600 };
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
  code(accountId: string): number;
  entry(address: string): number;
  wait(address: string): number;
}

export function createAttemptLimits(monotonicMs: () => number): AttemptLimits {
  const mailsByEmail = new TokenBuckets(MAILS_PER_EMAIL, monotonicMs);
  const mailsByAddress = new TokenBuckets(MAILS_PER_ADDRESS, monotonicMs);
  const codes = new TokenBuckets(CODES_PER_ACCOUNT, monotonicMs);
  const entries = new TokenBuckets(ENTRIES_PER_ADDRESS, monotonicMs);
  const waits = new TokenBuckets(WAITS_PER_ADDRESS, monotonicMs);
  return {
    mail: (email, address) => mailsByAddress.take(address) || mailsByEmail.take(email),
    code: (accountId) => codes.take(accountId),
    entry: (address) => entries.take(address),
    wait: (address) => waits.take(address),
  };
}
