/** Stands in for a composer that broke: the same text, the same way to the disk, and nothing around it that could break too. */
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import type { Composing } from './use-composer.ts';
import { useProblemWords } from './use-problem-words.ts';

export function PlainComposer({
  composing: { store },
  onRetry,
}: {
  readonly composing: Composing;
  readonly onRetry: () => void;
}) {
  const { t } = useTranslation('chat');
  const problemWords = useProblemWords();
  const { text, saving, problem } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  return (
    <form
      aria-label={t('composer.form')}
      onSubmit={(event) => {
        event.preventDefault();
        void store.submit();
      }}
      className="shrink-0 border-t border-line px-3 pt-2 pb-[max(12px,env(safe-area-inset-bottom))]"
    >
      <p role="alert" className="mb-2 text-s text-muted text-pretty">
        {problem ? problemWords(problem) : t('composer.plain')}
      </p>
      <textarea
        value={text}
        rows={3}
        aria-label={t('composer.label')}
        dir="auto"
        onChange={(event) => store.type(event.target.value)}
        className="w-full rounded-m border border-line bg-surface px-4 py-2 text-m text-ink"
      />
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="quiet" onClick={onRetry}>
          {t('composer.whole')}
        </Button>
        <Button type="submit" busy={saving}>
          {t('composer.send')}
        </Button>
      </div>
    </form>
  );
}
