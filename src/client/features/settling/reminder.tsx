/** A ready text for who owes: shown before it goes, then shared, opened in WhatsApp or copied. */
import Copy from 'lucide-react/icons/copy';
import MessageCircle from 'lucide-react/icons/message-circle';
import Share2 from 'lucide-react/icons/share-2';
import { useTranslation } from 'react-i18next';
import { useShareText } from '#client/errors/use-share-text.ts';
import { Button, buttonClasses } from '#client/ui/button.tsx';

export function Reminder({ text }: { readonly text: string }) {
  const { t } = useTranslation('settling');
  const { copy, share } = useShareText();
  return (
    <section aria-label={t('remind.label')} className="flex flex-col gap-3">
      <p className="rounded-m border border-line bg-ground px-4 py-3 text-s wrap-anywhere whitespace-pre-line">
        {text}
      </p>
      <div className="flex flex-col gap-2">
        {share && (
          <Button
            wide
            icon={<Share2 aria-hidden="true" size={18} />}
            onClick={() => share({ text }, t('copied'))}
          >
            {t('remind.share')}
          </Button>
        )}
        <a
          href={whatsappLink(text)}
          target="_blank"
          rel="noopener noreferrer"
          className={buttonClasses(share ? 'quiet' : 'primary', true)}
        >
          <MessageCircle aria-hidden="true" size={18} />
          {t('remind.whatsapp')}
        </a>
        <Button
          wide
          variant="quiet"
          icon={<Copy aria-hidden="true" size={18} />}
          onClick={() => copy(text, t('copied'))}
        >
          {t('remind.copy')}
        </Button>
      </div>
    </section>
  );
}

/** Opens WhatsApp, where one chooses whom to send it to. */
const whatsappLink = (text: string): string => `https://wa.me/?text=${encodeURIComponent(text)}`;
