/**
 * The text of a plan up to a version, compacted, as servers and devices keep it and as it crosses the wire:
 *
 *   1 byte    1, the version of this form
 *   4 bytes   how long the next part is, little endian
 *   JSON      who writes under which Yjs client id, from their first edit on: [[client id, member, at], …]
 *   the rest  one Yjs update (v1)
 *
 * A document says only by which client id a character was written. Merged edits leave no op that says whose that was, so it is
 * written down here. One client id is one opening of the text by one person.
 */
import { isId, type MemberId } from '../ids.ts';

export interface ClientAuthor {
  readonly memberId: MemberId;
  /** Epoch ms: of their first edit under this id. */
  readonly at: number;
}
/** By Yjs client id. */
export type TextAuthors = ReadonlyMap<number, ClientAuthor>;

export interface PackedText {
  readonly authors: TextAuthors;
  /** Yjs v1. */
  readonly update: Uint8Array;
}

const FORM = 1;
const HEAD_BYTES = 5;
const ASCII_MAX = 0x7f;

export function packText({ authors, update }: PackedText): Uint8Array<ArrayBuffer> {
  const json = JSON.stringify([...authors].map(([client, { memberId, at }]) => [client, memberId, at]));
  const packed = new Uint8Array(HEAD_BYTES + json.length + update.length);
  packed[0] = FORM;
  new DataView(packed.buffer).setUint32(1, json.length, true);
  for (let i = 0; i < json.length; i++) packed[HEAD_BYTES + i] = json.charCodeAt(i);
  packed.set(update, HEAD_BYTES + json.length);
  return packed;
}

/** undefined: not packed like this, or damaged. */
export function unpackText(packed: Uint8Array): PackedText | undefined {
  if (packed.length < HEAD_BYTES || packed[0] !== FORM) return undefined;
  const end = HEAD_BYTES + new DataView(packed.buffer, packed.byteOffset).getUint32(1, true);
  if (end > packed.length) return undefined;
  const authors = readAuthors(packed.subarray(HEAD_BYTES, end));
  return authors && { authors, update: packed.subarray(end) };
}

function readAuthors(bytes: Uint8Array): TextAuthors | undefined {
  let json = '';
  for (const byte of bytes) {
    // Ids and numbers alone.
    if (byte > ASCII_MAX) return undefined;
    json += String.fromCharCode(byte);
  }
  let listed: unknown;
  try {
    listed = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!Array.isArray(listed)) return undefined;
  const authors = new Map<number, ClientAuthor>();
  for (const one of listed) {
    const [client, memberId, at] = Array.isArray(one) ? one : [];
    if (!Number.isSafeInteger(client) || !isId(memberId) || !Number.isSafeInteger(at)) return undefined;
    authors.set(client, { memberId, at });
  }
  return authors;
}
