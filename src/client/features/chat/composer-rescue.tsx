/** A text that could not be saved: try again, copy it, or put it into a file with everything else not sent. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useReader } from '#client/session/session-context.ts';
import { LiveRegion } from '#client/ui/live-region.tsx';
import { saveFile } from '#client/ui/save-file.ts';

export function ComposerRescue({ text, onRetry }: { readonly text: string; readonly onRetry: () => void }) {
  const { t } = useTranslation('chat');
  const words = useErrorWords();
  const reader = useReader();
  const [said, setSaid] = useState('');

  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text).then(
      () => setSaid(t('actions.copied')),
      () => setSaid(words('export.copy-failed').brief),
    );
  };
  const save = async (): Promise<void> => {
    // A database that cannot be read must not keep the one text that can.
    const content = await reader.exportUnsent(text).catch(() => text);
    saveFile('racha.json', 'application/json', content);
    setSaid(t('problem.fileSaved'));
  };

  return (
    <div className="mt-1 flex flex-wrap gap-x-4">
      <RescueButton label={t('actions.retry')} onPress={onRetry} />
      <RescueButton label={t('problem.copy')} onPress={copy} />
      <RescueButton label={t('problem.file')} onPress={save} />
      {said !== '' && <p className="w-full">{said}</p>}
      <LiveRegion>{said}</LiveRegion>
    </div>
  );
}

function RescueButton({ label, onPress }: { readonly label: string; readonly onPress: () => unknown }) {
  return (
    <button type="button" onClick={onPress} className="target font-bold underline underline-offset-2">
      {label}
    </button>
  );
}
