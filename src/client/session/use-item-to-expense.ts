/** Turns an item of a list into an expense to be looked over: read, handed to the form of a new one, never written by itself. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { GroupView } from '#client/store/read-types.ts';
import { handOverExpense } from './expense-prefill.ts';
import { readOnce } from './read-once.ts';
import { useEngine, useReader } from './session-context.ts';

/**
 * Opens the form of an item's own words; it leads back to where one was. Its words are later ones (`withLaterWords`); rejects when the reader
 * could not be fetched.
 */
export function useItemToExpense(
  { groupId, myMemberId, members }: GroupView,
  planId: string,
): (words: string) => Promise<void> {
  const { t, i18n } = useTranslation('plans');
  const [here, navigate] = useLocation();
  const engine = useEngine();
  const reader = useReader();
  return useCallback(
    async (text) => {
      const [{ readItem }, detail] = await Promise.all([
        import('#domain/expenses/reader/read-item.ts'),
        readOnce(reader.observePlan(groupId, planId)),
      ]);
      const { description, amountMinor } = readItem(
        {
          text,
          members: members.map(({ memberId, name }) => ({ id: memberId, name, nicknames: [] })),
          speakerId: myMemberId,
          now: engine.correctedNow(),
          timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        },
        i18n.language,
      );
      handOverExpense(groupId, {
        description,
        ...(amountMinor !== null && { amountMinor }),
        note: t('item.note', { name: detail?.plan.title || t('untitled') }),
      });
      navigate(`/g/${groupId}/contas/nova`, { state: { from: here } });
    },
    [t, i18n, here, navigate, engine, reader, groupId, planId, myMemberId, members],
  );
}
