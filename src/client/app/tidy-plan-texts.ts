/**
 * Keeps the texts of plans small that nobody opens: their edits come by the log all the same, and a text of 100,000 would take its
 * time when it is opened at last. What a lost history had of a text, and the log has not, is written again besides.
 *
 *   `listUnkept` ─→ a few hundred edits of one text become part of it ─→ when the page has a moment, the next few hundred …
 *
 * Every tab may do it: a text that another one compacted meanwhile is left as it is (`compactHeldText`). Yjs is fetched once there
 * is something to do.
 */
import type { PlanTexts } from '#client/sync/engine-types.ts';
import { RECENT_EDITS } from '#domain/plans/plan-text.ts';

const MANY_EDITS = 2 * RECENT_EDITS;

export async function tidyPlanTexts(texts: PlanTexts, whenIdle: () => Promise<void>): Promise<void> {
  for (const { groupId, planId, lacks, edits } of await texts.listUnkept()) {
    switch (lacks) {
      case 'text':
        // Fetched by who opens it; or now, when what comes of it by the log is more than what would be fetched.
        if (edits > MANY_EDITS) texts.fetch({ groupId, planId });
        break;
      case 'room': {
        const { mergeText: merge } = await import('#domain/plans/text/merge-text.ts');
        do await whenIdle();
        while (await texts.compact({ groupId, planId, merge }));
        break;
      }
      case 'words': {
        const { bringBackText } = await import('#client/sync/bring-back-text.ts');
        await bringBackText(texts, { groupId, planId });
      }
    }
  }
}
