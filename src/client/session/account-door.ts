/**
 * How the screens reach the person's account at the server, and change whose data this browser shows. `app/` makes it;
 * what it needs is fetched when a screen first asks. Everything here needs the server but `leave`.
 */
import { createContext, useContext } from 'react';
import { must } from '#domain/assert.ts';
import type { AccountCall, AccountReply, AccountRequest } from '#protocol/account.ts';
import type { AccountRefusal } from '#protocol/account-refusals.ts';
import type { ConsentMatter } from '#protocol/consents.ts';

export type AccountError = AccountRefusal | 'unreachable';

export type AccountAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: AccountError };

/** What the person allows. `at`: when they last answered; absent where only this device could be asked. */
export type Consents = Readonly<
  Partial<Record<ConsentMatter, { readonly given: boolean; readonly at?: number }>>
>;

export interface AccountDoor {
  call<N extends AccountCall>(name: N, request: AccountRequest<N>): Promise<AccountAnswer<AccountReply<N>>>;
  /** undefined: the server did not answer, and nothing is allowed on this device. */
  readConsents(): Promise<Consents | undefined>;
  /** Taking back a yes holds on this device also when the server did not hear; it is told later. */
  answerConsent(matter: ConsentMatter, given: boolean): Promise<AccountAnswer<undefined>>;
  /** This device, with all that is on it, is the account's from now on. `join`: also when both have groups. */
  enter(ticket: string, options: { readonly join: boolean }): Promise<AccountAnswer<undefined>>;
  /** As another person: with a database of its own, or the one they had here before. The page is loaded anew. */
  enterApart(ticket: string): Promise<AccountAnswer<undefined>>;
  /**
   * Signs out: everything of this person goes from this device, online or not, and the page is loaded anew. A server
   * that cannot be reached now hears of it before anything else, the next time.
   */
  leave(): Promise<void>;
}

export const AccountContext = createContext<AccountDoor | null>(null);

export function useAccountDoor(): AccountDoor {
  return must(useContext(AccountContext), 'AccountContext');
}
