/** What the accounts on this device answer to a question. Pure; the card says it in words. */
import type { Balances } from '#domain/expenses/balances.ts';
import { netBalances, pairwiseDebts } from '#domain/expenses/balances.ts';
import type { Debt } from '#domain/expenses/contributions.ts';
import { guessCategory } from '#domain/expenses/guess-category.ts';
import type { ExpenseRow } from '#domain/expenses/ledger-rows.ts';
import { foldWord } from '#domain/expenses/reader/fold-word.ts';
import type { Question } from '#domain/expenses/reader/reading.ts';

export type Answer =
  | { readonly says: 'my-balance'; readonly netMinor: number; readonly debts: readonly Debt[] }
  | { readonly says: 'who-owes-me'; readonly debts: readonly Debt[] }
  | { readonly says: 'balance-with'; readonly memberId: string; readonly debt: Debt | undefined }
  | { readonly says: 'all-balances'; readonly debts: readonly Debt[] }
  | {
      readonly says: 'spent';
      readonly amountMinor: number;
      readonly count: number;
      readonly about: string;
      readonly memberId: string | null;
    }
  | {
      readonly says: 'quotient';
      readonly amountMinor: number;
      readonly by: number;
      readonly eachMinor: number;
    };

export interface Accounts {
  readonly balances: Balances;
  readonly expenses: readonly ExpenseRow[];
  readonly myMemberId: string;
}

/** undefined: the accounts have no answer to this. */
export function answerTo(
  question: Question,
  { balances, expenses, myMemberId }: Accounts,
): Answer | undefined {
  const debts = pairwiseDebts(balances);
  const mine = debts.filter(({ fromId, toId }) => fromId === myMemberId || toId === myMemberId);
  switch (question.asks) {
    case 'my-balance':
      return { says: 'my-balance', netMinor: netBalances(balances).get(myMemberId) ?? 0, debts: mine };
    case 'who-owes-me':
      return { says: 'who-owes-me', debts: mine.filter(({ toId }) => toId === myMemberId) };
    case 'balance-with': {
      const { memberId } = question;
      return {
        says: 'balance-with',
        memberId,
        debt: mine.find(({ fromId, toId }) => fromId === memberId || toId === memberId),
      };
    }
    case 'all-balances':
      return { says: 'all-balances', debts };
    case 'spent':
      return spent(question, expenses, myMemberId);
    case 'quotient':
      return {
        says: 'quotient',
        amountMinor: question.amountMinor,
        by: question.by,
        eachMinor: Math.ceil(question.amountMinor / question.by),
      };
    case 'something-else':
      return undefined;
  }
}

function spent(
  { about, memberId, from, to }: Question & { readonly asks: 'spent' },
  expenses: readonly ExpenseRow[],
  myMemberId: string,
): Answer {
  const who = memberId === 'speaker' ? myMemberId : memberId;
  const found = expenses.filter(
    ({ voidedBy, date, description, category, payers }) =>
      voidedBy === null &&
      (from === null || date >= from) &&
      (to === null || date <= to) &&
      (who === null || payers.some((part) => part.memberId === who)) &&
      (about.length === 0 || about.some((word) => isAbout(word, description, category))),
  );
  const amountMinor = found.reduce(
    (sum, row) =>
      sum +
      (who === null ? row.amountMinor : (row.payers.find((part) => part.memberId === who)?.amountMinor ?? 0)),
    0,
  );
  return { says: 'spent', amountMinor, count: found.length, about: about.join(', '), memberId: who };
}

/** By a word of the description, or as the category the word stands for: "cerveja" is not all that was drunk. */
function isAbout(word: string, description: string, category: string): boolean {
  return (
    foldWord(description).includes(word) ||
    word === category ||
    (word === 'mercado' && guessCategory(word) === category)
  );
}
