/** What one text has and another has not, as one update on top of that other. */
import * as Y from 'yjs';
import { type PackedText, unpackText } from '../packed-text.ts';
import { isStandIn } from '../stand-in-ids.ts';
import { ClockRanges, rangesOfSet } from './clock-ranges.ts';
import { buildText } from './merge-text.ts';
import { trialOf } from './text-trial.ts';
import { type Struct, writeUpdate } from './write-update.ts';

export interface TextParts {
  readonly state: PackedText | undefined;
  readonly edits: readonly { readonly data: Uint8Array }[];
}

/**
 * `former`: packed texts and edits, in any order; a damaged one is passed over. undefined: `present` has all of it.
 *
 * In the words of `former`, not as they look in `present`: what somebody typed into a block that is deleted there would come back as
 * deleted, by nobody who had seen it, and stand nowhere (keep-words.ts). What stands in for something is told by every device itself.
 */
export function lackingUpdate(
  { state, edits }: TextParts,
  former: { readonly states: readonly Uint8Array[]; readonly edits: readonly Uint8Array[] },
): Uint8Array | undefined {
  const { doc } = buildText(state, edits);
  const present = Y.encodeStateVector(doc);
  const deleted: ClockRanges[] = [];
  doc.on('update', (update: Uint8Array) => deleted.push(deletionsOf(update)));
  const trial = trialOf(doc);
  const states = former.states.flatMap((packed) => unpackText(packed)?.update ?? []);
  // Where both have it, an edit says what was typed, and a packed text may only count it.
  const parts = [...former.edits, ...states].filter((update) =>
    trial.apply((into) => Y.applyUpdate(into, update)),
  );
  const reached = Y.decodeStateVector(Y.encodeStateVector(doc));
  doc.destroy();
  const structs = structsIn(parts.map((update) => Y.diffUpdate(update, present))).filter(
    ({ id }) => !isStandIn(id.client) && id.clock < (reached.get(id.client) ?? 0),
  );
  const named = new ClockRanges(parts.flatMap((update) => [...deletionsOf(update)]));
  const gone = new ClockRanges(deleted.flatMap((ranges) => [...ranges]));
  const deletions = [...gone.without(gone.without(named))];
  return structs.length + deletions.length === 0 ? undefined : writeUpdate(structs, deletions);
}

const deletionsOf = (update: Uint8Array): ClockRanges =>
  new ClockRanges(rangesOfSet(Y.decodeUpdate(update).ds));

function structsIn(updates: readonly Uint8Array[]): Struct[] {
  if (updates.length === 0) return [];
  const structs = Y.decodeUpdate(Y.mergeUpdates([...updates])).structs as Struct[];
  return structs.filter((struct) => !(struct instanceof Y.Skip));
}
