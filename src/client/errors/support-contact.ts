/**
 * Whom to ask for help with this server, as the device remembers it: it is needed when there is no connection. The page of
 * last resort reads it too, hence the plain key.
 */
import * as v from 'valibot';
import { supportSchema } from '#protocol/support.ts';

export const SUPPORT_KEY = 'racha.support';

/** null: there is nobody. undefined: the server has not been asked yet. */
export function readSupportContact(): string | null | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SUPPORT_KEY) ?? 'null');
    const parsed = v.safeParse(supportSchema, kept);
    return parsed.success ? parsed.output.contact : undefined;
  } catch {
    return undefined;
  }
}

/** Where a tap leads; the code goes along where it can. */
export function supportLink(contact: string, code: string): string {
  return contact.startsWith('https:')
    ? contact
    : `mailto:${contact}?subject=${encodeURIComponent(`Racha ${code}`)}`;
}
