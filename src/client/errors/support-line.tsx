/** Whom to ask for help, with the code to quote; said plainly when the server names nobody. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHasErrorWords } from './error-words.ts';
import { prepareForErrors } from './load-error-words.ts';
import { readSupportContact, supportLink } from './support-contact.ts';

export function SupportLine({ code }: { readonly code: string }) {
  const { t, i18n } = useTranslation('errors');
  const hasWords = useHasErrorWords(i18n);
  const [contact, setContact] = useState(readSupportContact);
  useEffect(() => {
    let isShown = true;
    void prepareForErrors().then(() => {
      if (isShown) setContact(readSupportContact());
    });
    return () => {
      isShown = false;
    };
  }, []);
  if (!hasWords || contact === undefined) return null;
  if (contact === null) return <p className="text-s text-muted text-pretty">{t('support.none')}</p>;
  return (
    <p className="text-s">
      <a
        href={supportLink(contact, code)}
        target="_blank"
        rel="noreferrer"
        className="target inline-flex items-center font-semibold text-brand underline underline-offset-2"
      >
        {t('support.ask')}
      </a>{' '}
      <bdi className="text-muted wrap-anywhere">{contact.replace(/^https:\/\//, '')}</bdi>
    </p>
  );
}
