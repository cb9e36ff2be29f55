/** Offers the installation once, after the first real use (something was sent), and never again. */
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useObserved } from '#client/session/session-context.ts';
import { Button } from '#client/ui/button.tsx';
import { latePiece } from '#client/ui/late-piece.tsx';
import type { InstallPrompt } from './install-prompt.ts';

const IphoneInstallSheet = latePiece(() => import('../features/settings/iphone-install-sheet.tsx'));

const OFFERED_KEY = 'racha.install-offered';

export default function InstallOffer({ prompt }: { readonly prompt: InstallPrompt }) {
  const { t } = useTranslation();
  const possibility = useSyncExternalStore(prompt.subscribe, prompt.getSnapshot);
  const groups = useObserved((reader) => reader.observeGroups(), []);
  const [offered, setOffered] = useState(wasOffered);
  const [explaining, setExplaining] = useState(false);
  const used = groups?.some(({ last }) => last?.own === true && last.kind === 'text') ?? false;
  if (explaining) {
    return <IphoneInstallSheet onClose={() => setExplaining(false)} reopen={() => setExplaining(true)} />;
  }
  if (offered || !used || (possibility !== 'ready' && possibility !== 'iphone')) return null;

  const settle = (): void => {
    setOffered(true);
    try {
      localStorage.setItem(OFFERED_KEY, '1');
    } catch {
      // Storage denied: it may be offered once more.
    }
  };
  return (
    <section
      aria-label={t('install.apply')}
      className="mx-4 mb-2 flex flex-wrap items-center gap-x-2 rounded-m border border-line bg-surface ps-4 pe-2"
    >
      <p className="min-w-0 flex-1 py-2 text-s">{t('install.offer')}</p>
      <Button
        variant="text"
        onClick={() => {
          settle();
          if (possibility === 'iphone') setExplaining(true);
          else void prompt.ask();
        }}
      >
        {t('install.apply')}
      </Button>
      <Button variant="text" onClick={settle}>
        {t('install.later')}
      </Button>
    </section>
  );
}

function wasOffered(): boolean {
  try {
    return localStorage.getItem(OFFERED_KEY) !== null;
  } catch {
    return false;
  }
}
