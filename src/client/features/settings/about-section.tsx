import Copy from 'lucide-react/icons/copy';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LateSupportLine } from '#client/errors/late-support-line.tsx';
import { useShareText } from '#client/errors/use-share-text.ts';
import { useReader } from '#client/session/session-context.ts';
import { IconButton } from '#client/ui/icon-button.tsx';
import { Section } from './section.tsx';

/** What support asks for. The device's id says nothing of the person. */
export function AboutSection({ version }: { readonly version: string }) {
  const { t } = useTranslation('settings');
  const { copy } = useShareText();
  const deviceId = useDeviceId();
  return (
    <Section title={t('about.title')}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4">
        <dt className="text-muted">{t('about.version')}</dt>
        <dd className="tabular">{version}</dd>
        {deviceId !== undefined && (
          <>
            <dt className="text-muted">{t('about.device')}</dt>
            <dd className="flex min-w-0 items-center gap-1">
              <code className="truncate text-s">{deviceId}</code>
              <IconButton
                label={t('about.copy')}
                icon={<Copy aria-hidden="true" size={18} />}
                onClick={() => copy(deviceId, t('about.copied'))}
              />
            </dd>
          </>
        )}
      </dl>
      <LateSupportLine code={version} />
    </Section>
  );
}

function useDeviceId(): string | undefined {
  const reader = useReader();
  const [deviceId, setDeviceId] = useState<string>();
  useEffect(() => {
    let shown = true;
    void reader.getDeviceId().then((id) => {
      if (shown) setDeviceId(id);
    });
    return () => {
      shown = false;
    };
  }, [reader]);
  return deviceId;
}
