/** The message an own one answers, in two lines; a tap goes there. */
import type { QuotedMessage } from '#client/store/read-types.ts';
import type { RowSense } from './row-sense.ts';

export function QuoteBlock({ quote, sense }: { readonly quote: QuotedMessage; readonly sense: RowSense }) {
  const { t } = sense;
  const shown = quote.missing || quote.text === '' ? t('message.quoteMissing') : quote.text;
  return (
    <button
      type="button"
      onClick={() => sense.openQuoted(quote.id)}
      className="target mb-1 block w-full rounded-s border-s-3 border-brand bg-ground/60 px-2 py-1 text-start text-s text-ink"
    >
      <span className="sr-only">{t('message.quoteOf', { author: quote.authorName })}: </span>
      <span aria-hidden="true" className="block truncate text-xs font-bold text-brand">
        {quote.authorName}
      </span>
      <span dir="auto" className="line-clamp-2 wrap-anywhere text-muted">
        {/* A quote is a glimpse: a long text is cut before it is laid out. */}
        {shown.slice(0, 200)}
      </span>
    </button>
  );
}
