/** What came while one was away or wrote apart: quiet lines above the text, never a question. */
import type { Editor } from '@tiptap/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#client/i18n/use-formats.ts';
import type { OpenPlanText } from '#client/session/plan-text.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Banner } from '#client/ui/banner.tsx';
import { scrollTo } from '../find/find-bar.tsx';
import { markApart, posOfBlock } from './apart-marks.ts';
import { useApart } from './use-apart.ts';
import { useArrivals } from './use-arrivals.ts';

export function MergeNotes({
  editor,
  text,
  group,
}: {
  readonly editor: Editor;
  readonly text: OpenPlanText;
  readonly group: GroupView;
}) {
  const { t } = useTranslation('editor');
  const formats = useFormats();
  const engine = useEngine();
  const { blocks, dismiss } = useApart(text);
  const { arrival, dismiss: dismissArrival } = useArrivals(text, group.myMemberId);
  useEffect(() => {
    if (!editor.isDestroyed) editor.view.dispatch(markApart(editor.state, blocks));
  }, [editor, blocks]);
  const [first] = blocks;
  const who = group.members.find(({ memberId }) => memberId === arrival?.memberId)?.name ?? '';
  return (
    <div role="status" className="flex shrink-0 flex-col items-start gap-1 px-4 empty:hidden">
      {arrival && (
        <Banner tone="plain" action={{ label: t('close'), run: dismissArrival }}>
          {t('merge.arrived', { who, ago: formats.ago(arrival.at, engine.correctedNow()) })}
        </Banner>
      )}
      {first && (
        <Banner
          tone="wait"
          action={{
            label: t('merge.show'),
            run: () => scrollTo(editor, posOfBlock(editor.state.doc, first.index)),
          }}
          other={{ label: t('merge.seen'), run: dismiss }}
        >
          {t('merge.apart', { count: blocks.length })}
        </Banner>
      )}
    </div>
  );
}
