/** The frame of what is carried by files, and its parts. */
import type { ReactNode } from 'react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '#client/ui/banner.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';

export function CarryScreen({
  title,
  back,
  connection,
  canCarry,
  children,
}: {
  readonly title: string;
  readonly back: string;
  readonly connection: ReactNode;
  /** False: this address or this session cannot. */
  readonly canCarry: boolean;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('carry');
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={title} back={{ href: back, label: t('back') }} />
      {connection}
      <div className="px-safe min-h-0 flex-1 overflow-y-auto pb-8">
        <div className="mx-auto flex max-w-xl flex-col divide-y divide-line">
          {canCarry ? children : <Notice tone="wait">{t('needsSecure')}</Notice>}
        </div>
      </div>
    </div>
  );
}

export function CarryPart({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3 py-5">
      <h2 id={id} className="text-l font-bold">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Said where it happened, and heard. */
export function Trouble({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className="rounded-m bg-bad-soft px-4 py-3 text-s text-bad text-pretty">
      {children}
    </p>
  );
}

/** What goes on, in words that change while they are read out. */
export function Going({ children }: { readonly children: ReactNode }) {
  return (
    <p role="status" className="text-s text-muted text-pretty tabular empty:hidden">
      {children}
    </p>
  );
}
