/** The card of one expense that was read in a message. It saves nothing by itself: one tap confirms what stands in it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFailureToast } from '#client/errors/use-failure-toast.ts';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { handOverExpense } from '#client/session/expense-prefill.ts';
import { useEngine } from '#client/session/session-context.ts';
import type { GroupView, MessageView } from '#client/store/read-types.ts';
import { Button } from '#client/ui/button.tsx';
import { useToast } from '#client/ui/toast.tsx';
import type { Ambiguity, ReadExpense } from '#domain/expenses/reader/reading.ts';
import { CardFrame } from './card-frame.tsx';
import { ExpenseFields } from './expense-fields.tsx';
import { type ExpenseProposal, expenseIntents, prefillOf, problemsOf, propose } from './expense-proposal.ts';
import { ExpenseSummary } from './expense-summary.tsx';
import { MarkedText } from './marked-text.tsx';
import { peopleOf } from './read-own-message.ts';
import { UnknownPerson } from './unknown-person.tsx';

/** Asked for elsewhere in the card, or what nearly everybody means. */
const QUIET: ReadonlySet<Ambiguity['why']> = new Set(['unknown-person', 'assumed']);

export interface ExpenseCardProps {
  readonly group: GroupView;
  readonly message: MessageView;
  readonly read: ReadExpense;
  readonly label: string;
  readonly today: string;
  readonly onSaved: (expenseId: string) => void;
  readonly onRefused: () => void;
  readonly onNamed: (name: string, memberId: string) => void;
}

export function ExpenseCard({
  group,
  message,
  read,
  label,
  today,
  onSaved,
  onRefused,
  onNamed,
}: ExpenseCardProps) {
  const { t } = useTranslation('reader');
  const { t: shell } = useTranslation();
  const engine = useEngine();
  const money = useMoneyFormats();
  const fail = useFailureToast();
  const toast = useToast();
  const [, navigate] = useLocation();
  const { groupId, myMemberId } = group;
  const people = peopleOf(group);
  const [proposal, setProposal] = useState(() =>
    propose(read, { today, amountText: money.forField, speakerId: myMemberId }),
  );
  const [unknown, setUnknown] = useState<readonly string[]>(read.unknownPeople);
  const [isTried, setIsTried] = useState(false);
  // What is sure is one tap away from being saved; what is not is asked for at once.
  const [isOpen, setIsOpen] = useState(
    () => problemsOf(proposal).length > 0 || read.ambiguities.some(({ why }) => !QUIET.has(why)),
  );
  const change = (part: Partial<ExpenseProposal>): void => setProposal((now) => ({ ...now, ...part }));

  const problems = problemsOf(proposal);
  const problem = (what: string): boolean => isTried && problems.some((found) => found.what === what);
  const rest = problems.find(({ what }) => what !== 'no-amount' && what !== 'no-description');

  const nowKnown = (name: string, memberId: string): void => {
    setUnknown((names) => names.filter((each) => each !== name));
    onNamed(name, memberId);
    const isPayer = read.payers.length === 0;
    if (isPayer) change({ payers: [{ memberId, amountMinor: 0 }] });
    else change({ participantIds: [...new Set([...proposal.participantIds, memberId])] });
  };

  const confirm = async (): Promise<void> => {
    setIsTried(true);
    if (problems.length > 0) setIsOpen(true);
    if (problems.length > 0 || unknown.length > 0) return;
    const { expenseIds, intents } = expenseIntents(proposal, {
      groupId,
      messageId: message.id,
      newId: () => engine.newId(),
    });
    const saved = await engine.commit(intents);
    if (!saved.ok) return fail(`commit.${saved.error}`);
    onSaved(expenseIds[0] ?? '');
    const undo = (): void =>
      void engine.commit(
        expenseIds.map((expenseId) => ({ type: 'expense.voided', groupId, body: { expenseId } })),
      );
    toast.show({ text: t('saved'), action: { label: shell('undo'), run: undo } });
  };
  const edit = (): void => {
    handOverExpense(groupId, prefillOf(proposal, message.id));
    navigate(`/g/${groupId}/contas/nova`);
  };

  return (
    <CardFrame label={label}>
      <MarkedText text={message.text} spans={read.spans} />
      {read.ambiguities.some(({ why }) => why === 'currency') && (
        <p className="text-s text-muted">{t('hint.currency')}</p>
      )}
      <ExpenseSummary group={group} proposal={proposal} today={today} isOpen={isOpen} onToggle={setIsOpen} />
      {isOpen && (
        <ExpenseFields
          group={group}
          proposal={proposal}
          onChange={change}
          amountError={problem('no-amount') ? t('problem.noAmount') : undefined}
          descriptionError={problem('no-description') ? t('problem.noDescription') : undefined}
        />
      )}
      {unknown.map((name) => (
        <UnknownPerson
          key={name}
          groupId={groupId}
          name={name}
          people={people}
          onKnown={(memberId) => nowKnown(name, memberId)}
          onIgnored={() => setUnknown((names) => names.filter((each) => each !== name))}
        />
      ))}
      {isTried && (unknown.length > 0 || rest) && (
        <p role="alert" className="text-s text-bad">
          {unknown.length > 0 ? t('problem.unknown', { name: unknown[0] }) : t('problem.split')}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void confirm()}>{t('confirm')}</Button>
        <Button variant="quiet" onClick={edit}>
          {t('edit')}
        </Button>
        <Button variant="text" onClick={onRefused}>
          {t('notExpense')}
        </Button>
      </div>
    </CardFrame>
  );
}
