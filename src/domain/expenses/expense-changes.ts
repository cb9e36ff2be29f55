/** What an edit does to an expense, what it leaves in its history, and what is taken out of both when words are erased. */
import type { MemberId } from '../ids.ts';
import type { ExpenseChange, ExpenseField, ExpenseFields, ExpenseRow } from './ledger-rows.ts';

/** At most 17 KB each (money between a hundred people): a row of a page and its history fit one frame. */
export const HISTORY_MAX = 20;

export type ExpenseEdit = { readonly [F in ExpenseField]?: ExpenseFields[F] | undefined };

interface By {
  readonly actorId: MemberId;
  readonly at: number;
  readonly opId: string;
  readonly version: number;
}

/** The fields of `row` as an edit names them. */
export function fieldsOf(row: ExpenseRow): ExpenseFields {
  const { description, date, category, note = '', receipts = [] } = row;
  const { amountMinor, payers, split, shares } = row;
  return { description, date, category, note, receipts, money: { amountMinor, payers, split, shares } };
}

/**
 * Every edit leaves its line in the history, also one that changes nothing or whose words were erased meanwhile: who folds
 * the log without the words must come to the same row.
 */
export function changeExpense(row: ExpenseRow, by: By, edit: ExpenseEdit): ExpenseRow {
  const present = fieldsOf(row);
  const named = FIELDS.filter((field) => edit[field] !== undefined);
  const before = Object.fromEntries(named.map((field) => [field, present[field]]));
  return withChange(applyEdit(row, edit), 'edited', by, before);
}

export function withChange(
  row: ExpenseRow,
  what: ExpenseChange['what'],
  { actorId, at, opId, version }: By,
  before: ExpenseChange['before'],
): ExpenseRow {
  const change: ExpenseChange = { what, by: actorId, at, opId, version, before };
  return { ...row, history: [...row.history, change].slice(-HISTORY_MAX), rowVersion: version };
}

/** Without what `fields` name, and without any words in its history. */
export function eraseExpense(row: ExpenseRow, fields: readonly WordField[], version: number): ExpenseRow {
  const blank: ExpenseEdit = {
    ...(fields.includes('description') && { description: '' }),
    ...(fields.includes('note') && { note: '' }),
    ...(fields.includes('receipts') && { receipts: [] }),
  };
  const history = row.history.map(({ before: { description, note, receipts, ...before }, ...change }) => ({
    ...change,
    before,
  }));
  return { ...applyEdit(row, blank), history, rowVersion: version };
}

/** What a person wrote or photographed. */
export const WORD_FIELDS = ['description', 'note', 'receipts'] as const;
export type WordField = (typeof WORD_FIELDS)[number];

/** Who wrote what stands there now; of a history that was cut, whoever is as old as it. */
export function authorOf({ history, addedBy }: ExpenseRow, field: WordField): MemberId {
  return history.findLast(({ before }) => before[field] !== undefined)?.by ?? addedBy;
}

const FIELDS: readonly ExpenseField[] = ['description', 'date', 'category', 'note', 'receipts', 'money'];

export function applyEdit(row: ExpenseRow, edit: ExpenseEdit): ExpenseRow {
  const { note: _, receipts: __, ...rest } = row;
  const { money, ...fields } = { ...fieldsOf(row), ...defined(edit) };
  const { note, receipts, ...kept } = fields;
  return {
    ...rest,
    ...kept,
    ...money,
    ...(note !== '' && { note }),
    ...(receipts.length > 0 && { receipts }),
  };
}

function defined(edit: ExpenseEdit): Partial<ExpenseFields> {
  return Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
}
