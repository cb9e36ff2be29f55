/** Bodies of the ops of the accounts, about the group's owner and somebody without the app. */
import type { JsonObject } from '#domain/json.ts';

interface Two {
  readonly ownerId: string;
  readonly named: string;
}

const money = ({ ownerId, named }: Two) => ({
  amountMinor: 1001,
  payers: [{ memberId: ownerId, amountMinor: 1001 }],
  split: { mode: 'equal', parts: [{ memberId: ownerId }, { memberId: named }] },
  shares: [
    { memberId: ownerId, amountMinor: 500 },
    { memberId: named, amountMinor: 501 },
  ],
});
const words = { description: 'Pizza', category: 'restaurante' };

export const expenseBody = (two: Two, expenseId: string): JsonObject => ({
  expenseId,
  ...words,
  date: '2026-11-20',
  ...money(two),
});

export const recurrenceBody = (two: Two, recurrenceId: string): JsonObject => ({
  recurrenceId,
  ...words,
  ...money(two),
  every: 'month',
  from: '2026-11-20',
});

export const settlementBody = ({ ownerId, named }: Two, settlementId: string): JsonObject => ({
  settlementId,
  fromId: ownerId,
  toId: named,
  amountMinor: 501,
  method: 'pix',
  date: '2026-11-21',
});
