import Trash from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import { Button } from '#client/ui/button.tsx';
import { IconButton } from '#client/ui/icon-button.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { Complaint } from './account-screen.tsx';
import type { ProtectionPartProps } from './protect-screen.tsx';
import { createPasskey, hasPasskeys } from './webauthn.ts';

export function PasskeyPart({ account, attempt }: ProtectionPartProps) {
  const { t } = useTranslation('account');
  const words = useErrorWords();
  const formats = useFormats();
  const door = useAccountDoor();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AccountError | 'passkey'>();
  const thisDevice = account.devices.find(({ isThis }) => isThis)?.name || t('devices.this');

  const add = async (): Promise<AccountError | 'passkey' | undefined> => {
    const begun = await door.call('account/passkey/begin', {});
    if (!begun.ok) return begun.error;
    const answer = await createPasskey(begun.value.options);
    if (!answer.ok) return 'passkey';
    const { ceremony } = begun.value;
    const added = await door.call('account/passkey/add', {
      response: answer.response,
      ceremony,
      name: thisDevice,
    });
    if (!added.ok) return added.error;
    toast.show({ text: t('protect.passkey.added') });
    return undefined;
  };
  const remove = async (passkeyId: string): Promise<AccountError | undefined> => {
    const removed = await door.call('account/passkey/remove', { passkeyId });
    if (!removed.ok) return removed.error;
    toast.show({ text: t('protect.removed') });
    return undefined;
  };
  const run = async (what: () => Promise<AccountError | 'passkey' | undefined>): Promise<void> => {
    setBusy(true);
    setError(await attempt(what));
    setBusy(false);
  };

  return (
    <>
      <p className="text-pretty">{t('protect.passkey.text')}</p>
      {account.passkeys.length > 0 && (
        <ul className="flex flex-col">
          {account.passkeys.map(({ passkeyId, name, madeAt }) => (
            <li key={passkeyId} className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate">
                {name}{' '}
                <span className="text-s text-muted">
                  {t('protect.passkey.since', { when: formats.day(madeAt, Date.now()) })}
                </span>
              </span>
              <IconButton
                label={t('protect.passkey.remove', { name })}
                icon={<Trash aria-hidden="true" size={20} />}
                onClick={() => void run(() => remove(passkeyId))}
              />
            </li>
          ))}
        </ul>
      )}
      {hasPasskeys() ? (
        <Button
          variant={account.passkeys.length > 0 ? 'quiet' : 'primary'}
          busy={busy}
          onClick={() => void run(add)}
        >
          {t('protect.passkey.add')}
        </Button>
      ) : (
        <p className="text-s text-muted">{t('protect.passkey.unsupported')}</p>
      )}
      <Complaint>{error && words(`account.${error}`).whole}</Complaint>
    </>
  );
}
