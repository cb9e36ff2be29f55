/**
 * A server went back in time, and this device had more of a plan's text than its log has now (`lost-texts.ts`): what is lacking is
 * written again, as an edit of whoever's device this is. It may be somebody else's words, whose own device never comes back; should it
 * come, it says the same once more, which is nothing to Yjs. Let go only after it was saved.
 */
import { unpackText } from '#domain/plans/packed-text.ts';
import { UPDATE_MAX_BYTES } from '#domain/plans/plan-text.ts';
import { cutUpdate } from '#domain/plans/text/cut-update.ts';
import { lackingUpdate } from '#domain/plans/text/lacking-update.ts';
import { mergeWaiting } from '#domain/plans/text/merge-text.ts';
import type { PlanTexts } from './engine-types.ts';
import type { TextKey } from './plan-texts.ts';

export async function bringBackText(texts: PlanTexts, key: TextKey): Promise<void> {
  const held = await texts.read({ ...key, after: 0 });
  if (!held?.lost) return;
  // Compared with what the log has now, and that has to be here.
  if (!held.isHere) return texts.fetch(key);
  const state = held.state && unpackText(held.state);
  const lacking = lackingUpdate({ state, edits: [...held.edits, ...held.pending] }, held.lost);
  if (lacking) {
    const updates = cutUpdate(lacking, UPDATE_MAX_BYTES);
    const saved = await texts.save({ ...key, updates, seen: held.version, merge: mergeWaiting });
    if (!saved.ok) return;
  }
  await texts.forgetLost(key);
}
