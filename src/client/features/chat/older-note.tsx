/** At the top of the list: older messages are coming, or wait for a connection. Takes no room from the rows. */
import { useTranslation } from 'react-i18next';
import { useDelayed } from '#client/ui/use-delayed.ts';

export function OlderNote({
  loading,
  needsNetwork,
}: {
  readonly loading: boolean;
  readonly needsNetwork: boolean;
}) {
  const { t } = useTranslation('chat');
  const late = useDelayed(loading || needsNetwork, 300);
  if (!late) return null;
  return (
    <p
      role="status"
      className="absolute inset-x-0 top-2 mx-auto w-fit max-w-[90%] animate-fade-in rounded-full border border-line bg-raised px-3 py-1 text-xs text-muted"
    >
      {needsNetwork ? t('list.olderNeedNetwork') : t('list.loadingOlder')}
    </p>
  );
}
