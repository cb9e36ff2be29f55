/** What one does to the plans of a group as a whole. */
import ArrowDownUp from 'lucide-react/icons/arrow-down-up';
import EllipsisVertical from 'lucide-react/icons/ellipsis-vertical';
import FileDown from 'lucide-react/icons/file-down';
import FileUp from 'lucide-react/icons/file-up';
import { useTranslation } from 'react-i18next';
import { MenuButton } from '#client/ui/menu.tsx';

export interface PlansMenuProps {
  readonly mayWrite: boolean;
  readonly mayOrder: boolean;
  readonly onImport: () => void;
  readonly onOrder: () => void;
  readonly onExport: () => void;
}

export function PlansMenu({ mayWrite, mayOrder, onImport, onOrder, onExport }: PlansMenuProps) {
  const { t } = useTranslation('plans');
  return (
    <MenuButton
      label={t('list.options')}
      icon={<EllipsisVertical aria-hidden="true" size={22} />}
      items={[
        { label: t('row.export'), icon: <FileDown aria-hidden="true" size={20} />, run: onExport },
        ...(mayWrite
          ? [
              { label: t('import.open'), icon: <FileUp aria-hidden="true" size={20} />, run: onImport },
              {
                label: t('row.order'),
                icon: <ArrowDownUp aria-hidden="true" size={20} />,
                disabled: !mayOrder,
                run: onOrder,
              },
            ]
          : []),
      ]}
    />
  );
}
