import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import { TextField } from '#client/ui/text-field.tsx';

export function PassphraseForm({
  busy,
  onOpen,
}: {
  readonly busy: boolean;
  readonly onOpen: (passphrase: string) => void;
}) {
  const { t } = useTranslation('carry');
  const [passphrase, setPassphrase] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy && passphrase !== '') onOpen(passphrase);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        type="password"
        autoComplete="current-password"
        label={t('file.bring.passphrase')}
        value={passphrase}
        onChange={(event) => setPassphrase(event.target.value)}
      />
      <Button type="submit" wide busy={busy}>
        {t('file.bring.open')}
      </Button>
    </form>
  );
}
