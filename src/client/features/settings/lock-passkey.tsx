/** A passkey of this device that opens the app lock beside the PIN: giving it, taking it back. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import type { AppLock } from '#client/session/app-lock.ts';
import { Button } from '#client/ui/button.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { AddPasskeySheet } from './add-passkey-sheet.tsx';

export function LockPasskey({ lock }: { readonly lock: AppLock }) {
  const { t } = useTranslation('lock');
  const fail = useFailureToast();
  const toast = useToast();
  const [mayAdd, setMayAdd] = useState(false);
  const [asking, setAsking] = useState(false);
  const hasPasskey = useSyncExternalStore(lock.subscribe, lock.hasPasskey);
  useEffect(() => {
    let isShown = true;
    void lock.mayAddPasskey().then((may) => isShown && setMayAdd(may));
    return () => {
      isShown = false;
    };
  }, [lock]);

  const remove = async (): Promise<void> => {
    try {
      await lock.removePasskey();
      toast.show({ text: t('passkey.removed') });
    } catch {
      fail('lock.failed');
    }
  };

  if (!hasPasskey && !mayAdd) return null;
  return (
    <>
      <p className="text-pretty text-s text-muted">{t(hasPasskey ? 'passkey.on' : 'passkey.text')}</p>
      {hasPasskey ? (
        <Button variant="quiet" onClick={() => void remove()}>
          {t('passkey.remove')}
        </Button>
      ) : (
        <Button variant="quiet" onClick={() => setAsking(true)}>
          {t('passkey.add')}
        </Button>
      )}
      {asking && <AddPasskeySheet lock={lock} onClose={() => setAsking(false)} />}
    </>
  );
}
