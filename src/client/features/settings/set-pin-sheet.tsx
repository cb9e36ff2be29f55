/** A PIN for the app lock, the first one or another: written twice, because nobody can help who mistyped it. */
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useLockWords } from '#client/errors/use-lock-words.ts';
import { type AppLock, LOCK_PIN_MIN_LENGTH } from '#client/session/app-lock.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { useToast } from '#client/ui/toast.tsx';

export interface SetPinSheetProps {
  readonly lock: AppLock;
  /** There is one already, and it is asked for. */
  readonly isChange: boolean;
  readonly onClose: () => void;
}

type Problem = { readonly field: 'present' | 'pin' | 'again' | 'all'; readonly words: string };

export function SetPinSheet({ lock, isChange, onClose }: SetPinSheetProps) {
  const { t } = useTranslation('lock');
  const { t: shell } = useTranslation();
  const errors = useErrorWords();
  const toast = useToast();
  const lockWords = useLockWords();
  const [present, setPresent] = useState('');
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [working, setWorking] = useState<'working' | 'otherTabs'>();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (working) return;
    if (pin.trim().length < LOCK_PIN_MIN_LENGTH) return setProblem({ field: 'pin', words: t('set.short') });
    if (pin !== again) return setProblem({ field: 'again', words: t('set.different') });
    setProblem(undefined);
    setWorking('working');
    try {
      // Once it is on, another session is shown in place of this one.
      if (!isChange) return await lock.turnOn(pin, () => setWorking('otherTabs'));
      const result = await lock.changePin(present, pin);
      if (result.ok) {
        toast.show({ text: t('set.changed') });
        return onClose();
      }
      setProblem({ field: 'present', words: lockWords(result) });
    } catch {
      setProblem({ field: 'all', words: errors('lock.failed').whole });
    }
    setWorking(undefined);
  };
  const errorOf = (field: Problem['field']) => (problem?.field === field ? problem.words : undefined);

  return (
    <Sheet
      open
      onClose={onClose}
      title={t(isChange ? 'set.changeTitle' : 'set.title')}
      closeLabel={shell('close')}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {isChange && (
          <TextField
            type="password"
            label={t('set.present')}
            value={present}
            error={errorOf('present')}
            autoComplete="current-password"
            onChange={(event) => setPresent(event.target.value)}
          />
        )}
        <TextField
          type="password"
          label={t(isChange ? 'set.new' : 'set.field')}
          value={pin}
          hint={t('set.hint')}
          error={errorOf('pin')}
          autoComplete="new-password"
          onChange={(event) => setPin(event.target.value)}
        />
        <TextField
          type="password"
          label={t('set.again')}
          value={again}
          error={errorOf('again')}
          autoComplete="new-password"
          onChange={(event) => setAgain(event.target.value)}
        />
        <p className="text-pretty text-s">{t('set.warning')}</p>
        {problem?.field === 'all' && (
          <p role="alert" className="text-s text-bad">
            {problem.words}
          </p>
        )}
        <p role="status" className="text-s text-muted empty:hidden">
          {working && t(`set.${working}`)}
        </p>
        <Button type="submit" wide busy={working !== undefined}>
          {t(isChange ? 'set.changeSubmit' : 'set.submit')}
        </Button>
      </form>
    </Sheet>
  );
}
