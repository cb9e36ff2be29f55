/**
 * The version of the wire. The server speaks the last two; a client sends its own in hello and in every HTTP
 * request. `tests/contract/protocol-version.test.ts` pins the schemas by a hash: when it fails, either restore the frame or bump the
 * version and write its line here.
 *
 *   1  2026-11  first
 */
export const PROTOCOL_VERSION = 1;
export const SUPPORTED_PROTOCOLS: readonly number[] = [1];
