/** What is said where this device does not have the group. `heading`: h1 where no header stands above. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';

export function GroupMissing({ heading }: { readonly heading?: 'h1' }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      picture="🧭"
      {...(heading && { heading })}
      title={t('notHere.title')}
      action={
        <Link href="/" className={buttonClasses('primary')}>
          {t('notHere.home')}
        </Link>
      }
    >
      {t('notHere.text')}
    </EmptyState>
  );
}
