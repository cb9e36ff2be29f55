/**
 * One update as several, none above `maxBytes`, that leave the same document together: a long paste is one transaction of the
 * editor, and an op carries 32 KB.
 *
 *   structs   in the order of their clocks, client by client: each piece builds on those before it
 *   a text    longer than a piece is cut between two characters; its second half stands to the right of its first
 *   deletions after all structs
 *   photos    no more in a piece than an op may name
 */
import * as Y from 'yjs';
import { ATTACHMENTS_MAX } from '../../attachments/attachment.ts';
import { readUpdateWords } from '../check-update.ts';
import type { ClockRange } from './clock-ranges.ts';
import { type Struct, writeUpdate } from './write-update.ts';

type Deletions = ReturnType<typeof Y.decodeUpdate>['ds'];

/** Numbers around the structs of a piece, and around its deletions. */
const FRAME_BYTES = 64;
/** A deletion: two numbers of at most five bytes, and its client's, if it is the first. */
const DELETION_BYTES = 20;
/** Of an item besides its content: two ids, a kind, a length. */
const ITEM_BYTES = 48;
/** In UTF-8 of one UTF-16 unit, at most. */
const UNIT_BYTES = 3;

export function cutUpdate(update: Uint8Array, maxBytes: number): Uint8Array[] {
  const photos = readUpdateWords(update, update.length)?.photos.length ?? 0;
  if (update.length <= maxBytes && photos <= ATTACHMENTS_MAX) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  const room = maxBytes - FRAME_BYTES;
  const pieces: Uint8Array[] = [];
  let held: Struct[] = [];
  let bytes = 0;
  let pictures = 0;
  const close = (): void => {
    if (held.length > 0) pieces.push(writeUpdate(held, []));
    held = [];
    bytes = 0;
    pictures = 0;
  };
  for (const struct of structs) {
    for (const part of cutStruct(struct as Struct, room)) {
      const size = sizeOf(part);
      const isPicture = namesPhoto(part);
      if (bytes + size > room || (isPicture && pictures === ATTACHMENTS_MAX)) close();
      if (isPicture) pictures++;
      held.push(part);
      bytes += size;
    }
  }
  close();
  for (const deletions of cutDeletions(ds, Math.floor(room / DELETION_BYTES))) {
    pieces.push(writeUpdate([], deletions));
  }
  return pieces;
}

/** A text that no piece could hold, in parts that it can; anything else as it is. */
function* cutStruct(struct: Struct, room: number): Generator<Struct> {
  const most = Math.floor((room - ITEM_BYTES) / UNIT_BYTES);
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString) || struct.length <= most) {
    yield struct;
    return;
  }
  const { client, clock } = struct.id;
  const text = struct.content.str;
  for (let from = 0; from < text.length; ) {
    const to = endOfPart(text, from + most);
    const isFirst = from === 0;
    yield new Y.Item(
      Y.createID(client, clock + from),
      null,
      isFirst ? struct.origin : Y.createID(client, clock + from - 1),
      null,
      struct.rightOrigin,
      // What has a neighbour to its left is where that is.
      isFirst ? struct.parent : null,
      isFirst ? struct.parentSub : null,
      new Y.ContentString(text.slice(from, to)),
    );
    from = to;
  }
}

function namesPhoto(struct: Struct): boolean {
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) return false;
  return struct.content.arr.some((value) => typeof value === 'object' && value !== null && 'blobId' in value);
}

/** Never between the halves of a character. */
function endOfPart(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return isHalf ? end - 1 : end;
}

function sizeOf(struct: Struct): number {
  const encoder = new Y.UpdateEncoderV1();
  struct.write(encoder, 0);
  return encoder.toUint8Array().length;
}

function* cutDeletions(ds: Deletions, most: number): Generator<ClockRange[]> {
  const all = [...ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }): ClockRange => ({ client, clock, len })),
  );
  for (let from = 0; from < all.length; from += most) yield all.slice(from, from + most);
}
