/**
 * Blocks that two people changed without knowing of each other: both their words are there, and somebody should look whether they
 * still say one thing. Every device finds the same ones: all it takes is in the log.
 *
 *   Ana   edit v7, knows v5     Bia   edit v9, knows v6 < 7     both in one block, and not at the same moment → apart
 *
 * A block in which words stand that were lost with another (keep-words.ts) is always one of them: who deleted them did not see them.
 */
import * as Y from 'yjs';
import type { MemberId } from '../../ids.ts';
import { blockClient, isStandInBlock } from '../stand-in-ids.ts';
import { asHolder } from './stand-in.ts';

export interface LoggedEdit {
  /** null: it is not in the log yet. */
  readonly version: number | null;
  readonly by: MemberId;
  readonly at: number;
  /** How far of the log its author knew. */
  readonly seen: number;
  readonly update: Uint8Array;
}

export interface ApartBlock {
  /** Among the blocks of the text, from the beginning. */
  readonly index: number;
  readonly members: readonly MemberId[];
  /** Of the last edit that made it so. */
  readonly version: number;
}

/** Who types at the same moment sees the other's caret: what crosses on the way is no surprise to them. */
export const SAME_MOMENT_MS = 2_500;

/** `edits`: ascending by version. In the order of the text. */
export function listEditedApart(fragment: Y.XmlFragment, edits: readonly LoggedEdit[]): ApartBlock[] {
  const logged = edits.flatMap(({ version, ...edit }) => (version === null ? [] : [{ ...edit, version }]));
  // Most have nobody to be apart from: they are not even looked into.
  const blocksOf = remember((edit: (typeof logged)[number]) => blocksIn(fragment, edit.update));
  const hasStandIns = fragment.toArray().some((block) => isStandInBlock(block._item?.id.client ?? 0));
  const apart = new Map<Y.Item, { members: Set<MemberId>; version: number }>();
  for (const later of logged) {
    for (const earlier of logged) {
      if (earlier.version >= later.version) break;
      if (earlier.version <= later.seen) continue;
      const isSurprise = earlier.by !== later.by && Math.abs(earlier.at - later.at) >= SAME_MOMENT_MS;
      if (!isSurprise && !hasStandIns) continue;
      for (const block of blocksOf(later)) {
        if (!blocksOf(earlier).has(block)) continue;
        if (!isSurprise && !isStandInBlock(block.id.client)) continue;
        const found = apart.get(block) ?? { members: new Set(), version: 0 };
        found.members.add(earlier.by).add(later.by);
        apart.set(block, { ...found, version: later.version });
      }
    }
  }
  return fragment.toArray().flatMap((block, index) => {
    const found = block._item && apart.get(block._item);
    return found ? [{ index, members: [...found.members].sort(), version: found.version }] : [];
  });
}

/** The blocks of the text that an update put something into, or took something out of. */
function blocksIn(fragment: Y.XmlFragment, update: Uint8Array): ReadonlySet<Y.Item> {
  const blocks = new Set<Y.Item>();
  const { doc } = fragment;
  if (!doc) return blocks;
  const note = (client: number, clock: number, length: number): void => {
    const structs = doc.store.clients.get(client);
    if (!structs || clock >= Y.getState(doc.store, client)) return;
    for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
      const struct = structs[i];
      if (!struct || struct.id.clock >= clock + length) break;
      if (!(struct instanceof Y.Item)) continue;
      const block = standInOf(struct, doc.store) ?? blockOf(struct, fragment);
      if (block && !block.deleted) blocks.add(block);
    }
  };
  const { structs, ds } = Y.decodeUpdate(update);
  for (const { id, length } of structs) note(id.client, id.clock, length);
  for (const [client, ranges] of ds.clients) for (const { clock, len } of ranges) note(client, clock, len);
  return blocks;
}

/** Of what is deleted: the block in which something stands for what it was in. */
function standInOf(item: Y.Item, store: Y.Doc['store']): Y.Item | undefined {
  if (!item.deleted) return undefined;
  const holder = item.content instanceof Y.ContentType ? asHolder(item.content.type) : asHolder(item.parent);
  const client = holder?._item && blockClient(holder._item.id);
  const block = client && store.clients.get(client)?.[0];
  return block instanceof Y.Item ? block : undefined;
}

function blockOf(item: Y.Item, fragment: Y.XmlFragment): Y.Item | undefined {
  for (let at: Y.Item | null = item; at; ) {
    if (at.parent === fragment) return at.parentSub === null ? at : undefined;
    at = at.parent instanceof Y.AbstractType ? at.parent._item : null;
  }
  return undefined;
}

function remember<K extends object, T>(make: (key: K) => T): (key: K) => T {
  const known = new Map<K, T>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
