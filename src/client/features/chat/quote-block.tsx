/** The message an own one answers, in two lines; a tap goes there. */
import { useTranslation } from 'react-i18next';
import type { QuotedMessage } from '#client/store/read-types.ts';

export function QuoteBlock({
  quote,
  onOpen,
}: {
  readonly quote: QuotedMessage;
  readonly onOpen: (messageId: string) => void;
}) {
  const { t } = useTranslation('chat');
  const shown = quote.missing || quote.text === '' ? t('message.quoteMissing') : quote.text;
  return (
    <button
      type="button"
      aria-label={`${t('message.quoteOf', { author: quote.authorName })}: ${shown.slice(0, 80)}`}
      onClick={() => onOpen(quote.id)}
      className="target mb-1 block w-full rounded-s border-s-3 border-brand bg-ground/60 px-2 py-1 text-start text-s text-ink"
    >
      <span className="block truncate text-xs font-bold text-brand">{quote.authorName}</span>
      <span dir="auto" className="line-clamp-2 wrap-anywhere text-muted">
        {/* A quote is a glimpse: a long text is cut before it is laid out. */}
        {shown.slice(0, 200)}
      </span>
    </button>
  );
}
