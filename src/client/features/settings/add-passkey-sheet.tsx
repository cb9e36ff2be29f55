/** The PIN first, then the device's own question: who knows one way in may add the other. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useLockWords } from '#client/errors/use-lock-words.ts';
import type { AppLock } from '#client/session/app-lock.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { useToast } from '#client/ui/toast.tsx';

export function AddPasskeySheet({ lock, onClose }: { readonly lock: AppLock; readonly onClose: () => void }) {
  const { t } = useTranslation('lock');
  const { t: shell } = useTranslation();
  const words = useErrorWords();
  const toast = useToast();
  const lockWords = useLockWords();
  const [pin, setPin] = useState('');
  const [wrongPin, setWrongPin] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (pin === '') return setWrongPin(t('unlock.empty'));
    setWrongPin(undefined);
    setProblem(undefined);
    setBusy(true);
    try {
      const result = await lock.addPasskey(pin, t('passkey.name'));
      if (result.ok) {
        toast.show({ text: t('passkey.added') });
        return onClose();
      }
      if ('problem' in result) setProblem(words(`lock.passkey-${result.problem}`).whole);
      else setWrongPin(lockWords(result));
    } catch {
      setProblem(words('lock.failed').whole);
    }
    setBusy(false);
  };

  return (
    <Sheet open onClose={onClose} title={t('passkey.title')} closeLabel={shell('close')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <p className="text-pretty">{t('passkey.confirm')}</p>
        <TextField
          type="password"
          label={t('unlock.field')}
          value={pin}
          error={wrongPin}
          autoComplete="current-password"
          onChange={(event) => setPin(event.target.value)}
        />
        {problem && (
          <p role="alert" className="text-pretty text-s text-bad">
            {problem}
          </p>
        )}
        <Button type="submit" wide busy={busy}>
          {t('passkey.submit')}
        </Button>
      </form>
    </Sheet>
  );
}
