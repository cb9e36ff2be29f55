/** How what was typed stands. When it is not on the disk it says so and offers the words: the screen is where they are. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useShareText } from '#client/errors/use-share-text.ts';
import type { OpenPlanText } from '#client/session/plan-text.ts';
import { plainText } from '#domain/documents/plain-text.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { readText } from '#domain/plans/text/read-text.ts';

/** A save takes less: nothing flashes at each letter. */
const SAVING_SHOWN_MS = 1_000;

export function SaveNote({ text }: { readonly text: OpenPlanText }) {
  const { t } = useTranslation('editor');
  const words = useErrorWords();
  const { copy } = useShareText();
  const note = useNote(text);
  const copyAll = (): void => copy(plainText(readText(text.doc.getXmlFragment(PLAN_TEXT), '')), t('copied'));
  if (note === 'unsaved') {
    return (
      <span role="alert" className="flex flex-wrap gap-x-2 whitespace-normal text-bad">
        {words('plan.not-saved').whole}
        <button type="button" onClick={copyAll} className="font-bold underline">
          {t('copyText')}
        </button>
      </span>
    );
  }
  return <span>{t(note)}</span>;
}

type Note = 'unsaved' | 'saving' | 'saved' | 'sent';

/** Changes when what is said does: to draw anything anew, even the same, React walks the whole text for the place of the caret. */
function useNote(text: OpenPlanText): Note {
  const [note, setNote] = useState<Note>(() => noteOf(text));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const now = noteOf(text);
      if (now === 'saving') {
        timer ??= setTimeout(() => setNote('saving'), SAVING_SHOWN_MS);
        return;
      }
      clearTimeout(timer);
      timer = undefined;
      setNote(now);
    };
    look();
    const unsubscribe = text.subscribe(look);
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [text]);
  return note;
}

function noteOf(text: OpenPlanText): Note {
  const { name } = text.saveState();
  return name === 'saved' && text.isSent() ? 'sent' : name;
}
