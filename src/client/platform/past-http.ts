/** Asks the server for what a group was. `failed`: nobody answered, or a server that cannot. */
import * as v from 'valibot';
import type { ErrorKind } from '#client/errors/error-kinds.ts';
import { kindOfStatus } from '#client/errors/kind-of.ts';
import { type PastReply, type PastRequest, pastReplySchema } from '#protocol/past.ts';
import { postAsk } from './post-ask.ts';

/** Who waits longer sees what the device holds. */
const TIMEOUT_MS = 10_000;

export async function fetchPast(asked: PastRequest): Promise<PastReply | { readonly failed: ErrorKind }> {
  try {
    const response = await postAsk('/api/past', JSON.stringify(asked), { timeoutMs: TIMEOUT_MS });
    if (!response) return { failed: 'transport.intercepted' };
    const parsed = v.safeParse(pastReplySchema, await response.json());
    return parsed.success ? parsed.output : { failed: kindOfStatus(response.status) ?? 'server.failed' };
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    return { failed: isLate ? 'transport.timeout' : 'transport.unreachable' };
  }
}
