import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';

/** An address that leads nowhere: says so, and the way home. */
export default function NotFoundScreen() {
  const { t } = useTranslation();
  return (
    <EmptyState
      picture="🧭"
      heading="h1"
      title={t('notFound.title')}
      action={
        <Link href="/" className={buttonClasses('primary')}>
          {t('notFound.home')}
        </Link>
      }
    >
      {t('notFound.text')}
    </EmptyState>
  );
}
