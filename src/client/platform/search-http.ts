/** Asks the server for what it finds. undefined: nobody answered, or a server that cannot search. */
import * as v from 'valibot';
import { type SearchReply, type SearchRequest, searchReplySchema } from '#protocol/search.ts';
import { postAsk } from './post-ask.ts';

/** What the device found is on the screen meanwhile. */
const TIMEOUT_MS = 8_000;

export async function fetchFound(asked: SearchRequest): Promise<SearchReply | undefined> {
  try {
    const response = await postAsk('/api/search', JSON.stringify(asked), { timeoutMs: TIMEOUT_MS });
    if (!response) return undefined;
    const parsed = v.safeParse(searchReplySchema, await response.json());
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
