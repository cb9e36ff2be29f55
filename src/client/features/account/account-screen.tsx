/** The frame of a screen that stands on the account: it is loading, it cannot be had (and why), or here it is. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useErrorWords } from '#client/errors/error-words.ts';
import { Notice } from '#client/ui/banner.tsx';
import { Button, buttonClasses } from '#client/ui/button.tsx';
import { ScreenHeader } from '#client/ui/screen-header.tsx';
import { SkeletonRows } from '#client/ui/skeleton.tsx';
import type { AccountView } from '#protocol/account.ts';
import type { AccountState } from './use-account.ts';

export function AccountScreen({
  title,
  connection,
  children,
}: {
  readonly title: string;
  readonly connection: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('account');
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={title} back={{ href: '/ajustes', label: t('back') }} />
      {connection}
      <div className="px-safe min-h-0 flex-1 overflow-y-auto pb-8">
        <div className="mx-auto flex max-w-xl flex-col divide-y divide-line">{children}</div>
      </div>
    </div>
  );
}

export function WithAccount({
  shown,
  reload,
  children,
}: {
  readonly shown: AccountState;
  readonly reload: () => Promise<void>;
  readonly children: (account: AccountView) => ReactNode;
}) {
  const { t } = useTranslation('account');
  const words = useErrorWords();
  if (shown.state === 'loading') return <SkeletonRows count={4} label={t('loading')} />;
  if (shown.state === 'here') return children(shown.account);
  return (
    <div className="flex flex-col gap-3 py-5">
      <Notice tone="wait">{words(`account.${shown.error}`).whole}</Notice>
      <Button variant="quiet" onClick={() => void reload()}>
        {t('retry')}
      </Button>
      {shown.error === 'signed-out' && (
        <Link href="/entrar/conta" className={buttonClasses('primary', true)}>
          {t('section.enter')}
        </Link>
      )}
    </div>
  );
}

export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 py-5">
      <h2 className="text-s font-semibold text-muted">{title}</h2>
      {children}
    </section>
  );
}

/** Said where it happened, and heard. */
export function Complaint({ children }: { readonly children: string | undefined }) {
  return (
    children !== undefined && (
      <p role="alert" className="text-s text-bad text-pretty">
        {children}
      </p>
    )
  );
}
