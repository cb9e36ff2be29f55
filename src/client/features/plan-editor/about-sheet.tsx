/** What is in this text: its headings, to go to them, and how much of it there is. */
import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#client/i18n/use-formats.ts';
import type { OpenPlanText } from '#client/session/plan-text.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Sheet } from '#client/ui/sheet.tsx';
import { countText, listHeadings } from './counts.ts';
import { scrollTo } from './find/find-bar.tsx';
import { writtenBy } from './written-by.ts';

export interface AboutSheetProps {
  readonly editor: Editor;
  readonly text: OpenPlanText;
  readonly group: GroupView;
  readonly onClose: () => void;
}

export function AboutSheet({ editor, text: shared, group, onClose }: AboutSheetProps) {
  const { t, i18n } = useTranslation('editor');
  const formats = useFormats();
  const engine = useEngine();
  const [author] = useState(() => writtenBy(shared, editor.state));
  const name = group.members.find(({ memberId }) => memberId === author?.memberId)?.name;
  const [counts] = useState(() => countText(editor.state.doc, i18n.language));
  const [headings] = useState(() => listHeadings(editor.state.doc));
  return (
    <Sheet open onClose={onClose} title={t('about.title')} closeLabel={t('close')} isForReading>
      <p className="text-s text-muted">
        {t('about.words', { count: counts.words })} · {t('about.characters', { count: counts.characters })}
      </p>
      {author && name !== undefined && (
        <p className="mt-2 text-s">
          {t('about.author', { name, ago: formats.ago(author.at, engine.correctedNow()) })}
        </p>
      )}
      <h3 className="mt-4 text-s font-semibold text-muted">{t('about.outline')}</h3>
      {headings.length === 0 ? (
        <p className="py-2 text-s">{t('about.noHeadings')}</p>
      ) : (
        <ol className="flex flex-col">
          {headings.map(({ level, text, pos }) => (
            <li key={pos} style={{ paddingInlineStart: `${(level - 1) * 16}px` }}>
              <button
                type="button"
                className="target w-full truncate text-start hover:text-brand"
                onClick={() => {
                  onClose();
                  scrollTo(editor, Math.min(pos + 1, editor.state.doc.content.size));
                }}
              >
                <bdi>{text}</bdi>
              </button>
            </li>
          ))}
        </ol>
      )}
    </Sheet>
  );
}
