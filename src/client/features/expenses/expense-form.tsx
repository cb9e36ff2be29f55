/** The form of an expense: amount and what it was first, then who paid and for whom, the rest folded away. */
import { type FormEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import ReceiptsPart from '#client/photos/receipts-part.tsx';
import { Button } from '#client/ui/button.tsx';
import { AmountField } from '#client/ui/money/amount-field.tsx';
import type { MemberChip } from '#client/ui/money/member-chips.tsx';
import { TextField } from '#client/ui/text-field.tsx';
import { categoryEmoji, knownCategory } from '#domain/expenses/categories.ts';
import { isDay } from '#domain/expenses/day.ts';
import { guessCategory } from '#domain/expenses/guess-category.ts';
import type { Money } from '#domain/expenses/money.ts';
import { DESCRIPTION_MAX_CHARACTERS } from '#domain/expenses/words.ts';
import { CategorySheet } from './category-sheet.tsx';
import type { ExpenseDraft } from './expense-draft.ts';
import { MorePart } from './more-part.tsx';
import { PayerPart } from './payer-part.tsx';
import { placeOf, problemWords } from './problem-words.ts';
import { readDraft } from './read-draft.ts';
import { repeatProblem } from './read-repeat.ts';
import { SplitPart } from './split-part.tsx';

export interface ExpenseFormProps {
  readonly groupId: string;
  readonly draft: ExpenseDraft;
  readonly expenseId: string;
  readonly people: readonly MemberChip[];
  /** A present expense has its date and does not begin to repeat. */
  readonly isNew: boolean;
  readonly onChange: (draft: ExpenseDraft) => void;
  /** Everything can be read. Resolves to why it was not saved, in words. */
  readonly onSave: (money: Money, category: string) => Promise<string | undefined>;
}

export function ExpenseForm(props: ExpenseFormProps) {
  const { groupId, draft, expenseId, people, isNew, onChange, onSave } = props;
  const { t } = useTranslation('expenses');
  const money = useMoneyFormats();
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [saving, setSaving] = useState(false);
  const [picking, setPicking] = useState(false);
  const [showsMore, setShowsMore] = useState(draft.note !== '' || draft.repeat.kind !== 'never');

  const reading = useMemo(() => readDraft(draft, expenseId), [draft, expenseId]);
  const category = draft.category ?? guessCategory(draft.description);
  // A photo is made small for seconds, and what is typed meanwhile must not be put back by it.
  const latest = useRef(draft);
  useLayoutEffect(() => {
    latest.current = draft;
  }, [draft]);
  const change = (changes: Partial<ExpenseDraft>): void => {
    if (!form.current) return;
    latest.current = { ...latest.current, ...changes };
    setFailure(undefined);
    onChange(latest.current);
  };
  const nameOf = (memberId: string): string => people.find((one) => one.memberId === memberId)?.name ?? '';
  const wordsAt = (place: 'amount' | 'payers' | 'split'): string | undefined => {
    const problem = reading.ok ? undefined : reading.problems.find((one) => placeOf(one) === place);
    // That something is still empty is said once the person wants to go on.
    if (!problem || (problem.what === 'amount-missing' && !tried)) return undefined;
    return problemWords(problem, { t, money, nameOf });
  };
  const description = draft.description.trim();
  const amountMinor = reading.ok ? reading.money.amountMinor : undefined;
  const repeat = repeatProblem(draft, amountMinor);
  const shares = reading.ok ? reading.money.shares : reading.shares;

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (saving) return;
    setTried(true);
    if (repeat) setShowsMore(true);
    if (!reading.ok || description === '' || repeat || !isDay(draft.date)) {
      // After the messages are there.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setSaving(true);
    setFailure(await onSave(reading.money, category));
    setSaving(false);
  };

  return (
    <form
      ref={form}
      aria-label={t('form.label')}
      onSubmit={save}
      noValidate
      className="flex min-h-0 flex-1 flex-col"
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-4 pt-2 pb-4">
        <AmountField
          size="hero"
          unit="R$"
          label={t('form.amount')}
          placeholder="0,00"
          autoFocus={isNew && draft.amount === ''}
          value={draft.amount}
          onChange={(amount) => change({ amount })}
          error={wordsAt('amount')}
        />
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <TextField
              label={t('form.description')}
              placeholder={t('form.descriptionHint')}
              value={draft.description}
              maxLength={DESCRIPTION_MAX_CHARACTERS}
              enterKeyHint="next"
              onChange={(event) => change({ description: event.target.value })}
              error={tried && description === '' ? t('problem.description') : undefined}
            />
          </div>
          <button
            type="button"
            aria-label={t('form.category', { name: t(`category.${knownCategory(category)}`) })}
            title={t('form.category', { name: t(`category.${knownCategory(category)}`) })}
            onClick={() => setPicking(true)}
            className="mt-[25px] grid size-11 shrink-0 place-items-center rounded-m bg-own text-[22px]"
          >
            {categoryEmoji(category)}
          </button>
        </div>
        <PayerPart draft={draft} people={people} onChange={change} problem={wordsAt('payers')} />
        <SplitPart
          draft={draft}
          people={people}
          money={money}
          shares={shares}
          problem={wordsAt('split')}
          onChange={change}
        />
        <TextField
          label={t('form.date')}
          type="date"
          value={draft.date}
          onChange={(event) => change({ date: event.target.value })}
          error={isDay(draft.date) ? undefined : t('problem.date')}
        />
        {/* What comes again has none of its own yet. */}
        {draft.repeat.kind !== 'every' && (
          <ReceiptsPart
            groupId={groupId}
            photos={draft.receipts}
            onChange={(receipts) => change({ receipts })}
          />
        )}
        <MorePart
          draft={draft}
          amountMinor={amountMinor}
          mayRepeat={isNew}
          problem={tried ? repeat : undefined}
          open={showsMore}
          onOpen={setShowsMore}
          onChange={change}
        />
      </div>
      <div className="border-t border-line bg-surface px-4 pt-3 pb-[max(12px,env(safe-area-inset-bottom))]">
        {failure !== undefined && (
          <p role="alert" className="pb-2 text-s text-bad">
            {failure}
          </p>
        )}
        <Button type="submit" wide busy={saving}>
          {t('add.save')}
        </Button>
      </div>
      <CategorySheet
        open={picking}
        chosen={knownCategory(category)}
        onClose={() => setPicking(false)}
        onPick={(picked) => {
          change({ category: picked });
          setPicking(false);
        }}
      />
    </form>
  );
}
