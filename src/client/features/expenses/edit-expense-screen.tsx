/**
 * `/g/:id/contas/:expenseId/editar`: changes an expense. Only what was touched is said, measured against what stood there when
 * the form was opened: what somebody else changed meanwhile stays theirs.
 */

import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '#client/errors/error-words.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { useEngine, useObserved } from '#client/session/session-context.ts';
import { useLastSeen } from '#client/session/use-last-seen.ts';
import type { ExpenseDetail } from '#client/store/ledger-types.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { useToast } from '#client/ui/toast.tsx';
import type { Money } from '#domain/expenses/money.ts';
import { isPermitted } from '#domain/permissions.ts';
import { type EditBase, editOf } from './draft-intents.ts';
import { draftOf } from './expense-draft.ts';
import { ExpenseForm } from './expense-form.tsx';
import { type KeptDraft, keptOf, parseKeptDraft } from './kept-draft.ts';
import { ExpenseMissing } from './not-here.tsx';
import { useGoBack } from './use-go-back.ts';
import { type KeptForm, useKeptForm } from './use-kept-form.ts';
import { usePeople } from './use-people.ts';

export interface EditExpenseScreenProps {
  readonly groupId: string;
  readonly expenseId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function EditExpenseScreen({ groupId, expenseId, connection }: EditExpenseScreenProps) {
  const { t } = useTranslation('expenses');
  const expense = useLastSeen(
    useObserved((reader) => reader.observeExpense(groupId, expenseId), [groupId, expenseId]),
  );
  const form = useKeptForm(groupId, `expense ${expenseId}`);
  return (
    <LedgerRoom
      groupId={groupId}
      title={t('add.edit')}
      back={`/g/${groupId}/contas/${expenseId}`}
      connection={connection}
      isRead={expense !== undefined && form.kept !== undefined}
    >
      {(group) => {
        if (!expense) return <ExpenseMissing groupId={groupId} />;
        if (expense.voidedBy === null && isPermitted('expense.edited', group.myRole, true)) {
          return <EditExpense group={group} expense={expense} form={form} />;
        }
        return (
          <EmptyState picture="🧾" title={t('add.edit')}>
            {t(expense.voidedBy === null ? 'list.guest' : 'expense.isDeleted')}
          </EmptyState>
        );
      }}
    </LedgerRoom>
  );
}

function EditExpense({
  group,
  expense,
  form,
}: {
  readonly group: GroupView;
  readonly expense: ExpenseDetail;
  readonly form: KeptForm;
}) {
  const { t } = useTranslation('expenses');
  const engine = useEngine();
  const toast = useToast();
  const words = useErrorWords();
  const formats = useMoneyFormats();
  const people = usePeople(group);
  const goBack = useGoBack(`/g/${group.groupId}/contas/${expense.id}`);
  const [writing, setWriting] = useState<KeptDraft & { readonly base: EditBase }>(() => {
    const found = form.kept ? parseKeptDraft(form.kept) : null;
    if (found?.base) return { ...found, base: found.base };
    return {
      expenseId: expense.id,
      messageId: null,
      base: baseOf(expense),
      draft: draftOf(expense, formats),
    };
  });
  const { base, draft } = writing;

  const save = async (money: Money, category: string): Promise<string | undefined> => {
    const edit = editOf(base, { draft, money, category });
    if (Object.keys(edit).length > 0) {
      const body = { expenseId: expense.id, ...edit };
      const saved = await engine.commit([{ type: 'expense.edited', groupId: group.groupId, body }]);
      if (!saved.ok) {
        return words(`commit.${saved.error}`).whole;
      }
      toast.show({ text: t('add.edited') });
    }
    await form.forget();
    goBack();
    return undefined;
  };

  return (
    <ExpenseForm
      groupId={group.groupId}
      draft={draft}
      expenseId={expense.id}
      people={people.listChoices(namedIn(writing))}
      isNew={false}
      onChange={(changed) => {
        const next = { ...writing, draft: { ...changed, category: changed.category ?? base.category } };
        setWriting(next);
        form.keep(keptOf(next));
      }}
      onSave={save}
    />
  );
}

function baseOf(expense: ExpenseDetail): EditBase {
  const { description, date, category, note, receipts, amountMinor, payers, split } = expense;
  return {
    description,
    date,
    category,
    ...(note !== undefined && { note }),
    ...(receipts && { receipts }),
    amountMinor,
    payers,
    split,
  };
}

/** Who is in it stays choosable, wherever they are now. */
function namedIn({ base, draft }: KeptDraft): readonly string[] {
  const before = [...(base?.payers ?? []), ...(base?.split.parts ?? [])].map(({ memberId }) => memberId);
  return [...before, ...draft.participantIds, ...Object.keys(draft.paid)];
}
