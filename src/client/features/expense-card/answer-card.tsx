/** A question to the accounts, answered under it from what is on this device. */
import { useTranslation } from 'react-i18next';
import { useMoneyFormats } from '#client/i18n/use-money-formats.ts';
import { useObserved } from '#client/session/session-context.ts';
import type { GroupView } from '#client/store/read-types.ts';
import type { Debt } from '#domain/expenses/contributions.ts';
import type { Question } from '#domain/expenses/reader/reading.ts';
import { type Answer, answerTo } from './answer.ts';
import { CardFrame } from './card-frame.tsx';
import { useCardWords } from './use-card-words.ts';

export function AnswerCard({ group, question }: { readonly group: GroupView; readonly question: Question }) {
  const { t } = useTranslation('reader');
  const { groupId, myMemberId } = group;
  const ledger = useObserved((reader) => reader.observeLedger(groupId, 1), [groupId]);
  const whole = useObserved((reader) => reader.observeWholeLedger(groupId), [groupId]);
  if (!ledger || !whole) return null;
  const answer = answerTo(question, { balances: ledger.balances, expenses: whole.expenses, myMemberId });
  if (!answer) return null;
  return (
    <CardFrame label={t('answer.label')}>
      <AnswerWords group={group} answer={answer} />
      {whole.isArriving && <p className="text-s text-muted">{t('answer.arriving')}</p>}
    </CardFrame>
  );
}

function AnswerWords({ group, answer }: { readonly group: GroupView; readonly answer: Answer }) {
  const { t } = useTranslation('reader');
  const money = useMoneyFormats();
  const words = useCardWords(group);
  switch (answer.says) {
    case 'my-balance': {
      const { netMinor, debts } = answer;
      const amount = money.amount(Math.abs(netMinor));
      return (
        <>
          <p className="font-semibold">
            {netMinor === 0
              ? t('answer.even')
              : t(netMinor < 0 ? 'answer.youOwe' : 'answer.owedToYou', { amount })}
          </p>
          <DebtList group={group} debts={debts} />
        </>
      );
    }
    case 'who-owes-me':
      return answer.debts.length === 0 ? (
        <p>{t('answer.nobodyOwes')}</p>
      ) : (
        <DebtList group={group} debts={answer.debts} />
      );
    case 'balance-with':
      return answer.debt ? (
        <DebtList group={group} debts={[answer.debt]} />
      ) : (
        <p>{t('answer.evenWith', { name: words.name(answer.memberId) })}</p>
      );
    case 'all-balances':
      return answer.debts.length === 0 ? (
        <p>{t('answer.even')}</p>
      ) : (
        <DebtList group={group} debts={answer.debts} />
      );
    case 'spent': {
      const { amountMinor, count, about } = answer;
      return (
        <p>
          {t(about === '' ? 'answer.spent' : 'answer.spentOn', {
            amount: money.amount(amountMinor),
            count,
            about,
          })}
        </p>
      );
    }
    case 'quotient':
      return (
        <p>
          {t('answer.quotient', {
            amount: money.amount(answer.amountMinor),
            by: answer.by,
            each: money.amount(answer.eachMinor),
          })}
        </p>
      );
  }
}

function DebtList({ group, debts }: { readonly group: GroupView; readonly debts: readonly Debt[] }) {
  const { t } = useTranslation('reader');
  const money = useMoneyFormats();
  const words = useCardWords(group);
  if (debts.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-s">
      {debts.map(({ fromId, toId, amountMinor }) => (
        <li key={`${fromId} ${toId}`} className="tabular">
          {t('answer.debt', {
            from: words.name(fromId),
            to: words.name(toId),
            amount: money.amount(amountMinor),
          })}
        </li>
      ))}
    </ul>
  );
}
