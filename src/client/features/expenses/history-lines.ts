/** An expense's rows of history → what changed from what to what, newest first. Pure. */
import { fieldsOf } from '#domain/expenses/expense-changes.ts';
import type { ExpenseField, ExpenseFields, ExpenseRow } from '#domain/expenses/ledger-rows.ts';

export interface HistoryLine {
  readonly key: string;
  readonly what: 'added' | 'edited' | 'voided' | 'restored';
  readonly by: string;
  /** Epoch ms. */
  readonly at: number;
  readonly version: number;
  readonly changes: readonly FieldChange[];
}

export type FieldChange = {
  readonly [F in ExpenseField]: {
    readonly field: F;
    readonly from: ExpenseFields[F];
    readonly to: ExpenseFields[F];
    /** The older value is not what stands there now: it can be put back. */
    readonly differs: boolean;
  };
}[ExpenseField];

export function listHistory(row: ExpenseRow): readonly HistoryLine[] {
  const present = fieldsOf(row);
  // Walked backwards: what a change made of a field is what the next change found there.
  const after: { -readonly [F in ExpenseField]: ExpenseFields[F] } = { ...present };
  const lines: HistoryLine[] = row.history.toReversed().map(({ what, by, at, opId, version, before }) => {
    const changes = FIELDS.flatMap((field) => changeOf(field, before, after, present));
    return { key: opId, what, by, at, version, changes };
  });
  return [
    ...lines,
    { key: row.id, what: 'added', by: row.addedBy, at: row.at, version: row.version, changes: [] },
  ];
}

const FIELDS = [
  'description',
  'money',
  'date',
  'category',
  'note',
  'receipts',
] as const satisfies readonly ExpenseField[];

/** Takes `after` back to before this change. Nothing when the field was said again as it was. */
function changeOf<F extends ExpenseField>(
  field: F,
  before: Partial<ExpenseFields>,
  after: { -readonly [K in ExpenseField]: ExpenseFields[K] },
  present: ExpenseFields,
): FieldChange[] {
  const from = before[field];
  if (from === undefined) return [];
  const to = after[field];
  after[field] = from;
  if (isSame(from, to)) return [];
  return [{ field, from, to, differs: !isSame(from, present[field]) } as FieldChange];
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
