/** Before what protects the account changes: by one of the ways that protect it now. */
import { useTranslation } from 'react-i18next';
import { Sheet } from '#client/ui/sheet.tsx';
import type { AccountView } from '#protocol/account.ts';
import { WaysIn } from './ways-in.tsx';

export interface ProofSheetProps {
  readonly account: AccountView;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onTicket: (ticket: string) => Promise<void>;
}

export function ProofSheet({ account, open, onClose, onTicket }: ProofSheetProps) {
  const { t } = useTranslation('account');
  const offers = {
    passkey: account.passkeys.length > 0,
    email: account.email !== null && account.offersEmail,
    recovery: account.recoveryMadeAt !== null,
  };
  return (
    <Sheet open={open} onClose={onClose} title={t('proof.title')} closeLabel={t('close')}>
      <p className="mb-4 text-pretty">{t('proof.text')}</p>
      <WaysIn offers={offers} onTicket={onTicket} />
    </Sheet>
  );
}
