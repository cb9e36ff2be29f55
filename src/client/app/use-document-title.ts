import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** The tab's name, in the person's language. A group's own name stays out of the browser's history. */
export function useDocumentTitle(location: string): void {
  const { t } = useTranslation();
  const title =
    location === '/fila'
      ? t('title.queue')
      : location === '/ajustes'
        ? t('title.settings')
        : location === '/entrar'
          ? t('title.invite')
          : t('app');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
