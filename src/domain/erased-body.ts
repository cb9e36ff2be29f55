/**
 * The body of an op whose words were erased: its ids stay, its words and its salt are gone, and `erased` holds the hash
 * that salt and body had, so that the op's hash and the chain can be reckoned and proven as before (protocol/canonical.ts).
 *
 *   { messageId, text, replyTo }  ─→  { messageId, erased: H(salt ‖ body) }
 *
 * Only a server makes one, of an op in its log; pushed by anybody it is refused (`judgeOp`).
 */
import type { JsonObject, JsonValue } from './json.ts';
import type { Op } from './op.ts';

/** Fields that hold a person's words, and what stands in their place when the op is folded; undefined: nothing. */
export type ErasedFields = Readonly<Record<string, JsonValue | undefined>>;

const HASH_PATTERN = /^[A-Za-z0-9_-]{43}$/;
/** In the salt's place: an id like any other, the same for all. */
export const NO_SALT = 'AAAAAAAAAAAAAAAAAAAAAA';

/** The hash of what was there; undefined: nothing was erased. */
export function erasedHash({ erased }: JsonObject): string | undefined {
  return typeof erased === 'string' && HASH_PATTERN.test(erased) ? erased : undefined;
}

/** `bodyHash`: of salt and body as they are, base64url. */
export function eraseBody(op: Op, fields: ErasedFields, bodyHash: string): Pick<Op, 'salt' | 'body'> {
  const kept = Object.entries(op.body).filter(([field]) => !Object.hasOwn(fields, field));
  return { salt: NO_SALT, body: { ...Object.fromEntries(kept), erased: bodyHash } };
}

/** What a fold takes for the body: as if the person had written nothing. */
export function blankBody({ erased: _, ...kept }: JsonObject, fields: ErasedFields): unknown {
  return { ...kept, ...fields };
}
