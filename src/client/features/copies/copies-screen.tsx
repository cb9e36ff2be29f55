/** `/ajustes/copias`, "Cópias de segurança": what this device has copied of itself, and the way back to it. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useCopyTime } from '#client/i18n/use-copy-time.ts';
import { useFormats } from '#client/i18n/use-formats.ts';
import { type CopyDoor, type CopySummary, useCopies } from '#client/session/copies.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import { useToast } from '#client/ui/toast.tsx';
import { CopySheet } from './copy-sheet.tsx';

type Shown =
  | { readonly state: 'loading' }
  | { readonly state: 'failed' }
  | { readonly state: 'here'; readonly copies: readonly CopySummary[] };

export default function CopiesScreen({ connection }: { readonly connection: ReactNode }) {
  const { t } = useTranslation('copies');
  const door = useCopies();
  const words = useErrorWords();
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('title')} back={{ href: '/ajustes', label: t('back') }} />
      {connection}
      <ScrollRegion label={t('list')} layout="px-safe">
        <div className="mx-auto flex max-w-xl flex-col gap-4 py-4">
          <p className="text-s text-muted text-pretty">{t('intro')}</p>
          {door ? <Copies door={door} /> : <Notice tone="wait">{words('copies.unreadable').whole}</Notice>}
        </div>
      </ScrollRegion>
    </div>
  );
}

function Copies({ door }: { readonly door: CopyDoor }) {
  const { t } = useTranslation('copies');
  const toast = useToast();
  const fail = useFailureToast();
  const words = useErrorWords();
  const [shown, setShown] = useState<Shown>({ state: 'loading' });
  const [isMaking, setIsMaking] = useState(false);
  const [open, setOpen] = useState<CopySummary>();

  const load = useCallback(async (): Promise<void> => {
    try {
      setShown({ state: 'here', copies: await door.list() });
    } catch {
      setShown({ state: 'failed' });
    }
  }, [door]);
  useEffect(() => {
    void load();
  }, [load]);

  const make = async (): Promise<void> => {
    setIsMaking(true);
    try {
      if ((await door.make()) === 'owed') fail('copies.owed');
      else toast.show({ text: t('made') });
    } catch {
      fail('copies.write-failed');
    }
    await load();
    setIsMaking(false);
  };
  const makeButton = (
    <Button busy={isMaking} wide onClick={() => void make()}>
      {t('make')}
    </Button>
  );

  if (shown.state === 'loading') return <SkeletonRows count={4} label={t('loading')} />;
  if (shown.state === 'failed') {
    return (
      <>
        <Notice tone="bad">{words('copies.unreadable').whole}</Notice>
        <Button variant="quiet" onClick={() => void load()}>
          {t('retry')}
        </Button>
      </>
    );
  }
  if (shown.copies.length === 0) {
    return (
      <EmptyState picture="🗂️" title={t('empty.title')} action={makeButton}>
        {t('empty.text')}
      </EmptyState>
    );
  }
  return (
    <>
      {makeButton}
      <CopyList copies={shown.copies} onOpen={setOpen} />
      {open && (
        <CopySheet
          door={door}
          copy={open}
          onClose={() => {
            setOpen(undefined);
            void load();
          }}
        />
      )}
    </>
  );
}

interface CopyListProps {
  readonly copies: readonly CopySummary[];
  readonly onOpen: (copy: CopySummary) => void;
}

function CopyList({ copies, onOpen }: CopyListProps) {
  const timeOf = useCopyTime();
  const tellInside = useInside();
  return (
    <ul className="flex flex-col divide-y divide-line rounded-m border border-line">
      {copies.map((copy) => (
        <li key={copy.order}>
          <button
            type="button"
            className="target block w-full px-4 py-3 text-start"
            onClick={() => onOpen(copy)}
          >
            <span className="block font-semibold tabular">{timeOf(copy.at)}</span>
            <span className="block text-s text-muted tabular">{tellInside(copy)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const COUNTS = ['waiting', 'refused', 'drafts', 'groups', 'plans'] as const;

function useInside(): (copy: CopySummary) => string {
  const { t } = useTranslation('copies');
  const formats = useFormats();
  return ({ inside, bytes }) => {
    const counts = COUNTS.filter((name) => (inside[name] ?? 0) > 0);
    return [
      ...counts.map((name) => t(`inside.${name}`, { count: inside[name] ?? 0 })),
      formats.bytes(bytes),
    ].join(' · ');
  };
}
