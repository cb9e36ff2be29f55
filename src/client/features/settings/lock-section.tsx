/** The app lock: what it does, and putting it on, taking it off, another PIN, locking now. */
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppLock } from '#client/session/app-lock.ts';
import { useAppLock } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { EndLockSheet } from './end-lock-sheet.tsx';
import { LockPasskey } from './lock-passkey.tsx';
import { Section } from './section.tsx';
import { SetPinSheet } from './set-pin-sheet.tsx';

type Asking = 'on' | 'off' | 'change';

export function LockSection() {
  const lock = useAppLock();
  return lock && <LockState lock={lock} />;
}

function LockState({ lock }: { readonly lock: AppLock }) {
  const { t } = useTranslation('lock');
  const [asking, setAsking] = useState<Asking>();
  const resealing = useSyncExternalStore(lock.subscribe, lock.isResealing);
  const isOff = lock.state === 'off' || (lock.state === 'ending' && !resealing);
  const close = (): void => setAsking(undefined);
  return (
    <Section title={t('section.title')}>
      <p className="text-pretty">{t(lock.state === 'on' ? 'section.on' : 'section.off')}</p>
      {lock.state === 'on' && <p className="text-pretty text-s text-muted">{t('section.background')}</p>}
      {lock.state === 'unavailable' && <p className="text-pretty">{t('section.unavailable')}</p>}
      <p role="status" className="text-s text-muted empty:hidden">
        {resealing && t(lock.state === 'on' ? 'section.resealing' : 'section.ending')}
      </p>
      {isOff && (
        <Button variant="quiet" onClick={() => setAsking('on')}>
          {t('section.turnOn')}
        </Button>
      )}
      {lock.state === 'on' && (
        <>
          <Button variant="quiet" onClick={() => lock.lockNow()}>
            {t('section.now')}
          </Button>
          <Button variant="quiet" onClick={() => setAsking('change')}>
            {t('section.change')}
          </Button>
          <Button variant="quiet" onClick={() => setAsking('off')}>
            {t('section.turnOff')}
          </Button>
        </>
      )}
      {lock.state === 'on' && <LockPasskey lock={lock} />}
      {asking === 'off' && <EndLockSheet lock={lock} onClose={close} />}
      {(asking === 'on' || asking === 'change') && (
        <SetPinSheet lock={lock} isChange={asking === 'change'} onClose={close} />
      )}
    </Section>
  );
}
