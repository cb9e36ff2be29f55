import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { type AccountError, useAccountDoor } from '#client/session/account-door.ts';
import { Button } from '#client/ui/button.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { Complaint } from './account-screen.tsx';
import { EmailCodeForm } from './email-code-form.tsx';
import type { ProtectionPartProps } from './protect-screen.tsx';

export function EmailPart({ account, attempt }: ProtectionPartProps) {
  const { t } = useTranslation('account');
  const words = useErrorWords();
  const door = useAccountDoor();
  const toast = useToast();
  const [error, setError] = useState<AccountError | 'passkey'>();
  const remove = async (): Promise<void> => {
    setError(
      await attempt(async () => {
        const removed = await door.call('account/email/remove', {});
        if (!removed.ok) return removed.error;
        toast.show({ text: t('protect.removed') });
        return undefined;
      }),
    );
  };
  if (account.email !== null) {
    return (
      <>
        <p className="truncate">{account.email}</p>
        <Button variant="quiet" onClick={() => void remove()}>
          {t('protect.email.remove')}
        </Button>
        <Complaint>{error && words(`account.${error}`).whole}</Complaint>
      </>
    );
  }
  return (
    <>
      <p className="text-pretty">{t('protect.email.text')}</p>
      <EmailCodeForm
        send={async (email, language) => {
          const answer = await door.call('account/email/begin', { email, language });
          if (answer.ok || answer.error !== 'needs-proof') return answer;
          // What was typed stays; the person sends it once they have proven who they are.
          let isAsked = false;
          await attempt(async () => {
            if (isAsked) return undefined;
            isAsked = true;
            return 'needs-proof';
          });
          return answer;
        }}
        confirm={async (email, code) => {
          const added = await door.call('account/email/add', { email, code });
          if (!added.ok) return added.error;
          toast.show({ text: t('protect.email.added') });
          await attempt(async () => undefined);
          return undefined;
        }}
      />
    </>
  );
}
