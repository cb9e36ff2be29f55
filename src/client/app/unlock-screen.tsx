/** Asks for the PIN of the app lock, or for the passkey that stands beside it. Shows nothing of what is behind it. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useLockWords } from '#client/errors/use-lock-words.ts';
import { Button } from '#client/ui/button.tsx';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import type { LockedDevice } from './locked-device.ts';

export default function UnlockScreen({ device }: { readonly device: LockedDevice }) {
  const { t } = useTranslation('lock');
  const words = useErrorWords();
  const lockWords = useLockWords();
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
      setError(lockWords(result));
    } catch {
      setError(words('lock.failed').whole);
    }
    setBusy(false);
  };

  const unlockByPasskey = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      if (await device.unlockByPasskey()) return;
      setError(words('lock.passkey-dismissed').whole);
    } catch {
      setError(words('lock.failed').whole);
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
        {device.hasPasskey && (
          <Button wide busy={busy} onClick={() => void unlockByPasskey()}>
            {t('unlock.passkey')}
          </Button>
        )}
        <form onSubmit={unlock} noValidate className="flex flex-col gap-3">
          <TextField
            type="password"
            label={t('unlock.field')}
            value={pin}
            error={error}
            autoComplete="current-password"
            autoFocus={!device.hasPasskey}
            onChange={(event) => {
              setPin(event.target.value);
              setError(undefined);
            }}
          />
          <Button type="submit" wide busy={busy} variant={device.hasPasskey ? 'quiet' : 'primary'}>
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
