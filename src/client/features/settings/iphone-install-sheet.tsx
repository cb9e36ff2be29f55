/** How to install on an iPhone, where only the person can. */
import { useTranslation } from 'react-i18next';
import { Sheet } from '#client/ui/sheet.tsx';

export default function IphoneInstallSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <Sheet open onClose={onClose} title={t('install.iphone.title')} closeLabel={t('install.iphone.close')}>
      <p className="text-pretty">{t('install.iphone.why')}</p>
      <ol className="mt-4 flex list-decimal flex-col gap-3 ps-6">
        <li>{t('install.iphone.step1')}</li>
        <li>{t('install.iphone.step2')}</li>
        <li>{t('install.iphone.step3')}</li>
      </ol>
    </Sheet>
  );
}
