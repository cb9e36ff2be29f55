/** Puts the reader's cards under one's own messages: the conversation knows nothing of money, the cards nothing of the list. */
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { QuietBoundary } from '#client/boundaries/quiet-boundary.tsx';
import { loadLaterWords } from '#client/i18n/start-i18n.ts';
import type { GroupView, MessageView } from '#client/store/read-types.ts';
import type { MessageCardsProps } from '../features/expense-card/message-cards.tsx';
import { afterFirstPaint } from './after-first-paint.ts';

type Cards = ComponentType<MessageCardsProps>;

let loaded: Cards | undefined;
let loading: Promise<Cards> | undefined;

/** Not there offline before the worker has it: the conversation goes on without cards, and the next one asks again. */
function loadCards(): Promise<Cards> {
  loading ??= afterFirstPaint()
    .then(() => Promise.all([import('../features/expense-card/message-cards.tsx'), loadLaterWords()]))
    .then(
      ([{ default: cards }]) => {
        loaded = cards;
        return cards;
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    );
  return loading;
}

export const belowMessage = (message: MessageView, group: GroupView): ReactNode =>
  message.status === 'refused' ? null : <ReaderSlot message={message} group={group} />;

function ReaderSlot(props: MessageCardsProps) {
  const [Shown, setShown] = useState<Cards | undefined>(() => loaded);
  useEffect(() => {
    if (loaded) return;
    let isWanted = true;
    loadCards().then(
      (cards) => isWanted && setShown(() => cards),
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, []);
  return (
    Shown && (
      <QuietBoundary resetKeys={[props.message]}>
        <Shown {...props} />
      </QuietBoundary>
    )
  );
}
