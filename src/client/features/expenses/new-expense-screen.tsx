/** `/g/:id/contas/nova`: writes down an expense. What stands in the form is kept until it is saved or thrown away. */

import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localDateOf } from '#client/i18n/local-date.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { LedgerRoom } from '#client/rooms/ledger-room.tsx';
import { takeExpensePrefill } from '#client/session/expense-prefill.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import { Banner } from '#client/ui/banner.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import type { Money } from '#domain/expenses/money.ts';
import { isPermitted } from '#domain/permissions.ts';
import { ExpenseForm } from './expense-form.tsx';
import { firstDraft } from './first-draft.ts';
import { type KeptDraft, keptOf, parseKeptDraft } from './kept-draft.ts';
import { useGoBack } from './use-go-back.ts';
import { type KeptForm, useKeptForm } from './use-kept-form.ts';
import { usePeople } from './use-people.ts';
import { useSaveExpense } from './use-save-expense.ts';

export interface NewExpenseScreenProps {
  readonly groupId: string;
  /** How the connection stands; the shell supplies it. */
  readonly connection: ReactNode;
}

export default function NewExpenseScreen({ groupId, connection }: NewExpenseScreenProps) {
  const { t } = useTranslation('expenses');
  const form = useKeptForm(groupId, 'expense');
  const [back] = useState(() => cameFrom(groupId));
  return (
    <LedgerRoom
      groupId={groupId}
      title={t('add.title')}
      back={back}
      connection={connection}
      isRead={form.kept !== undefined}
    >
      {(group) =>
        isPermitted('expense.added', group.myRole, true) ? (
          <NewExpense group={group} form={form} kept={form.kept} back={back} />
        ) : (
          <EmptyState picture="🧾" title={t('add.title')}>
            {t('list.guest')}
          </EmptyState>
        )
      }
    </LedgerRoom>
  );
}

function NewExpense({
  group,
  form,
  kept,
  back,
}: {
  readonly group: GroupView;
  readonly form: KeptForm;
  readonly kept: KeptForm['kept'];
  readonly back: string;
}) {
  const { t } = useTranslation('expenses');
  const engine = useEngine();
  const formats = useMoneyFormats();
  const people = usePeople(group);
  const save = useSaveExpense(group.groupId);
  const goBack = useGoBack(back);

  const begin = (prefill: Parameters<typeof firstDraft>[1]): KeptDraft => ({
    expenseId: engine.newId(),
    messageId: prefill.messageId ?? null,
    base: null,
    draft: firstDraft(
      {
        myMemberId: group.myMemberId,
        memberIds: people.listChoices().map(({ memberId }) => memberId),
        date: localDateOf(engine.correctedNow()),
      },
      prefill,
      formats,
    ),
  });
  const [{ isKept, wasKept, replacesOpId, ...first }] = useState(() => {
    const prefill = takeExpensePrefill(group.groupId);
    const found = prefill === undefined && kept ? parseKeptDraft(kept) : null;
    // What another screen handed over is not kept: it can be opened from there again, and a draft may be waiting here.
    return {
      ...(found ?? begin(prefill ?? {})),
      isKept: prefill === undefined,
      wasKept: found !== null,
      replacesOpId: prefill?.replacesOpId,
    };
  });
  const [writing, setWriting] = useState<KeptDraft>(first);
  const [showsKept, setShowsKept] = useState(wasKept);
  const write = (next: KeptDraft): void => {
    setWriting(next);
    if (isKept) form.keep(keptOf(next));
  };
  const discard = (): void => {
    setShowsKept(false);
    setWriting(begin({}));
    void form.forget();
  };

  return (
    <>
      {showsKept && (
        <div className="px-4 pt-2">
          <Banner tone="plain" action={{ label: t('add.discard'), run: discard }}>
            {t('add.draftKept')}
          </Banner>
        </div>
      )}
      <ExpenseForm
        key={writing.expenseId}
        groupId={group.groupId}
        draft={writing.draft}
        expenseId={writing.expenseId}
        people={people.listChoices(namedIn(writing))}
        isNew
        onChange={(draft) => write({ ...writing, draft })}
        onSave={async (money: Money, category) => {
          const problem = await save({ ...writing, money, category });
          if (problem !== undefined) return problem;
          if (isKept) await form.forget();
          if (replacesOpId !== undefined) await engine.discardFromTray(replacesOpId);
          goBack();
          return undefined;
        }}
      />
    </>
  );
}

/** The plan whose item this is to be, or the list of the accounts. */
function cameFrom(groupId: string): string {
  const { from } = (history.state ?? {}) as { from?: unknown };
  const isPlan = typeof from === 'string' && from.startsWith(`/g/${groupId}/planos/`);
  return isPlan ? from : `/g/${groupId}/contas`;
}

/** Somebody who left since the draft was begun stays choosable in it. */
function namedIn({ draft }: KeptDraft): readonly string[] {
  return [...draft.participantIds, ...Object.keys(draft.paid), ...(draft.payerId ? [draft.payerId] : [])];
}
