/** The other rooms of a group's accounts. */

import ChartColumn from 'lucide-react/icons/chart-column';
import EllipsisVertical from 'lucide-react/icons/ellipsis-vertical';
import FileDown from 'lucide-react/icons/file-down';
import Repeat from 'lucide-react/icons/repeat';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { MenuButton } from '#client/ui/menu.tsx';

export function LedgerMenu({ groupId }: { readonly groupId: string }) {
  const { t } = useTranslation('expenses');
  const [, navigate] = useLocation();
  const { t: summary } = useTranslation('summary');
  const { t: recurring } = useTranslation('recurring');
  const { t: files } = useTranslation('files');
  const home = `/g/${groupId}/contas`;
  const open = (room: string): void => navigate(`${home}/${room}`, { state: { from: home } });
  return (
    <MenuButton
      label={t('list.more')}
      icon={<EllipsisVertical aria-hidden="true" size={22} />}
      items={[
        {
          label: summary('title'),
          icon: <ChartColumn aria-hidden="true" size={20} />,
          run: () => open('resumo'),
        },
        {
          label: recurring('title'),
          icon: <Repeat aria-hidden="true" size={20} />,
          run: () => open('recorrentes'),
        },
        {
          label: files('title'),
          icon: <FileDown aria-hidden="true" size={20} />,
          run: () => open('importar'),
        },
        {
          label: t('trash.open'),
          icon: <Trash2 aria-hidden="true" size={20} />,
          run: () => open('lixeira'),
        },
      ]}
    />
  );
}
