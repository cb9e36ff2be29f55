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
import { trialOf } from './text-trial.ts';

export interface MergedEdit {
  readonly by: MemberId;
  readonly at: number;
  /** Yjs v1. */
  readonly data: Uint8Array;
}

/**
 * `base`: packed; undefined: the empty text. `edits`: ascending by version; `onSkipped` hears of those that cannot be applied. Throws
 * when `base` is damaged, or what would come of it all.
 */
export function mergeText(
  base: Uint8Array | undefined,
  edits: readonly MergedEdit[],
  onSkipped: (edit: MergedEdit) => void = () => {},
): Uint8Array<ArrayBuffer> {
  const text = base === undefined ? undefined : unpackText(base);
  if (base !== undefined && !text) throw new Error('a packed text is damaged');
  const skipped = new Set<unknown>();
  const { doc, keptFor } = buildText(text, edits, (part) => skipped.add(part));
  if (skipped.has(text)) throw new Error('a packed text is damaged');
  const taken = edits.filter((edit) => !skipped.has(edit));
  const packed = packText({
    authors: addAuthors(text?.authors ?? new Map(), taken, keptFor),
    update: readableState(doc),
  });
  doc.destroy();
  for (const edit of edits) if (skipped.has(edit)) onSkipped(edit);
  return packed;
}

/** Whose words stand under which id that nobody writes under: what was lost with a block (keep-words.ts). */
export type KeptFor = ReadonlyMap<number, number>;

type Edit = Pick<MergedEdit, 'data'>;

/**
 * In one transaction, which is many times faster than one for each. `doc`: of `newPlanDoc`. In the order of the log, and then what it
 * has not yet. What cannot be applied is left out as a whole (text-trial.ts), and told.
 */
export function applyText<E extends Edit>(
  doc: Y.Doc,
  text: PackedText | undefined,
  edits: readonly E[],
  origin?: unknown,
  onSkipped: (part: PackedText | E) => void = () => {},
): KeptFor {
  const trial = trialOf(doc);
  const all = (into: Y.Doc): KeptFor => applyAll(into, text, edits, origin);
  const together = trial.apply(all);
  if (together) return together.made;
  const writers = new Map<number, number>();
  const applyOne = (part: PackedText | E, one: (into: Y.Doc) => KeptFor): void => {
    const done = trial.apply(one) ?? trial.applyAlone(one);
    if (!done) onSkipped(part);
    else for (const [client, writer] of done.made) writers.set(client, writer);
  };
  if (text) applyOne(text, (into) => applyAll(into, text, [], origin));
  for (const edit of edits) applyOne(edit, (into) => applyAll(into, undefined, [edit], origin));
  return writers;
}

/** As `applyText` does it to an empty document, that nobody has seen yet: half the work. */
export function buildText<E extends Edit>(
  text: PackedText | undefined,
  edits: readonly E[],
  onSkipped?: (part: PackedText | E) => void,
): { readonly doc: Y.Doc; readonly keptFor: KeptFor } {
  const doc = newPlanDoc();
  try {
    return { doc, keptFor: applyAll(doc, text, edits) };
  } catch {
    doc.destroy();
    const other = newPlanDoc();
    return { doc: other, keptFor: applyText(other, text, edits, undefined, onSkipped) };
  }
}

/** Whether something in it builds on what is not there. */
export function isTorn(text: PackedText | undefined, edits: readonly Edit[]): boolean {
  const { doc } = buildText(text, edits);
  const waits = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
  doc.destroy();
  return waits;
}

function applyAll(
  doc: Y.Doc,
  text: PackedText | undefined,
  edits: readonly Edit[],
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

/** Without what waits, if nobody could load it with that. Throws when nobody could at all: the edits say it as well. */
function readableState(doc: Y.Doc): Uint8Array {
  try {
    return loadable(Y.encodeStateAsUpdate(doc));
  } catch (error) {
    if (!doc.store.pendingStructs) throw error;
    doc.store.pendingStructs = null;
    return loadable(Y.encodeStateAsUpdate(doc));
  }
}

function loadable(state: Uint8Array): Uint8Array {
  const other = newPlanDoc();
  applyAll(other, { authors: new Map(), update: state }, []);
  other.destroy();
  return state;
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
