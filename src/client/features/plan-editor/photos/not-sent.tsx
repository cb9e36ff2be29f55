/**
 * The server did not take a photo: the text went without, and nobody else sees it. Another try is another photo of the same
 * picture, since what was refused stays refused under its name, and the text's next edit brings it along.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useSending } from '#client/photos/use-photo.ts';
import { usePhotos } from '#client/session/photos.ts';
import type { Attachment } from '#domain/attachments/attachment.ts';

export interface NotSentProps {
  readonly groupId: string;
  readonly photo: Attachment;
  /** Absent: this person only reads. */
  readonly onAgain: ((photo: Attachment) => void) | undefined;
}

export function NotSent({ groupId, photo, onAgain }: NotSentProps) {
  const { t } = useTranslation('editor');
  const words = useErrorWords();
  const fail = useFailureToast();
  const photos = usePhotos();
  const sending = useSending({ groupId, attachment: photo }, true);
  const [isBusy, setBusy] = useState(false);
  if (sending?.state !== 'refused') return null;
  const tryAgain = async (): Promise<void> => {
    if (!photos || !onAgain || isBusy) return;
    setBusy(true);
    try {
      const shown = await photos.show({ groupId, attachment: photo }, 'whole', new AbortController().signal);
      if (shown.state !== 'here') return fail('photo.unreadable');
      const attached = await photos.attach(groupId, shown.blob);
      if (attached.ok) onAgain(attached.attachment);
      else fail(attached.error === 'unreadable' ? 'photo.unreadable' : `commit.${attached.error}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div role="alert" contentEditable={false} className="px-1 pt-1 text-s text-bad">
      <p>
        {words(`rejected.${sending.why}`).cause} {t('photo.notSent')}
      </p>
      {onAgain && (
        <button
          type="button"
          disabled={isBusy}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void tryAgain()}
          className="target font-semibold underline underline-offset-2"
        >
          {t('photo.again')}
        </button>
      )}
    </div>
  );
}
