/** `POST /api/bundle` over fetch. What does not answer as ours is unreachable. */
import * as v from 'valibot';
import {
  type Bundle,
  type BundleRefusal,
  type BundleReply,
  bundleRefusalSchema,
  bundleReplySchema,
} from '#protocol/bundle.ts';

export type BundleAnswer =
  | { readonly ok: true; readonly reply: BundleReply }
  | { readonly ok: false; readonly error: BundleRefusal | 'unreachable' };

/** Half a megabyte at 2 KB/s would be minutes: whoever carries it has a network that works. */
const TIMEOUT_MS = 60_000;

export async function postBundle(bundle: Bundle): Promise<BundleAnswer> {
  try {
    const response = await fetch('/api/bundle', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(bundle),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const value: unknown = await response.json();
    if (response.ok) {
      const reply = v.safeParse(bundleReplySchema, value);
      return reply.success ? { ok: true, reply: reply.output } : { ok: false, error: 'unreachable' };
    }
    const refusal = v.safeParse(bundleRefusalSchema, value);
    if (refusal.success) return { ok: false, error: refusal.output.error };
    // An older server has no such route.
    if (response.status === 404) return { ok: false, error: 'unavailable' };
    return { ok: false, error: response.status === 429 ? 'too-many' : 'unreachable' };
  } catch {
    return { ok: false, error: 'unreachable' };
  }
}
