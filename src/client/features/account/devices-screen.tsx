/** `/ajustes/aparelhos`, "Aparelhos": letting another device in, and which ones are in the account. */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { AccountScreen, Part, WithAccount } from './account-screen.tsx';
import { DeviceList } from './device-list.tsx';
import { useAccount } from './use-account.ts';

interface Asking {
  readonly code: string;
  readonly deviceName: string;
  readonly number: string;
}

export default function DevicesScreen({ connection }: { readonly connection: ReactNode }) {
  const { t } = useTranslation('account');
  const { shown, reload } = useAccount();
  return (
    <AccountScreen title={t('devices.title')} connection={connection}>
      <Part title={t('devices.letIn')}>
        <LetIn onAnswered={reload} />
      </Part>
      <WithAccount shown={shown} reload={reload}>
        {(account) => (
          <Part title={t('devices.yours')}>
            <DeviceList account={account} reload={reload} />
          </Part>
        )}
      </WithAccount>
    </AccountScreen>
  );
}

function LetIn({ onAnswered }: { readonly onAnswered: () => Promise<void> }) {
  const { t } = useTranslation('account');
  const words = useErrorWords();
  const door = useAccountDoor();
  const toast = useToast();
  const [code, setCode] = useState(readScanned);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AccountError>();
  const [asking, setAsking] = useState<Asking>();

  // A scanned code stands in the field; looking at it is still the person's tap.
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
  }, []);
  const look = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const found = await door.call('account/link/look', { code });
    setError(found.ok ? undefined : found.error);
    if (found.ok) setAsking({ code, ...found.value });
    setBusy(false);
  };
  const answer = async ({ code }: Asking, isApproved: boolean): Promise<void> => {
    setAsking(undefined);
    const answered = await door.call('account/link/answer', { code, isApproved });
    setError(answered.ok ? undefined : answered.error);
    if (!answered.ok) return;
    setCode('');
    toast.show({ text: t(isApproved ? 'devices.approved' : 'devices.refused') });
    await onAnswered();
  };
  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={(event) => void look(event)}>
      <TextField
        label={t('devices.code')}
        hint={t('devices.letInText')}
        value={code}
        error={error && words(`account.${error}`).whole}
        autoCapitalize="characters"
        spellCheck={false}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button type="submit" variant="quiet" busy={busy} disabled={code.trim().length < 8}>
        {t('devices.look')}
      </Button>
      {asking && (
        <Sheet open onClose={() => setAsking(undefined)} title={t('devices.ask')} closeLabel={t('close')}>
          <p className="text-pretty">{t('devices.askText')}</p>
          <dl className="my-4 grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1">
            <dt className="text-muted">{t('devices.name')}</dt>
            <dd className="font-semibold">{asking.deviceName}</dd>
            <dt className="text-muted">{t('devices.number')}</dt>
            <dd className="text-l font-bold tabular">{asking.number}</dd>
          </dl>
          <div className="flex flex-col gap-2">
            <Button wide onClick={() => void answer(asking, true)}>
              {t('devices.yes')}
            </Button>
            <Button wide variant="danger" onClick={() => void answer(asking, false)}>
              {t('devices.no')}
            </Button>
          </div>
        </Sheet>
      )}
    </form>
  );
}

/** The code behind the `#` of what the camera read. */
function readScanned(): string {
  const [, code = ''] = /^#([0-9A-Za-z-]{8,12})$/.exec(location.hash) ?? [];
  return code;
}
