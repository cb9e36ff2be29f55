import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useShareText } from '#client/errors/use-share-text.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import { Button } from '#client/ui/button.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { Complaint } from './account-screen.tsx';
import type { ProtectionPartProps } from './protect-screen.tsx';

export function RecoveryPart({ account, attempt }: ProtectionPartProps) {
  const { t } = useTranslation('account');
  const words = useErrorWords();
  const formats = useFormats();
  const door = useAccountDoor();
  const toast = useToast();
  const [code, setCode] = useState<string>();
  const [error, setError] = useState<AccountError | 'passkey'>();
  const has = account.recoveryMadeAt !== null;

  const renew = async (): Promise<AccountError | undefined> => {
    const made = await door.call('account/recovery/renew', {});
    if (!made.ok) return made.error;
    setCode(made.value.code);
    return undefined;
  };
  const remove = async (): Promise<AccountError | undefined> => {
    const removed = await door.call('account/recovery/remove', {});
    if (!removed.ok) return removed.error;
    toast.show({ text: t('protect.removed') });
    return undefined;
  };
  const run = async (what: () => Promise<AccountError | undefined>): Promise<void> =>
    setError(await attempt(what));

  return (
    <>
      <p className="text-pretty">
        {account.recoveryMadeAt === null
          ? t('protect.recovery.text')
          : t('protect.recovery.since', { when: formats.day(account.recoveryMadeAt, Date.now()) })}
      </p>
      <Button variant="quiet" onClick={() => void run(renew)}>
        {t(has ? 'protect.recovery.renew' : 'protect.recovery.make')}
      </Button>
      {has && (
        <Button variant="text" onClick={() => void run(remove)}>
          {t('protect.recovery.remove')}
        </Button>
      )}
      <Complaint>{error && words(`account.${error}`).whole}</Complaint>
      {code !== undefined && <CodeSheet code={code} onClose={() => setCode(undefined)} />}
    </>
  );
}

function CodeSheet({ code, onClose }: { readonly code: string; readonly onClose: () => void }) {
  const { t } = useTranslation('account');
  const { copy } = useShareText();
  return (
    <Sheet open onClose={onClose} title={t('protect.recovery.title')} closeLabel={t('close')}>
      <p className="text-pretty">{t('protect.recovery.once')}</p>
      <output
        aria-label={t('protect.recovery.label')}
        className="my-4 block rounded-m bg-surface p-4 text-center text-m leading-relaxed font-bold tracking-wide tabular select-all"
      >
        {code}
      </output>
      <div className="flex flex-col gap-2">
        <Button wide onClick={onClose}>
          {t('protect.recovery.done')}
        </Button>
        <Button wide variant="quiet" onClick={() => copy(code, t('protect.recovery.copied'))}>
          {t('protect.recovery.copy')}
        </Button>
        <Button wide variant="quiet" onClick={() => print()}>
          {t('protect.recovery.print')}
        </Button>
      </div>
    </Sheet>
  );
}
