/** What one text has and another has not, as one update on top of that other. */
import * as Y from 'yjs';
import { type PackedText, unpackText } from '../packed-text.ts';
import { buildText } from './merge-text.ts';
import { trialOf } from './text-trial.ts';

export interface TextParts {
  readonly state: PackedText | undefined;
  readonly edits: readonly { readonly data: Uint8Array }[];
}

/** `former`: packed texts and edits, in any order; a damaged one is passed over. undefined: `present` has all of it. */
export function lackingUpdate(
  { state, edits }: TextParts,
  former: { readonly states: readonly Uint8Array[]; readonly edits: readonly Uint8Array[] },
): Uint8Array | undefined {
  const { doc } = buildText(state, edits);
  const trial = trialOf(doc);
  const lacking: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => lacking.push(update));
  const states = former.states.flatMap((packed) => unpackText(packed)?.update ?? []);
  for (const update of [...states, ...former.edits]) {
    trial.apply((into) => Y.applyUpdate(into, update));
  }
  doc.destroy();
  return lacking.length === 0 ? undefined : Y.mergeUpdates(lacking);
}
