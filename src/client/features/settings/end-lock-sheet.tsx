/** Taking the app lock off: by who knows its PIN. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useLockWords } from '#client/errors/use-lock-words.ts';
import type { AppLock } from '#client/session/app-lock.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';

export function EndLockSheet({ lock, onClose }: { readonly lock: AppLock; readonly onClose: () => void }) {
  const { t } = useTranslation('lock');
  const { t: shell } = useTranslation();
  const words = useErrorWords();
  const lockWords = useLockWords();
  const [pin, setPin] = useState('');
  const [error, setError] = useState<string>();
  const [working, setWorking] = useState<'working' | 'otherTabs'>();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (working) return;
    if (pin === '') return setError(t('unlock.empty'));
    setError(undefined);
    setWorking('working');
    try {
      const result = await lock.turnOff(pin, () => setWorking('otherTabs'));
      if (result.ok) return;
      setError(lockWords(result));
    } catch {
      setError(words('lock.failed').whole);
    }
    setWorking(undefined);
  };

  return (
    <Sheet open onClose={onClose} title={t('end.title')} closeLabel={shell('close')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <p className="text-pretty">{t('end.text')}</p>
        <TextField
          type="password"
          label={t('unlock.field')}
          value={pin}
          error={error}
          autoComplete="current-password"
          onChange={(event) => setPin(event.target.value)}
        />
        <p role="status" className="text-s text-muted empty:hidden">
          {working && t(`set.${working}`)}
        </p>
        <Button type="submit" wide variant="danger" busy={working !== undefined}>
          {t('end.submit')}
        </Button>
      </form>
    </Sheet>
  );
}
