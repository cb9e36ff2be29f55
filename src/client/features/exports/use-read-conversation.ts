/** A group's whole conversation as a document: what is on this device, and before that what the server still gives. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import {
  collectConversation,
  type SaidMessage,
} from '#client/documents/conversation/conversation-document.ts';
import { noticeText } from '#client/i18n/notice-words.ts';
import { useEngine, useReader } from '#client/session/session-context.ts';
import type { GroupView, MessageView } from '#client/store/read-types.ts';
import type { RichDocument } from '#domain/documents/document.ts';
import { fetchOlder } from './fetch-older.ts';

export interface ReadConversation {
  readonly document: RichDocument;
  /** Older messages could not be had. */
  readonly isCut: boolean;
}

export interface ReadConversationOptions {
  readonly withPhotos: boolean;
  readonly signal: AbortSignal;
  /** How much of what the device lacked has come, 0 to 1. */
  readonly onOlder: (share: number) => void;
}

export function useReadConversation(
  group: GroupView,
): (options: ReadConversationOptions) => Promise<ReadConversation> {
  const { t, i18n } = useTranslation('exports');
  const { t: tChat } = useTranslation('chat');
  const reader = useReader();
  const engine = useEngine();
  return useCallback(
    async ({ withPhotos, signal, onOlder }) => {
      const { groupId } = group;
      const { language } = i18n;
      const isWhole = await fetchOlder(await reader.openConversation(groupId), {
        engine,
        groupId,
        signal,
        onProgress: onOlder,
      });
      const words = {
        language,
        title: t('conversation.fileName', { group: group.name }),
        edited: tChat('message.edited'),
        deleted: tChat('message.deleted'),
        waiting: t('conversation.waiting'),
        photo: t('conversation.photoOf'),
      };
      const pages = collectConversation({ words, withPhotos });
      const source = await reader.openConversation(groupId);
      let count = 0;
      let first: number | undefined;
      for await (const page of source.readAll()) {
        signal.throwIfAborted();
        first ??= page[0]?.at;
        count += page.length;
        pages.add(
          page.map((view) => said(view, (notice) => noticeText(notice, asOthers(view), tChat, language))),
        );
      }
      const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(first);
      const extent =
        first === undefined
          ? t('conversation.nothing')
          : t(isWhole ? 'conversation.whole' : 'conversation.cut', { count, date });
      const isWithout = group.members.some(({ blocked }) => blocked);
      const lines = isWithout ? `${extent} ${t('conversation.blocked')}` : extent;
      return { document: pages.end(lines), isCut: !isWhole };
    },
    [group, i18n, t, tChat, reader, engine],
  );
}

/** Read by others: nobody is "you" in it. */
const asOthers = ({ authorName }: MessageView) => ({ own: false, authorName });

function said(view: MessageView, tell: (notice: NonNullable<MessageView['notice']>) => string): SaidMessage {
  return { ...view, notice: view.notice && tell(view.notice) };
}
