/**
 * Compaction: a text and the edits after it become one text, in which what was deleted is only counted and neighbours that were
 * typed one by one are one. The document that it leaves is the one the edits leave, whatever their order: Yjs forgets the words of
 * what is gone, never that it was there.
 */
import * as Y from 'yjs';
import type { MemberId } from '../../ids.ts';
import { readUpdateWords } from '../check-update.ts';
import {
  type ClientAuthor,
  type PackedText,
  packText,
  type TextAuthors,
  unpackText,
} from '../packed-text.ts';
import { UPDATE_MAX_BYTES } from '../plan-text.ts';
import { WordKeeper } from './keep-words.ts';
import { newPlanDoc } from './plan-doc.ts';

export interface MergedEdit {
  readonly by: MemberId;
  readonly at: number;
  /** Yjs v1. */
  readonly data: Uint8Array;
}

/** `base`: packed; undefined: the empty text. `edits`: ascending by version. Throws when `base` is damaged. */
export function mergeText(
  base: Uint8Array | undefined,
  edits: readonly MergedEdit[],
): Uint8Array<ArrayBuffer> {
  const text = base === undefined ? undefined : unpackText(base);
  if (base !== undefined && !text) throw new Error('a packed text is damaged');
  const doc = newPlanDoc();
  const keptFor = applyText(doc, text, edits);
  const packed = packText({
    authors: addAuthors(text?.authors ?? new Map(), edits, keptFor),
    update: Y.encodeStateAsUpdate(doc),
  });
  doc.destroy();
  return packed;
}

/** Whose words stand under which id that nobody writes under: what was lost with a block (keep-words.ts). */
export type KeptFor = ReadonlyMap<number, number>;

/**
 * In one transaction, which is many times faster than one for each. `doc`: of `newPlanDoc`. In the order of the log, and then what it
 * has not yet.
 */
export function applyText(
  doc: Y.Doc,
  text: PackedText | undefined,
  edits: readonly Pick<MergedEdit, 'data'>[],
  origin?: unknown,
): KeptFor {
  return doc.transact((transaction) => {
    leaveFormatting(transaction);
    const keeper = new WordKeeper(transaction, origin);
    if (text) keeper.apply(text.update, 'state');
    for (const { data } of edits) keeper.apply(data);
    keeper.finish();
    return keeper.writers;
  }, origin);
}

/**
 * Yjs takes away marks that say nothing any more whenever updates come, and tells nobody: which ones depends on how many came at
 * once, and what is typed beside them later looks otherwise from device to device. They are left where their authors put them.
 */
function leaveFormatting(transaction: Y.Transaction): void {
  Object.defineProperty(transaction, '_needFormattingCleanup', { get: () => false, set: () => {} });
}

/** Who wrote under an id first, is it. */
export function addAuthors(
  authors: TextAuthors,
  edits: readonly MergedEdit[],
  keptFor: KeptFor = new Map(),
): TextAuthors {
  const all = new Map<number, ClientAuthor>(authors);
  for (const { by, at, data } of edits) {
    for (const client of readUpdateWords(data)?.clients ?? []) {
      if (!all.has(client)) all.set(client, { memberId: by, at });
    }
  }
  for (const [client, writer] of keptFor) {
    const author = all.get(writer);
    if (author && !all.has(client)) all.set(client, author);
  }
  return all;
}

/** Updates as one, when that is small enough for an op; undefined: it is not. */
export function mergeWaiting(updates: readonly Uint8Array[]): Uint8Array | undefined {
  const merged = Y.mergeUpdates([...updates]);
  return merged.length <= UPDATE_MAX_BYTES ? merged : undefined;
}
