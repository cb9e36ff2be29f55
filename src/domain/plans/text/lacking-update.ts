/** What one text has and another has not, as one update on top of that other. */
import * as Y from 'yjs';
import { type PackedText, unpackText } from '../packed-text.ts';
import { applyText } from './merge-text.ts';
import { newPlanDoc } from './plan-doc.ts';

export interface TextParts {
  readonly state: PackedText | undefined;
  readonly edits: readonly { readonly data: Uint8Array }[];
}

/** `former`: packed texts and edits, in any order; a damaged one is passed over. undefined: `present` has all of it. */
export function lackingUpdate(
  { state, edits }: TextParts,
  former: { readonly states: readonly Uint8Array[]; readonly edits: readonly Uint8Array[] },
): Uint8Array | undefined {
  const doc = newPlanDoc();
  applyText(doc, state, edits);
  const lacking: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => lacking.push(update));
  doc.transact(() => {
    for (const packed of former.states) {
      const text = unpackText(packed);
      if (text) Y.applyUpdate(doc, text.update);
    }
    for (const update of former.edits) Y.applyUpdate(doc, update);
  });
  doc.destroy();
  return lacking.length === 0 ? undefined : Y.mergeUpdates(lacking);
}
