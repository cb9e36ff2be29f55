/** What a plan's text is on the wire and in memory, for who does not hold Yjs: its one root, and how much fits. */
import { base64url, fromBase64url } from '../ids.ts';

/** The one root of a plan's document: `doc.getXmlFragment(PLAN_TEXT)`. */
export const PLAN_TEXT = 'text';

/** Of so many edits, the last ones, every device can say whether they were made apart: they are kept as they came. */
export const RECENT_EDITS = 200;

/** Of one update: in base64url and with what stands around it an op stays below its 32 KB. */
export const UPDATE_MAX_BYTES = 23 * 1024;
export const UPDATE_MAX_CHARACTERS = Math.ceil((UPDATE_MAX_BYTES * 4) / 3);

/** The bytes of an update as an op carries it; undefined: no canonical base64url. */
export function readUpdate(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length > UPDATE_MAX_CHARACTERS || text.length % 4 === 1) return undefined;
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  // What is left of the last character must be zero: one update has one spelling.
  const bytes = fromBase64url(text);
  return base64url(bytes.subarray(bytes.length - (bytes.length % 3 || 3))) ===
    text.slice(-(text.length % 4 || 4))
    ? bytes
    : undefined;
}
