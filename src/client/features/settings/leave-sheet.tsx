/** "Sair deste aparelho?": says what would be lost, and offers to keep it, before anything is erased. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useAccountDoor } from '#client/session/account-door.ts';
import { useEngineStatus, useReader } from '#client/session/session-context.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { saveFile } from '#client/ui/save-file.ts';
import { Sheet } from '#client/ui/sheet.tsx';

export function LeaveSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('account');
  const door = useAccountDoor();
  const reader = useReader();
  const { queued, tray } = useEngineStatus();
  const [isLeaving, setIsLeaving] = useState(false);
  const protection = useProtection();
  const unsent = queued + tray;

  const leave = (): void => {
    setIsLeaving(true);
    void door.leave();
  };
  const save = async (): Promise<void> =>
    saveFile('racha.json', 'application/json', await reader.exportUnsent());
  return (
    <Sheet open onClose={onClose} title={t('leave.title')} closeLabel={t('close')}>
      <div className="flex flex-col gap-3">
        <p className="text-pretty">
          {t('leave.text')} {protection === 'safe' && t('leave.safe')}
        </p>
        {unsent > 0 && <Notice tone="bad">{t('leave.unsent', { count: unsent })}</Notice>}
        {protection === 'bare' && <Notice tone="bad">{t('leave.bare')}</Notice>}
        {protection === 'unknown' && (
          <Notice tone="wait">
            {t('leave.unknown')} {t('leave.offline')}
          </Notice>
        )}
        {unsent > 0 && (
          <Button wide onClick={() => void save()}>
            {t('leave.save')}
          </Button>
        )}
        {protection === 'bare' && (
          <Link href="/ajustes/protecao" className={buttonClasses('primary', true)}>
            {t('leave.protect')}
          </Link>
        )}
        <Button wide variant="danger" busy={isLeaving} onClick={leave}>
          {t('leave.yes')}
        </Button>
        <Button wide variant="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </Sheet>
  );
}

/** undefined: still asking. */
function useProtection(): 'safe' | 'bare' | 'unknown' | undefined {
  const door = useAccountDoor();
  const [protection, setProtection] = useState<'safe' | 'bare' | 'unknown'>();
  useEffect(() => {
    let isShown = true;
    void door.call('account/read', {}).then((answer) => {
      if (!isShown) return;
      if (!answer.ok) return setProtection('unknown');
      const { passkeys, email, recoveryMadeAt } = answer.value;
      setProtection(passkeys.length > 0 || email !== null || recoveryMadeAt !== null ? 'safe' : 'bare');
    });
    return () => {
      isShown = false;
    };
  }, [door]);
  return protection;
}
