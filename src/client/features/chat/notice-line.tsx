/** What happened to the group, as a small line in the middle. */
import type { TFunction } from 'i18next';
import { noticeText } from '#client/i18n/notice-words.ts';
import type { MessageView } from '#client/store/read-types.ts';

export function NoticeLine({ message, t }: { readonly message: MessageView; readonly t: TFunction<'chat'> }) {
  return (
    <p className="mx-auto my-1 w-fit max-w-[85%] rounded-m bg-line/50 px-3 py-1 text-center text-xs wrap-anywhere text-muted">
      {message.notice ? noticeText(message.notice, message, t) : t('notice.unknown')}
    </p>
  );
}
