/**
 * What the card of an expense holds while it is looked at, and the ops it becomes. Pure: the form's own rules
 * (`checkMoney`, `computeShares`) decide what may be saved.
 */
import type { ExpensePrefill } from '#client/session/expense-prefill.ts';
import type { LedgerIntent } from '#client/sync/engine-types.ts';
import { checkMoney, type MoneyProblem } from '#domain/expenses/check-money.ts';
import { computeShares } from '#domain/expenses/compute-shares.ts';
import { guessCategory } from '#domain/expenses/guess-category.ts';
import type { Part, Split } from '#domain/expenses/money.ts';
import { parseAmount } from '#domain/expenses/parse-amount.ts';
import type { ReadExpense } from '#domain/expenses/reader/reading.ts';
import { splitInstallments } from '#domain/expenses/split-installments.ts';

export interface ExpenseProposal {
  readonly amountText: string;
  readonly description: string;
  readonly date: string;
  /** One is chosen in the card; several, as they were read, are changed in the form. */
  readonly payers: readonly Part[];
  readonly participantIds: readonly string[];
  readonly split: Split;
  readonly installments: number;
}

export type ProposalProblem =
  | MoneyProblem
  | { readonly what: 'no-amount' | 'no-description' | 'unknown-person' };

export function propose(
  read: ReadExpense,
  {
    today,
    amountText,
    speakerId,
  }: { today: string; amountText: (amountMinor: number) => string; speakerId: string },
): ExpenseProposal {
  // Another currency's number is not an amount of reais: it has to be typed.
  const amountMinor = read.currency === null ? read.amountMinor : null;
  const payers = read.payers.length > 0 ? read.payers : [{ memberId: speakerId, amountMinor: 0 }];
  return {
    amountText: amountMinor === null ? '' : amountText(amountMinor),
    description: read.description ?? '',
    date: read.date ?? today,
    payers: payers.map(({ memberId, amountMinor: part }) => ({ memberId, amountMinor: part ?? 0 })),
    participantIds: read.participantIds,
    split: splitOf(read),
    installments: read.installments ?? 1,
  };
}

function splitOf({ split, participantIds }: ReadExpense): Split {
  if (split.mode === 'equal')
    return { mode: 'equal', parts: participantIds.map((memberId) => ({ memberId })) };
  const perPoint = split.mode === 'percent' ? 100 : 1;
  const rest = split.mode === 'adjust' ? 0 : undefined;
  return {
    mode: split.mode,
    parts: participantIds.map((memberId) => ({
      memberId,
      value: Math.round((split.values.get(memberId) ?? rest ?? 0) * perPoint),
    })),
  };
}

/** One payer bears the amount as it is typed now. */
export function termsOf(proposal: ExpenseProposal): {
  readonly amountMinor: number | undefined;
  readonly payers: readonly Part[];
  readonly split: Split;
} {
  const amountMinor = parseAmount(proposal.amountText);
  const [payer] = proposal.payers;
  const payers =
    proposal.payers.length === 1 && payer ? [{ ...payer, amountMinor: amountMinor ?? 0 }] : proposal.payers;
  const split: Split =
    proposal.split.mode === 'equal'
      ? { mode: 'equal', parts: proposal.participantIds.map((memberId) => ({ memberId })) }
      : proposal.split;
  return { amountMinor, payers, split };
}

export function problemsOf(proposal: ExpenseProposal): ProposalProblem[] {
  const { amountMinor, payers, split } = termsOf(proposal);
  const words: ProposalProblem[] = proposal.description.trim() === '' ? [{ what: 'no-description' }] : [];
  if (amountMinor === undefined || amountMinor === 0) return [{ what: 'no-amount' }, ...words];
  return [...checkMoney({ amountMinor, payers, split }), ...words];
}

/** Only of a proposal without problems. The first id is that of the (first) expense. */
export function expenseIntents(
  proposal: ExpenseProposal,
  { groupId, messageId, newId }: { groupId: string; messageId: string; newId: () => string },
): { readonly expenseIds: readonly string[]; readonly intents: readonly LedgerIntent[] } {
  const { amountMinor = 0, payers, split } = termsOf(proposal);
  const description = proposal.description.trim();
  const base = { description, category: guessCategory(description), messageId };
  const count = proposal.installments;
  const scheduleId = count > 1 ? newId() : undefined;
  const terms =
    scheduleId === undefined
      ? [{ index: 1, count: 1, date: proposal.date, amountMinor, payers, split }]
      : splitInstallments({ amountMinor, payers, split }, count, proposal.date);
  const intents = terms.map((term): LedgerIntent & { readonly type: 'expense.added' } => {
    const expenseId = newId();
    const { index, date } = term;
    const money = { amountMinor: term.amountMinor, payers: term.payers, split: term.split };
    const shares = computeShares(money.amountMinor, money.split, money.payers, expenseId);
    const installment = scheduleId !== undefined && { installment: { of: scheduleId, index, count } };
    return {
      type: 'expense.added',
      groupId,
      body: { expenseId, ...base, date, ...money, shares, ...installment },
    };
  });
  return { expenseIds: intents.map(({ body }) => body.expenseId), intents };
}

/** What the form begins with after "Editar". */
export function prefillOf(proposal: ExpenseProposal, messageId: string): ExpensePrefill {
  const { amountMinor, payers, split } = termsOf(proposal);
  return {
    description: proposal.description.trim(),
    date: proposal.date,
    category: guessCategory(proposal.description),
    ...(amountMinor !== undefined && { amountMinor }),
    payers,
    split,
    messageId,
  };
}
