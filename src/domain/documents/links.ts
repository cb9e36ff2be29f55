/** Which addresses a text may lead to. Whoever writes a document for another program relies on it: nothing else becomes a link. */

const SAFE_SCHEME = /^(?:https?:\/\/|mailto:|tel:)/i;
export const LINK_MAX_CHARACTERS = 2_048;

/** The address as it may be written, or undefined: unknown scheme, a space or control in it, too long, half a character. */
export function safeLink(href: unknown): string | undefined {
  if (typeof href !== 'string') return undefined;
  const link = href.trim();
  if (link.length > LINK_MAX_CHARACTERS || !SAFE_SCHEME.test(link)) return undefined;
  return /[\s\p{Cc}\p{Surrogate}<>"\\^`{|}]/u.test(link) ? undefined : link;
}
