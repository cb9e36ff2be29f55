/** The device's database would not open. Says so plainly; never pretends that something is kept. */
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from '#client/boundaries/boundary.tsx';
import { lazyPart } from '#client/boundaries/lazy-part.tsx';
import { useErrorWords } from '#client/errors/error-words.ts';
import { LateSupportLine } from '#client/errors/late-support-line.tsx';
import { withLaterWords } from '#client/i18n/start-i18n.ts';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';

/**
 * `denied`: the browser forbids it. `outdated`: a newer version of the app owns it. `newer-locked`: and an app lock besides, which
 * this one is not to try. `held`: another tab does not let go of it. `broken`: anything else.
 */
export type StorageTrouble = 'denied' | 'outdated' | 'newer-locked' | 'held' | 'broken';

const PICTURES = { denied: '🔒', outdated: '🔄', broken: '🗄️' } as const;

const LastCopyPart = lazyPart(withLaterWords(() => import('./last-copy-part.tsx')));

export function StorageScreen({ trouble }: { readonly trouble: StorageTrouble }) {
  return trouble === 'newer-locked' ? <NewerLocked /> : <Trouble trouble={trouble} />;
}

/** Nothing was touched and nothing is wrong: its words may come when they come. */
function NewerLocked() {
  const { t } = useTranslation();
  const words = useErrorWords()('storage.newer-locked');
  return (
    <main className="flex min-h-full">
      <EmptyState
        picture="🔄"
        heading="h1"
        title={words.title}
        action={<Button onClick={() => location.reload()}>{t('outdated.reload')}</Button>}
      >
        {words.whole}
      </EmptyState>
    </main>
  );
}

function Trouble({ trouble }: { readonly trouble: Exclude<StorageTrouble, 'newer-locked'> }) {
  const { t } = useTranslation();
  // To the person it is the same; only of one that is not damaged nobody may be led to give it up.
  const shown = trouble === 'held' ? 'broken' : trouble;
  const { code } = useErrorWords()(shown === 'outdated' ? 'storage.closed' : `storage.${shown}`);
  return (
    <main className="flex min-h-full">
      <EmptyState
        picture={PICTURES[shown]}
        heading="h1"
        title={t(`${shown}.title`)}
        action={
          <Button onClick={() => location.reload()}>
            {t(shown === 'outdated' ? 'outdated.reload' : `${shown}.retry`)}
          </Button>
        }
      >
        <p>{t(`${shown}.text`)}</p>
        {shown !== 'outdated' && <p className="mt-2">{t(`${shown}.next`)}</p>}
        {shown !== 'outdated' && (
          <div className="mt-3">
            <p className="mb-1 text-s tabular">{t('crash.code', { code })}</p>
            <LateSupportLine code={code} />
          </div>
        )}
        {trouble === 'broken' && (
          <Boundary place="card" fallback={() => null}>
            <Suspense>
              <LastCopyPart />
            </Suspense>
          </Boundary>
        )}
      </EmptyState>
    </main>
  );
}
