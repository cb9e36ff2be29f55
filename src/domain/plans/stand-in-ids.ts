/**
 * Client ids of Yjs under which nobody writes: of what stands in for a text that was deleted with words in it which whoever deleted it
 * had not seen (text/keep-words.ts). Told from ids alone, so that every device gives the same, in whatever order it hears of things.
 *
 *   0 … 2³²−1      who writes: drawn by Yjs
 *   2⁵¹ … 2⁵²−1    the words of one writer in one text
 *   2⁵² … 2⁵³−1    the block that they stand in
 *
 * Yjs puts what came to one place at the same time in the order of these ids: blocks stand behind what people put there, and among
 * each other in the order in which their texts were begun, as far as one writer began them.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

export interface ItemId {
  readonly client: number;
  readonly clock: number;
}

export const WRITER_MAX = 2 ** 32 - 1;
const WORDS_MIN = 2 ** 51;
const BLOCK_MIN = 2 ** 52;
/** Begun later than this in one opening of a text: among each other in any order, the same one everywhere. */
const ORDERED_CLOCKS = 2 ** 20;

export const isStandInBlock = (client: number): boolean => client >= BLOCK_MIN;
export const isStandIn = (client: number): boolean => client >= WORDS_MIN;

/** `text`: which was deleted. */
export function blockClient({ client, clock }: ItemId): number {
  const order = Math.min(clock, ORDERED_CLOCKS - 1);
  return BLOCK_MIN + order * 2 ** 32 + hash(`${client}:${clock}`, 2 ** 32);
}

export function wordsClient({ client, clock }: ItemId, writer: number): number {
  return WORDS_MIN + hash(`${client}:${clock}/${writer}`, 2 ** 51);
}

function hash(text: string, below: number): number {
  const bytes = sha256(utf8ToBytes(text));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  // 53 bits: what a number holds.
  return (view.getUint32(0) * 2 ** 21 + (view.getUint32(4) >>> 11)) % below;
}
