/** Everything of this device into one file, under a passphrase that is written twice: nobody can help who mistyped it. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import type { CarryDoor } from '#client/session/carry-door.ts';
import { Button } from '#client/ui/button.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { CarryPart, Going, Trouble } from './carry-screen.tsx';
import { HandOver } from './hand-over.tsx';
import { PASSPHRASE_MIN_LENGTH, strengthOf } from './passphrase-strength.ts';

type Made =
  | { readonly at: 'idle' | 'failed' | 'cancelled' }
  | { readonly at: 'making'; readonly share: number }
  | { readonly at: 'done'; readonly file: File };

export function TakePart({ door }: { readonly door: CarryDoor }) {
  const { t } = useTranslation('carry');
  const formats = useFormats();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<'short' | 'different'>();
  const words = useErrorWords();
  const [made, setMade] = useState<Made>({ at: 'idle' });
  const cancelling = useRef<AbortController>(undefined);
  useEffect(() => () => cancelling.current?.abort(), []);
  const strength = strengthOf(passphrase);

  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (made.at === 'making') return;
    if (!strength) return setProblem('short');
    if (passphrase.normalize('NFKC') !== again.normalize('NFKC')) return setProblem('different');
    setProblem(undefined);
    setMade({ at: 'making', share: 0 });
    const controller = new AbortController();
    cancelling.current = controller;
    const onProgress = (share: number): void => setMade({ at: 'making', share });
    try {
      setMade({
        at: 'done',
        file: await door.makeFile(passphrase, { onProgress, signal: controller.signal }),
      });
      setPassphrase('');
      setAgain('');
    } catch {
      setMade({ at: controller.signal.aborted ? 'cancelled' : 'failed' });
    }
  };

  return (
    <CarryPart title={t('file.take.title')}>
      <p className="text-pretty">{t('file.take.text')}</p>
      <form onSubmit={make} noValidate className="flex flex-col gap-4">
        <TextField
          type="password"
          autoComplete="new-password"
          label={t('file.take.passphrase')}
          value={passphrase}
          hint={strength ? t(`file.take.strength.${strength}`) : t('file.take.hint')}
          error={problem === 'short' ? t('file.take.short', { min: PASSPHRASE_MIN_LENGTH }) : undefined}
          onChange={(event) => {
            setPassphrase(event.target.value);
            setProblem(undefined);
          }}
        />
        <TextField
          type="password"
          autoComplete="new-password"
          label={t('file.take.again')}
          value={again}
          error={problem === 'different' ? t('file.take.different') : undefined}
          onChange={(event) => {
            setAgain(event.target.value);
            setProblem(undefined);
          }}
        />
        <Button type="submit" wide busy={made.at === 'making'}>
          {t('file.take.make')}
        </Button>
      </form>
      <Going>
        {made.at === 'making' &&
          (made.share === 0
            ? t('file.take.collecting')
            : t('file.take.making', { percent: Math.floor(made.share * 100) }))}
        {made.at === 'cancelled' && t('file.take.cancelled')}
        {made.at === 'done' &&
          t('file.take.done', { name: made.file.name, size: formats.bytes(made.file.size) })}
      </Going>
      {made.at === 'making' && (
        <Button variant="text" onClick={() => cancelling.current?.abort()}>
          {t('cancel')}
        </Button>
      )}
      {made.at === 'failed' && <Trouble>{words('carry.make-failed').whole}</Trouble>}
      {made.at === 'done' && <HandOver file={made.file} />}
    </CarryPart>
  );
}
