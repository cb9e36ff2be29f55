/** An address, then the code that was sent there. The same words whether the address is known or not. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { pickLanguage } from '#client/i18n/languages.ts';
import type { AccountAnswer, AccountError } from '#client/session/account-door.ts';
import { Button } from '#client/ui/button.tsx';
import { TextField } from '#client/ui/text-field.tsx';

export interface EmailCodeFormProps {
  readonly send: (email: string, language: ReturnType<typeof pickLanguage>) => Promise<AccountAnswer<object>>;
  /** What went wrong; undefined: done. */
  readonly confirm: (email: string, code: string) => Promise<AccountError | undefined>;
}

export function EmailCodeForm({ send, confirm }: EmailCodeFormProps) {
  const { t, i18n } = useTranslation('account');
  const words = useErrorWords();
  const [email, setEmail] = useState('');
  const [code, setCode] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AccountError>();

  const go = async (): Promise<void> => {
    setBusy(true);
    if (code === undefined) {
      const sent = await send(email.trim(), pickLanguage(i18n.language, []));
      setError(sent.ok ? undefined : sent.error);
      if (sent.ok) setCode('');
    } else setError(await confirm(email.trim(), code.trim()));
    setBusy(false);
  };
  // A malformed address is the one thing the server would not read here.
  const said =
    error === undefined
      ? undefined
      : error === 'malformed'
        ? t('ways.badEmail')
        : words(`account.${error}`).whole;

  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void go();
      }}
    >
      <TextField
        label={t('ways.email')}
        type="email"
        inputMode="email"
        autoComplete="email"
        value={email}
        readOnly={code !== undefined}
        error={code === undefined ? said : undefined}
        onChange={(event) => setEmail(event.target.value)}
      />
      {code === undefined ? (
        <Button type="submit" variant="quiet" busy={busy} disabled={email.trim() === ''}>
          {t('ways.send')}
        </Button>
      ) : (
        <>
          <p role="status" className="text-s text-muted text-pretty">
            {t('ways.sent')}
          </p>
          <TextField
            label={t('ways.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            value={code}
            error={said}
            onChange={(event) => setCode(event.target.value)}
          />
          <Button type="submit" busy={busy} disabled={code.trim().length < 6}>
            {t('ways.confirm')}
          </Button>
          <Button
            variant="text"
            onClick={() => {
              setCode(undefined);
              setError(undefined);
            }}
          >
            {t('ways.other')}
          </Button>
        </>
      )}
    </form>
  );
}
