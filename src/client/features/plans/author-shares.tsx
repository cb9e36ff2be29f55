/** Whose words a text is made of, most first. */
import { useTranslation } from 'react-i18next';
import type { MemberId } from '#domain/ids.ts';
import type { AuthorShare } from '#domain/plans/text/author-shares.ts';
import type { MomentWords } from './use-moment-words.ts';

export interface AuthorSharesProps {
  readonly shares: readonly AuthorShare<MemberId>[];
  readonly words: MomentWords;
}

export function AuthorShares({ shares, words }: AuthorSharesProps) {
  const { t, i18n } = useTranslation('plans');
  if (shares.length === 0) return null;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  return (
    <section aria-label={t('versions.who')} className="border-t border-line pt-3">
      <h2 className="mb-1 text-s font-bold text-muted">{t('versions.who')}</h2>
      <ul className="flex flex-col gap-1">
        {shares.map(({ author, share }) => (
          <li key={author}>
            <div className="flex justify-between gap-3 text-s">
              <bdi className="truncate">{words.personOf(author)}</bdi>
              <span className="tabular">{percent.format(share)}</span>
            </div>
            {/* The number beside it says the same. */}
            <div aria-hidden="true" className="h-1.5 rounded-full bg-line">
              <div className="h-full rounded-full bg-brand" style={{ width: `${share * 100}%` }} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
