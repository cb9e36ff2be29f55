/**
 * What every row needs and none of its own: words, times, and what it can ask for. Made once for the list and
 * handed down, because a hook in every row is most of what a row costs while one scrolls.
 */
import type { TFunction } from 'i18next';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Formats, formatsOf } from '#client/i18n/formats.ts';
import type { GroupView, MessageView } from '#client/store/read-types.ts';

/** What stands under a message of one's own; `app/` supplies it, and knows what the conversation does not. */
export type BelowMessage = (message: MessageView, group: GroupView) => ReactNode;

export interface RowCommands {
  readonly openQuoted: (messageId: string) => void;
  readonly toggleReaction: (message: MessageView, emoji: string) => void;
  readonly openMenu: (messageId: string, anchor: Element) => void;
  readonly below: (message: MessageView) => ReactNode;
}

export interface RowSense extends RowCommands {
  readonly t: TFunction<'chat'>;
  readonly formats: Formats;
  /** Epoch ms of this day's beginning: what "hoje" means. */
  readonly today: number;
}

/** A new one only when the language or the day changes. `commands` must be stable. */
export function useRowSense(commands: RowCommands, today: number): RowSense {
  const { t, i18n } = useTranslation('chat');
  const { language } = i18n;
  return useMemo(
    () => ({ ...commands, t, formats: formatsOf(language), today }),
    [commands, t, language, today],
  );
}
