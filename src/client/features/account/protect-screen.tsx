/** `/ajustes/protecao`, "Proteger meus grupos": the ways back to the groups when this device is lost. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import { Notice } from '#client/ui/banner.tsx';
import type { AccountView } from '#protocol/account.ts';
import { AccountScreen, Part, WithAccount } from './account-screen.tsx';
import { EmailPart } from './email-part.tsx';
import { PasskeyPart } from './passkey-part.tsx';
import { ProofSheet } from './proof-sheet.tsx';
import { RecoveryPart } from './recovery-part.tsx';
import { useAccount } from './use-account.ts';

/** Something to do that the server may refuse; it says why, and after a proof it is done again. */
export type Attempt = () => Promise<AccountError | 'passkey' | undefined>;

export interface ProtectionPartProps {
  readonly account: AccountView;
  /** Does it, asks for a proof first where the server wants one, and shows the account as it is then. */
  readonly attempt: (run: Attempt) => Promise<AccountError | 'passkey' | undefined>;
}

export default function ProtectScreen({ connection }: { readonly connection: ReactNode }) {
  const { t } = useTranslation('account');
  const { shown, reload } = useAccount();
  return (
    <AccountScreen title={t('protect.title')} connection={connection}>
      <WithAccount shown={shown} reload={reload}>
        {(account) => <Protections account={account} reload={reload} />}
      </WithAccount>
    </AccountScreen>
  );
}

function Protections({
  account,
  reload,
}: {
  readonly account: AccountView;
  readonly reload: () => Promise<void>;
}) {
  const { t } = useTranslation('account');
  const fail = useFailureToast();
  const door = useAccountDoor();
  const [waiting, setWaiting] = useState<Attempt>();

  const attempt = async (run: Attempt): Promise<AccountError | 'passkey' | undefined> => {
    const error = await run();
    if (error === 'needs-proof') {
      setWaiting(() => run);
      return undefined;
    }
    await reload();
    return error;
  };
  const goOn = async (ticket: string): Promise<void> => {
    const entered = await door.enter(ticket, { join: false });
    const run = waiting;
    setWaiting(undefined);
    const error = entered.ok ? await run?.() : entered.error;
    if (error !== undefined) fail(`account.${error}`);
    await reload();
  };
  const isSafe = isProtected(account);
  return (
    <>
      <div className="py-4">
        <Notice tone={isSafe ? 'good' : 'wait'}>{t(isSafe ? 'protect.safe' : 'protect.bare')}</Notice>
      </div>
      <Part title={t('protect.passkey.title')}>
        <PasskeyPart account={account} attempt={attempt} />
      </Part>
      {(account.offersEmail || account.email !== null) && (
        <Part title={t('protect.email.title')}>
          <EmailPart account={account} attempt={attempt} />
        </Part>
      )}
      <Part title={t('protect.recovery.title')}>
        <RecoveryPart account={account} attempt={attempt} />
      </Part>
      <ProofSheet
        account={account}
        open={waiting !== undefined}
        onClose={() => setWaiting(undefined)}
        onTicket={goOn}
      />
    </>
  );
}

export const isProtected = ({ passkeys, email, recoveryMadeAt }: AccountView): boolean =>
  passkeys.length > 0 || email !== null || recoveryMadeAt !== null;
