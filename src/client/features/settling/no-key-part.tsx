/** Who is to be paid has said no key: a ready text asks for it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupView } from '#client/store/read-types.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { Reminder } from './reminder.tsx';
import type { Person } from './settling-people.ts';

export function NoKeyPart({
  to,
  amount,
  group,
}: {
  readonly to: Person;
  readonly amount: string;
  readonly group: GroupView;
}) {
  const { t } = useTranslation('settling');
  const [isAsking, setIsAsking] = useState(false);
  const link = `${location.origin}/g/${group.groupId}/contas/saldos`;
  if (!to.isHere) return <Notice tone="plain">{t('settle.noKeyNamed', { to: to.name })}</Notice>;
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="wait">{t(to.pixKey ? 'settle.keyWrong' : 'settle.noKey', { to: to.name })}</Notice>
      {isAsking ? (
        <Reminder text={t('settle.askKeyText', { to: to.name, amount, group: group.name, link })} />
      ) : (
        <Button wide variant="quiet" onClick={() => setIsAsking(true)}>
          {t('settle.askKey')}
        </Button>
      )}
    </div>
  );
}
