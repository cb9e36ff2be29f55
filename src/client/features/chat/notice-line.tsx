/** What happened to the group, as a small line in the middle. Of the accounts or of plans it leads there, and says how far it came. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { noticeText } from '#client/i18n/notice-words.ts';
import type { MessageView } from '#client/store/read-types.ts';
import { StatusMark } from '#client/ui/status-mark.tsx';
import type { Notice } from '#domain/rows.ts';

export function NoticeLine({ message, t }: { readonly message: MessageView; readonly t: TFunction<'chat'> }) {
  const { i18n } = useTranslation();
  const { notice, groupId, status } = message;
  const text = notice ? noticeText(notice, message, t, i18n.language) : t('notice.unknown');
  const place = notice ? placeOf(notice) : undefined;
  return (
    <p className="mx-auto my-1 w-fit max-w-[85%] rounded-m bg-line/50 px-3 py-1 text-center text-xs wrap-anywhere text-muted">
      {place === undefined ? (
        text
      ) : (
        <Link
          href={`/g/${groupId}/${place}`}
          state={{ from: `/g/${groupId}` }}
          // The line stays low; the area a thumb can hit does not.
          className="relative font-semibold text-ink underline decoration-line underline-offset-2 after:absolute after:inset-x-[-12px] after:inset-y-[-12px]"
        >
          {text}
        </Link>
      )}
      {status && (
        <>
          {' '}
          <StatusMark status={status} size={14} label={t(`status.${status}`)} />
        </>
      )}
    </p>
  );
}

/** Where in the group it leads. */
function placeOf(notice: Notice): string | undefined {
  if ('planId' in notice) return `planos/${notice.planId}`;
  if ('expenseId' in notice) return `contas/${notice.expenseId}`;
  return 'settlementId' in notice ? 'contas/saldos' : undefined;
}
