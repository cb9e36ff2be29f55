/**
 * Who wrote when in a plan's text before what this device holds, from the server's log, a stretch at a time: from one compacted text to the
 * next, by the ask for a text (`protocol/plan-text.ts`). The edit a compacted text ends with comes with it and is not told apart.
 */
import type { PlanTextPage, PlanTextRequest } from '#protocol/plan-text.ts';
import type { OlderEdit, OlderEdits } from './engine-types.ts';

/** undefined: the server is not reached, or it has the person wait. */
export type AskTextPage = (
  asked: Pick<PlanTextRequest, 'upTo' | 'after' | 'state' | 'maxBytes'>,
) => Promise<PlanTextPage | undefined>;

/** Only how far the compacted text reaches is looked at. */
const SMALLEST_PAGE_BYTES = 1_024;
const PAGE_MAX_BYTES = 64 * 1024;

export async function fetchOlderEdits(before: number, ask: AskTextPage): Promise<OlderEdits | undefined> {
  const upTo = before - 1;
  if (upTo < 1) return { edits: [], before: null };
  const ground = await ask({ upTo, after: 0, state: null, maxBytes: SMALLEST_PAGE_BYTES });
  if (!ground) return undefined;
  if (ground.upTo < upTo) return { edits: [], before: null };
  const from = ground.state?.version ?? 0;
  const edits: OlderEdit[] = [];
  for (;;) {
    const after = edits.at(-1)?.version ?? from;
    const page = await ask({ upTo, after, state: null, maxBytes: PAGE_MAX_BYTES });
    // Compacted anew meanwhile: the next try stands on that.
    if (!page || page.state) return undefined;
    edits.push(...page.edits.map(({ version, by, at }) => ({ version, by, at })));
    if (page.isAll) return { edits, before: from > 0 ? from : null };
    if (page.edits.length === 0) return undefined;
  }
}
