/** What one may do to an expense that is there: take it out, put it back, put an older value back. Each with a way back. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { Intent } from '#client/sync/engine-types.ts';
import { useToast } from '#client/ui/toast.tsx';
import type { ExpenseEdit } from '#domain/expenses/expense-changes.ts';

export interface LedgerCommands {
  readonly voidExpense: (expenseId: string) => Promise<void>;
  readonly restoreExpense: (expenseId: string) => Promise<void>;
  /** `back` is what undoes it. */
  readonly editExpense: (
    expenseId: string,
    edit: ExpenseEdit,
    said: { readonly text: string; readonly back: ExpenseEdit },
  ) => Promise<void>;
}

export function useLedgerCommands(groupId: string): LedgerCommands {
  const { t } = useTranslation('expenses');
  const { t: shell } = useTranslation();
  const engine = useEngine();
  const toast = useToast();
  const fail = useFailureToast();
  return useMemo(() => {
    const run = async (intent: Intent, text: string, back: Intent): Promise<void> => {
      const saved = await engine.commit([intent]);
      if (!saved.ok) return fail(`commit.${saved.error}`);
      const [opId = ''] = saved.opIds;
      const undo = async (): Promise<void> => {
        // What has not left this device need never have been said.
        if (await engine.cancelQueued(opId)) return;
        const undone = await engine.commit([back]);
        if (!undone.ok) fail(`commit.${undone.error}`);
      };
      toast.show({ text, action: { label: shell('undo'), run: () => void undo() } });
    };
    const voided = (expenseId: string): Intent => ({ type: 'expense.voided', groupId, body: { expenseId } });
    const restored = (expenseId: string): Intent => ({
      type: 'expense.restored',
      groupId,
      body: { expenseId },
    });
    const edited = (expenseId: string, edit: ExpenseEdit): Intent => ({
      type: 'expense.edited',
      groupId,
      body: { expenseId, ...edit },
    });
    return {
      voidExpense: (id) => run(voided(id), t('expense.deleted'), restored(id)),
      restoreExpense: (id) => run(restored(id), t('expense.restored'), voided(id)),
      editExpense: (id, edit, { text, back }) => run(edited(id, edit), text, edited(id, back)),
    };
  }, [engine, groupId, t, shell, toast, fail]);
}
