/**
 * The version of the wire. A server speaks the last two, so that apps and servers may be one release apart in either
 * direction; it says its own in a header of every HTTP answer.
 *
 * A device opens each connection with its newest. A server that is one release behind answers `unsupported`, and the
 * device says everything again one version down (`lowerProtocol`); after that connection it begins with its newest
 * once more, since the server may have been updated meanwhile.
 *
 * `tests/contract/protocol-version.test.ts` pins the schemas of both by a hash: when it fails, either restore the frame
 * or bump the version and write its line here. What only the newer one has says so in `frames.ts` (`since`).
 *
 *   1  2026-11  first
 *   2  2026-11  asks may be new: `since`; bootstrap; digest
 *   3  2026-11  people: more kinds, more in the rows of groups and members
 *   4  2026-11  accounts: ledger; photos and Pix keys in rows
 *   5  2026-11  plans: their rows in ledger pages, plan-text; `lower-reply.ts` says it for 4
 */
export const PROTOCOL_VERSION = 5;
/** Newest first. */
export const SUPPORTED_PROTOCOLS: readonly number[] = [5, 4];

/** What to speak with a server that does not speak `protocol`; undefined: nothing older is known here. */
export function lowerProtocol(protocol: number): number | undefined {
  return SUPPORTED_PROTOCOLS.find((older) => older < protocol);
}
