/** How what was typed stands. When it is not on the disk it says so and offers the words: the screen is where they are. */
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useShareText } from '#client/errors/use-share-text.ts';
import type { SaveState } from '#client/session/plan-text.ts';
import { useDelayed } from '#client/ui/use-delayed.ts';
import { plainText } from '#domain/documents/plain-text.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { readText } from '#domain/plans/text/read-text.ts';

/** A save takes less: nothing flashes at each letter. */
const SAVING_SHOWN_MS = 1_000;

export interface SaveNoteProps {
  readonly save: SaveState;
  readonly isSent: boolean;
  readonly doc: Y.Doc;
}

export function SaveNote({ save, isSent, doc }: SaveNoteProps) {
  const { t } = useTranslation('editor');
  const words = useErrorWords();
  const { copy } = useShareText();
  const isLate = useDelayed(save.name === 'saving', SAVING_SHOWN_MS);
  const copyAll = (): void => copy(plainText(readText(doc.getXmlFragment(PLAN_TEXT), '')), t('copied'));
  if (save.name === 'unsaved') {
    return (
      <span role="alert" className="flex flex-wrap gap-x-2 whitespace-normal text-bad">
        {words('plan.not-saved').whole}
        <button type="button" onClick={copyAll} className="font-bold underline">
          {t('copyText')}
        </button>
      </span>
    );
  }
  return <span>{isLate ? t('saving') : t(isSent ? 'sent' : 'saved')}</span>;
}
