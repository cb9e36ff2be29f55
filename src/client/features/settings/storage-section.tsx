/** Is what is kept here safe from the browser's own tidying, how much is it, and a file of what is not sent. */
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { useEngineStatus, useReader } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { saveFile } from '#client/ui/save-file.ts';
import { useToast } from '#client/ui/toast.tsx';
import { LastCheck } from './last-check.tsx';
import { PlaceList } from './place-list.tsx';
import { Section } from './section.tsx';
import { useStorageState } from './use-storage-state.ts';

export function StorageSection() {
  const { t } = useTranslation('settings');
  const { t: copies } = useTranslation('copies');
  const { t: carry } = useTranslation('carry');
  const isClosed = useEngineStatus().storage === 'closed';
  const formats = useFormats();
  const reader = useReader();
  const toast = useToast();
  const fail = useFailureToast();
  const { persisted, usedBytes, quotaBytes, protect } = useStorageState();

  const askProtection = async (): Promise<void> => {
    if (!(await protect())) toast.show({ text: t('storage.protectRefused') });
  };
  const exportUnsent = async (): Promise<void> => {
    try {
      saveFile('racha.json', 'application/json', await reader.exportUnsent());
    } catch {
      fail('export.unreadable');
    }
  };

  return (
    <Section title={t('storage.title')}>
      <p className="text-pretty">
        {persisted === undefined
          ? t('storage.unknown')
          : t(persisted ? 'storage.persisted' : 'storage.notPersisted')}
      </p>
      {usedBytes !== undefined && quotaBytes !== undefined && (
        <p className="text-s text-muted tabular">
          {t('storage.used', { used: formats.bytes(usedBytes), available: formats.bytes(quotaBytes) })}
        </p>
      )}
      <LastCheck />
      {!isClosed && (
        <PlaceList
          places={[
            { href: '/ajustes/copias', title: copies('link'), text: copies('linkText') },
            { href: '/ajustes/levar', title: carry('section.title'), text: carry('section.text') },
          ]}
        />
      )}
      {persisted === false && (
        <Button variant="quiet" onClick={askProtection}>
          {t('storage.protect')}
        </Button>
      )}
      <div>
        <Button variant="quiet" wide onClick={exportUnsent}>
          {t('storage.export')}
        </Button>
        <p className="mt-1 text-s text-muted">{t('storage.exportText')}</p>
      </div>
    </Section>
  );
}
