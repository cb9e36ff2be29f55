/** What a file holds, before any of it is here. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#client/i18n/use-formats.ts';
import type { FilePreview } from '#client/session/carry-door.ts';
import { useEngine } from '#client/session/session-context.ts';

const COUNTS = ['queued', 'tray', 'drafts', 'photos'] as const;

export function FilePreviewPart({ preview }: { readonly preview: FilePreview }) {
  const { t } = useTranslation('carry');
  const formats = useFormats();
  const engine = useEngine();
  const id = useId();
  const madeAt = `${formats.day(preview.madeAt, engine.correctedNow())}, ${formats.time(preview.madeAt)}`;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2 rounded-m border border-line p-4">
      <h3 id={id} className="font-semibold">
        {t('file.bring.preview')}
      </h3>
      <p className="text-s text-muted">{t('file.bring.madeAt', { when: madeAt })}</p>
      <ul className="flex flex-col gap-1 text-s">
        {preview.groups.map(({ groupId, name, messages }) => (
          <li key={groupId} className="wrap-anywhere">
            <bdi>
              {t('file.bring.group', { name, messages: t('file.bring.messages', { count: messages }) })}
            </bdi>
          </li>
        ))}
        {COUNTS.filter((what) => preview[what] > 0).map((what) => (
          <li key={what}>{t(`file.bring.${what}`, { count: preview[what] })}</li>
        ))}
      </ul>
    </section>
  );
}
