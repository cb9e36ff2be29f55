/** Asks the server what a link leads to. undefined: nobody answered; the link says as much as it says by itself. */
import * as v from 'valibot';
import { PROTOCOL_HEADER } from '#protocol/frames.ts';
import { type InvitePreview, type PreviewRequest, previewReplySchema } from '#protocol/invite-preview.ts';

/** Who waits longer goes on without: coming in needs no answer. */
const TIMEOUT_MS = 8_000;

export async function fetchInvitePreview({
  groupId,
  secret,
}: PreviewRequest): Promise<InvitePreview | undefined> {
  try {
    const response = await fetch('/api/invite/preview', {
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'manual',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ groupId, secret }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // A captive portal answers too.
    if (!response.ok || response.headers.get(PROTOCOL_HEADER) === null) return undefined;
    const parsed = v.safeParse(previewReplySchema, await response.json());
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
