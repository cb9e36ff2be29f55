/**
 * Expenses that come again, like a rent: the rule is said once, the entries are ordinary expenses that any member's device
 * makes when they are due (`recurrence-entries.ts`). To change it from a day on: end it and add another.
 */
import * as v from 'valibot';
import { idSchema } from '../ids.ts';
import { defineOp } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import { checkStoredMoney } from './check-money.ts';
import { type Day, daySchema } from './day.ts';
import { RECURRENCE_STEPS, type RecurrenceRow, type RecurrenceStep } from './ledger-rows.ts';
import { areKnown, members, recurrence } from './ledger-targets.ts';
import { listPeople, type Money, moneyFields } from './money.ts';
import { categorySchema, descriptionSchema, noteSchema } from './words.ts';

export interface RecurrenceAdded extends Money {
  readonly recurrenceId: string;
  readonly description: string;
  readonly category: string;
  readonly note?: string | undefined;
  readonly every: RecurrenceStep;
  readonly from: Day;
  readonly until?: Day | undefined;
}

export const recurrenceAdded = defineOp<RecurrenceAdded>({
  type: 'recurrence.added',
  v: 1,
  body: v.object({
    recurrenceId: idSchema,
    description: descriptionSchema,
    category: categorySchema,
    note: v.optional(noteSchema),
    ...moneyFields,
    every: v.picklist(RECURRENCE_STEPS),
    from: daySchema,
    until: v.optional(daySchema),
  }),
  permission: PERMISSIONS['recurrence.added'],
  erases: { description: '', note: undefined },
  line: ({ body: { recurrenceId, description, amountMinor, every } }) => {
    return { what: 'recurrence-added', recurrenceId, description, amountMinor, every };
  },
  reads: (body) => [...members(listPeople(body)), recurrence(body.recurrenceId)],
  check: ({ body }, rows) => {
    if (rows.get('recurrences', body.recurrenceId)) return 'already-exists';
    const isBackward = body.until !== undefined && body.until < body.from;
    if (isBackward || checkStoredMoney(body).length > 0) return 'invalid';
    return areKnown(rows, listPeople(body)) ? undefined : 'unknown-target';
  },
  fold: (op, rows) => {
    const { groupId, actorId, at, version, body } = op;
    const { recurrenceId, note, until, description, category, every, from } = body;
    if (rows.get('recurrences', recurrenceId)) return [];
    const { amountMinor, payers, split, shares } = body;
    const row: RecurrenceRow = {
      groupId,
      id: recurrenceId,
      version,
      rowVersion: version,
      description,
      category,
      amountMinor,
      payers,
      split,
      shares,
      ...(note && { note }),
      every,
      from,
      ...(until !== undefined && { until }),
      addedBy: actorId,
      at,
    };
    return [{ table: 'recurrences', row }];
  },
});

export interface RecurrenceEnded {
  readonly recurrenceId: string;
  /** No entry after this day; the entries that are there stay. */
  readonly after: Day;
}

export const recurrenceEnded = defineOp<RecurrenceEnded>({
  type: 'recurrence.ended',
  v: 1,
  body: v.object({ recurrenceId: idSchema, after: daySchema }),
  permission: PERMISSIONS['recurrence.ended'],
  line: ({ body: { recurrenceId } }) => ({ what: 'recurrence-ended', recurrenceId }),
  reads: ({ recurrenceId }) => [recurrence(recurrenceId)],
  check: ({ body }, rows) => (rows.get('recurrences', body.recurrenceId) ? undefined : 'unknown-target'),
  fold: (op, rows) => {
    const { recurrenceId, after } = op.body;
    const row = rows.get('recurrences', recurrenceId);
    if (!row) return 'missing-target';
    const ended = { ...row, endedAfter: after, endedBy: op.actorId, rowVersion: op.version };
    return [{ table: 'recurrences', row: ended }];
  },
});
