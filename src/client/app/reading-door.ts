/**
 * The account's door of an app that is older than the database it found: every answer is that the server was not
 * reached, so that screens show what is here (a copy of everything can be taken) and change nothing.
 */
import type { AccountAnswer, AccountDoor } from '#client/session/account-door.ts';

const SHUT: Extract<AccountAnswer<never>, { ok: false }> = { ok: false, error: 'unreachable' };

export const READING_DOOR: AccountDoor = {
  call: async () => SHUT,
  readConsents: async () => undefined,
  answerConsent: async () => SHUT,
  enter: async () => SHUT,
  enterApart: async () => SHUT,
  leave: async () => {
    throw new Error('what a newer version keeps here is its to take away');
  },
};
