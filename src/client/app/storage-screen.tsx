/** The device's database would not open. Says so plainly; never pretends that something is kept. */
import { useTranslation } from 'react-i18next';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';

/** `denied`: the browser forbids it. `outdated`: a newer version of the app owns it. `broken`: anything else. */
export type StorageTrouble = 'denied' | 'outdated' | 'broken';

const PICTURES = { denied: '🔒', outdated: '🔄', broken: '🗄️' } as const;

export function StorageScreen({ trouble }: { readonly trouble: StorageTrouble }) {
  const { t } = useTranslation();
  return (
    <main className="flex min-h-full">
      <EmptyState
        picture={PICTURES[trouble]}
        heading="h1"
        title={t(`${trouble}.title`)}
        action={
          <Button onClick={() => location.reload()}>
            {t(trouble === 'outdated' ? 'outdated.reload' : `${trouble}.retry`)}
          </Button>
        }
      >
        <p>{t(`${trouble}.text`)}</p>
        {trouble !== 'outdated' && <p className="mt-2">{t(`${trouble}.next`)}</p>}
      </EmptyState>
    </main>
  );
}
