/** The moments of a plan's text, newest first: one is opened, or two are chosen to be compared. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import type { TextMoment } from './list-moments.ts';
import type { MomentWords } from './use-moment-words.ts';

export interface MomentListProps {
  readonly moments: readonly TextMoment[];
  readonly words: MomentWords;
  readonly onOpen: (moment: TextMoment) => void;
  /** The older one first. */
  readonly onCompare: (from: TextMoment, to: TextMoment) => void;
}

export function MomentList({ moments, words, onOpen, onCompare }: MomentListProps) {
  const { t } = useTranslation('plans');
  const [chosen, setChosen] = useState<ReadonlySet<TextMoment>>();
  const [to, from] = moments.filter((moment) => chosen?.has(moment));
  const toggle = (moment: TextMoment): void => {
    const next = new Set(chosen);
    // The third one takes the place of the one chosen first.
    if (!next.delete(moment)) next.add(moment);
    setChosen(new Set([...next].slice(-2)));
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 py-2">
        {chosen ? (
          <>
            <p role="status" className="flex-1 text-s text-muted">
              {t('versions.chooseTwo')}
            </p>
            <Button disabled={!to || !from} onClick={() => to && from && onCompare(from, to)}>
              {t('versions.show')}
            </Button>
            <Button variant="quiet" onClick={() => setChosen(undefined)}>
              {t('cancel')}
            </Button>
          </>
        ) : (
          moments.length > 1 && (
            <Button variant="quiet" onClick={() => setChosen(new Set())}>
              {t('versions.compare')}
            </Button>
          )
        )}
      </div>
      <ol aria-label={t('versions.label')} className="divide-y divide-line border-y border-line">
        {moments.map((moment, index) => {
          const isNow = index === 0;
          const name = words.nameOf(moment, isNow);
          return (
            <li key={`${moment.version}-${moment.named?.id ?? ''}`}>
              {chosen ? (
                <label className="flex min-h-14 cursor-pointer items-center gap-3 px-4 py-2">
                  <input
                    type="checkbox"
                    aria-label={t('versions.select', { name })}
                    checked={chosen.has(moment)}
                    onChange={() => toggle(moment)}
                    className="size-5 shrink-0 accent-brand"
                  />
                  <MomentLine moment={moment} name={name} words={words} />
                </label>
              ) : (
                <button
                  type="button"
                  onClick={() => onOpen(moment)}
                  className="flex min-h-14 w-full items-center px-4 py-2 text-start"
                >
                  <MomentLine moment={moment} name={name} words={words} />
                </button>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function MomentLine({
  moment,
  name,
  words,
}: {
  readonly moment: TextMoment;
  readonly name: string;
  readonly words: MomentWords;
}) {
  return (
    <span className="min-w-0 flex-1">
      <bdi className={`block truncate ${moment.named ? 'font-bold' : 'font-semibold'}`}>
        {moment.named && <span aria-hidden="true">🏷️ </span>}
        {name}
      </bdi>
      <span className="block truncate text-s text-muted">{words.aboutOf(moment)}</span>
    </span>
  );
}
