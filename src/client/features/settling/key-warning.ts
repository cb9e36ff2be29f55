/** Whether whoever pays is told to ask first: a swapped key is the fraud there is to fear. Pure. */
import { isPixKey } from '#domain/pix/pix-key.ts';
import type { Person } from './settling-people.ts';

/** A week: long enough for who looks in now and then. */
const NEW_KEY_MS = 7 * 86_400_000;

export type KeyState = 'missing' | 'wrong' | 'new' | 'changed' | 'known';

/** `now`: epoch ms, corrected. */
export function keyStateOf({ pixKey, pixKeyChanged }: Person, now: number): KeyState {
  if (!pixKey) return 'missing';
  if (!isPixKey(pixKey)) return 'wrong';
  // Also one from the future: its device's clock is wrong, or says so on purpose.
  if (now - pixKey.setAt >= NEW_KEY_MS) return 'known';
  return pixKeyChanged ? 'changed' : 'new';
}
