/** Asks for the PIN of the app lock. Shows nothing of what is behind it. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import type { LockedDevice } from './locked-device.ts';

export default function UnlockScreen({ device }: { readonly device: LockedDevice }) {
  const { t } = useTranslation('lock');
  const [pin, setPin] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [owed, setOwed] = useState<number>();

  const unlock = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (pin === '') return setError(t('unlock.empty'));
    setBusy(true);
    setError(undefined);
    try {
      const result = await device.unlock(pin);
      if (result.ok) return;
      setPin('');
      setError(
        result.waitMs > 0
          ? t('unlock.wait', { seconds: Math.ceil(result.waitMs / 1_000) })
          : t('unlock.wrong'),
      );
    } catch {
      setError(t('unlock.failed'));
    }
    setBusy(false);
  };

  return (
    <main className="px-safe flex min-h-full flex-col items-center justify-center py-8">
      <div className="flex w-full max-w-sm flex-col gap-6">
        <div className="text-center">
          <div aria-hidden="true" className="mb-4 text-[56px] leading-none">
            🔒
          </div>
          <h1 className="text-xl font-bold tracking-tight">{t('unlock.title')}</h1>
          <p className="mt-2 text-pretty text-muted">{t('unlock.text')}</p>
        </div>
        <form onSubmit={unlock} noValidate className="flex flex-col gap-3">
          <TextField
            type="password"
            label={t('unlock.field')}
            value={pin}
            error={error}
            autoComplete="current-password"
            autoFocus
            onChange={(event) => {
              setPin(event.target.value);
              setError(undefined);
            }}
          />
          <Button type="submit" wide busy={busy}>
            {t('unlock.submit')}
          </Button>
          <Button variant="text" onClick={() => void device.countOwed().then(setOwed)}>
            {t('unlock.forgot')}
          </Button>
        </form>
      </div>
      <ConfirmSheet
        open={owed !== undefined}
        onClose={() => setOwed(undefined)}
        title={t('forgot.title')}
        closeLabel={t('forgot.cancel')}
        confirmLabel={t('forgot.confirm')}
        cancelLabel={t('forgot.cancel')}
        danger
        onConfirm={() => void device.wipe()}
      >
        <p>{t('forgot.text')}</p>
        <p className="mt-3 font-semibold">
          {owed ? t('forgot.owed', { count: owed }) : t('forgot.nothingOwed')}
        </p>
      </ConfirmSheet>
    </main>
  );
}
