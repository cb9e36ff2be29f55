import Unplug from 'lucide-react/icons/unplug';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useAccountDoor } from '#client/session/account-door.ts';
import { IconButton } from '#client/ui/icon-button.tsx';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import { useToast } from '#client/ui/toast.tsx';
import type { AccountView } from '#protocol/account.ts';
import { ProofSheet } from './proof-sheet.tsx';

export function DeviceList({
  account,
  reload,
}: {
  readonly account: AccountView;
  readonly reload: () => Promise<void>;
}) {
  const { t } = useTranslation('account');
  const fail = useFailureToast();
  const formats = useFormats();
  const door = useAccountDoor();
  const toast = useToast();
  const [ending, setEnding] = useState<string>();
  const [proving, setProving] = useState<string>();

  const end = async (deviceId: string): Promise<void> => {
    setEnding(undefined);
    const ended = await door.call('account/device/end', { deviceId });
    if (ended.ok) toast.show({ text: t('devices.ended') });
    else if (ended.error === 'needs-proof') setProving(deviceId);
    else fail(`account.${ended.error}`);
    await reload();
  };
  const goOn = async (ticket: string): Promise<void> => {
    const entered = await door.enter(ticket, { join: false });
    setProving(undefined);
    if (entered.ok && proving !== undefined) await end(proving);
    else if (!entered.ok) fail(`account.${entered.error}`);
  };
  return (
    <>
      <ul className="flex flex-col gap-1">
        {account.devices.map(({ deviceId, name, madeAt, seenAt, isThis }) => {
          const called = name || t('devices.unnamed');
          return (
            <li key={deviceId} className="flex min-h-11 items-center gap-2">
              <span className="min-w-0 flex-1">
                <span className="block truncate">{called}</span>
                <span className="block text-s text-muted">
                  {isThis
                    ? t('devices.this')
                    : t('devices.seen', { when: formats.day(seenAt ?? madeAt, Date.now()) })}
                </span>
              </span>
              {!isThis && (
                <IconButton
                  label={t('devices.end', { name: called })}
                  icon={<Unplug aria-hidden="true" size={20} />}
                  onClick={() => setEnding(deviceId)}
                />
              )}
            </li>
          );
        })}
      </ul>
      <ConfirmSheet
        open={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={t('devices.endTitle')}
        closeLabel={t('close')}
        confirmLabel={t('devices.endYes')}
        cancelLabel={t('cancel')}
        danger
        onConfirm={() => ending !== undefined && void end(ending)}
      >
        {t('devices.endText')}
      </ConfirmSheet>
      <ProofSheet
        account={account}
        open={proving !== undefined}
        onClose={() => setProving(undefined)}
        onTicket={goOn}
      />
    </>
  );
}
