/** The ways to prove who one is without another device: a passkey, a code by e-mail, the code on paper. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import { Button } from '#client/ui/button.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { Complaint } from './account-screen.tsx';
import { EmailCodeForm } from './email-code-form.tsx';
import { askForPasskey, hasPasskeys } from './webauthn.ts';

export interface WaysInProps {
  /** Undefined: also those the server may not offer; it says so when asked. */
  readonly offers?: { readonly passkey: boolean; readonly email: boolean; readonly recovery: boolean };
  /** `way`: a code on paper is spent with it. */
  readonly onTicket: (ticket: string, way?: 'recovery') => Promise<void>;
}

const ALL = { passkey: true, email: true, recovery: true };

export function WaysIn({ offers = ALL, onTicket }: WaysInProps) {
  return (
    <div className="flex flex-col gap-6">
      {offers.passkey && hasPasskeys() && <ByPasskey onTicket={onTicket} />}
      {offers.email && <ByEmail onTicket={onTicket} />}
      {offers.recovery && <ByRecoveryCode onTicket={onTicket} />}
    </div>
  );
}

type Way = Pick<WaysInProps, 'onTicket'>;

function ByPasskey({ onTicket }: Way) {
  const { t } = useTranslation('account');
  const words = useErrorWords();
  const door = useAccountDoor();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AccountError | 'passkey'>();
  const enter = async (): Promise<AccountError | 'passkey' | undefined> => {
    const begun = await door.call('entry/passkey/begin', {});
    if (!begun.ok) return begun.error;
    const answer = await askForPasskey(begun.value.options);
    if (!answer.ok) return 'passkey';
    const { response } = answer;
    const proven = await door.call('entry/passkey/finish', { response, ceremony: begun.value.ceremony });
    if (!proven.ok) return proven.error;
    await onTicket(proven.value.ticket);
    return undefined;
  };
  const tap = async (): Promise<void> => {
    setBusy(true);
    setError(await enter());
    setBusy(false);
  };
  return (
    <div className="flex flex-col gap-2">
      <Button wide busy={busy} onClick={() => void tap()}>
        {t('ways.passkey')}
      </Button>
      <Complaint>{error && words(`account.${error}`).whole}</Complaint>
    </div>
  );
}

function ByEmail({ onTicket }: Way) {
  const door = useAccountDoor();
  return (
    <EmailCodeForm
      send={(email, language) => door.call('entry/email/begin', { email, language })}
      confirm={async (email, code) => {
        const proven = await door.call('entry/email/finish', { email, code });
        if (!proven.ok) return proven.error;
        await onTicket(proven.value.ticket);
        return undefined;
      }}
    />
  );
}

function ByRecoveryCode({ onTicket }: Way) {
  const { t } = useTranslation('account');
  const words = useErrorWords();
  const door = useAccountDoor();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AccountError>();
  const enter = async (): Promise<void> => {
    setBusy(true);
    const proven = await door.call('entry/recovery', { code });
    setError(proven.ok ? undefined : proven.error);
    if (proven.ok) await onTicket(proven.value.ticket, 'recovery');
    setBusy(false);
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <TextField
        label={t('ways.recovery')}
        value={code}
        error={error && words(`account.${error}`).whole}
        autoCapitalize="characters"
        spellCheck={false}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button type="submit" variant="quiet" busy={busy} disabled={code.trim().length < 4}>
        {t('ways.useRecovery')}
      </Button>
    </form>
  );
}
