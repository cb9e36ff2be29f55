/** The account calls over fetch: one JSON each way. What does not answer as ours is unreachable. */
import * as v from 'valibot';
import {
  ACCOUNT_CALLS,
  type AccountCall,
  type AccountReply,
  type AccountRequest,
  accountRefusalSchema,
} from '#protocol/account.ts';
import type { AccountRefusal } from '#protocol/account-refusals.ts';

export type AccountHttpAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: AccountRefusal | 'unreachable' };

/** A mail is sent while one waits. */
const TIMEOUT_MS = 20_000;

export async function postAccountCall<N extends AccountCall>(
  name: N,
  request: AccountRequest<N>,
  timeoutMs = TIMEOUT_MS,
): Promise<AccountHttpAnswer<AccountReply<N>>> {
  try {
    const response = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const value: unknown = await response.json();
    if (response.ok) {
      const schema = ACCOUNT_CALLS[name].reply as v.GenericSchema<unknown, AccountReply<N>>;
      const reply = v.safeParse(schema, value);
      return reply.success ? { ok: true, value: reply.output } : { ok: false, error: 'unreachable' };
    }
    const refusal = v.safeParse(accountRefusalSchema, value);
    if (refusal.success) return { ok: false, error: refusal.output.error };
    // Too many of everything: the gateway's own word.
    return { ok: false, error: response.status === 429 ? 'too-many' : 'unreachable' };
  } catch {
    return { ok: false, error: 'unreachable' };
  }
}
