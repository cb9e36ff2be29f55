/** Asks the server whom to ask for help, once in a run of the app; again when nobody answered. */
import * as v from 'valibot';
import { PROTOCOL_HEADER } from '#protocol/frames.ts';
import { supportSchema } from '#protocol/support.ts';
import { SUPPORT_KEY } from './support-contact.ts';

const TIMEOUT_MS = 8_000;

let asking: Promise<void> | undefined;

/** Never rejects. */
export function fetchSupportContact(): Promise<void> {
  asking ??= ask().catch(() => {
    asking = undefined;
  });
  return asking;
}

async function ask(): Promise<void> {
  const answer = await fetch('/api/support', {
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  // A captive portal answers too.
  if (!answer.ok || answer.headers.get(PROTOCOL_HEADER) === null)
    throw new TypeError('not an answer of ours');
  const support = v.parse(supportSchema, await answer.json());
  localStorage.setItem(SUPPORT_KEY, JSON.stringify(support));
}
