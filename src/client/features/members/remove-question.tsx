import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmSheet } from '#client/ui/sheet.tsx';
import { HideNameBox } from './hide-name-box.tsx';

/** The question before a removal: what goes, what stays. */
export function RemoveQuestion({
  name,
  onClose,
  onRemove,
}: {
  readonly name: string;
  readonly onClose: () => void;
  readonly onRemove: (hideName: boolean) => void;
}) {
  const { t } = useTranslation('members');
  const [hideName, setHideName] = useState(false);
  return (
    <ConfirmSheet
      open
      onClose={onClose}
      title={t('remove.title', { name })}
      closeLabel={t('close')}
      confirmLabel={t('remove.confirm')}
      cancelLabel={t('cancel')}
      danger
      onConfirm={() => onRemove(hideName)}
    >
      <p>{t('remove.text')}</p>
      <HideNameBox label={t('remove.hideName')} checked={hideName} onChange={setHideName} />
    </ConfirmSheet>
  );
}
