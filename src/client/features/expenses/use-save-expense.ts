/** Saves what the form of a new expense holds, says so with a way back, and tells why when it could not. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { localDateOf } from '#client/i18n/local-date.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { useToast } from '#client/ui/toast.tsx';
import type { Money } from '#domain/expenses/money.ts';
import { addIntents } from './add-intents.ts';
import type { KeptDraft } from './kept-draft.ts';

export interface SaveInput extends Pick<KeptDraft, 'expenseId' | 'messageId' | 'draft'> {
  readonly money: Money;
  readonly category: string;
}

/** Resolves to why it was not saved, in words. */
export function useSaveExpense(groupId: string): (input: SaveInput) => Promise<string | undefined> {
  const { t } = useTranslation('expenses');
  const { t: shell } = useTranslation();
  const engine = useEngine();
  const toast = useToast();
  const words = useErrorWords();
  const fail = useFailureToast();
  return useCallback(
    async (input) => {
      const today = localDateOf(engine.correctedNow());
      const intents = addIntents(groupId, input, { newId: () => engine.newId(), today });
      const saved = await engine.commit(intents);
      if (!saved.ok) {
        return words(`commit.${saved.error}`).whole;
      }
      const takeBack = async (): Promise<void> => {
        const voids: Intent[] = [];
        for (const [i, opId] of saved.opIds.entries()) {
          const intent = intents[i];
          if (intent?.type !== 'expense.added' || (await engine.cancelQueued(opId))) continue;
          // Already with the others: they see that it was taken back.
          voids.push({ type: 'expense.voided', groupId, body: { expenseId: intent.body.expenseId } });
        }
        const undone = voids.length === 0 ? undefined : await engine.commit(voids);
        if (undone?.ok === false) fail(`commit.${undone.error}`);
        else toast.show({ text: t('add.undone') });
      };
      const isEvery = input.draft.repeat.kind === 'every';
      toast.show({
        text: isEvery
          ? t('add.savedEvery')
          : intents.length === 1
            ? t('add.saved')
            : t('add.savedMany', { count: intents.length }),
        // A recurrence is ended where it stands, not taken back: its entries may be under way.
        ...(!isEvery && { action: { label: shell('undo'), run: () => void takeBack() } }),
      });
      return undefined;
    },
    [engine, groupId, t, shell, toast, words, fail],
  );
}
