/** What is shown where an expense is not on this device. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { buttonClasses } from '#client/ui/button.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';

export function ExpenseMissing({ groupId }: { readonly groupId: string }) {
  const { t } = useTranslation('expenses');
  return (
    <EmptyState
      picture="🧭"
      title={t('notFound.title')}
      action={
        <Link href={`/g/${groupId}/contas`} className={buttonClasses('primary')}>
          {t('notFound.list')}
        </Link>
      }
    >
      {t('notFound.text')}
    </EmptyState>
  );
}
