/** Asks the server for a part of a plan's text, from whatever tab: the sync wire's own ask, by HTTP. undefined: no answer. */
import * as v from 'valibot';
import { NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import { type PlanTextReply, type PlanTextRequest, planTextReplySchema } from '#protocol/plan-text.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { postAsk } from './post-ask.ts';

const TIMEOUT_MS = 15_000;

export async function fetchPlanTextPage(asked: PlanTextRequest): Promise<PlanTextReply | undefined> {
  try {
    const response = await postAsk('/sync/plan-text', `${JSON.stringify(asked)}\n`, {
      timeoutMs: TIMEOUT_MS,
      headers: { 'content-type': NDJSON, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) },
    });
    if (!response?.ok) return undefined;
    const parsed = v.safeParse(planTextReplySchema, JSON.parse(await response.text()));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
