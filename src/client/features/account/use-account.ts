/** What the server says of this person's account, read when a screen opens and again after each change. */
import { useCallback, useEffect, useState } from 'react';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import type { AccountView } from '#protocol/account.ts';

export type AccountState =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: AccountError }
  | { readonly state: 'here'; readonly account: AccountView };

export function useAccount(): { readonly shown: AccountState; readonly reload: () => Promise<void> } {
  const door = useAccountDoor();
  const [shown, setShown] = useState<AccountState>({ state: 'loading' });
  const reload = useCallback(async (): Promise<void> => {
    const answer = await door.call('account/read', {});
    setShown(answer.ok ? { state: 'here', account: answer.value } : { state: 'failed', error: answer.error });
  }, [door]);
  useEffect(() => {
    void reload();
  }, [reload]);
  return { shown, reload };
}
