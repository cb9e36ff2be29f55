/**
 * A row as it was at a version, from the row as it is: what a device can say without the log. Expenses carry their history,
 * settlements are told in the conversation; of a message that was edited or deleted since nobody here knows
 * the words any more.
 */
import { applyEdit, HISTORY_MAX } from '../expenses/expense-changes.ts';
import type { ExpenseRow, SettlementRow } from '../expenses/ledger-rows.ts';
import type { LedgerNotice, MessageRow } from '../rows.ts';

/** A line of the conversation about the accounts, and where it stands. */
export interface ToldLine {
  readonly version: number;
  readonly notice: LedgerNotice;
}

export interface Rewound<R> {
  readonly row: R;
  /** False: it may have been otherwise. */
  readonly isExact: boolean;
}

/** Of a row that was there at `version`. */
export function rewindExpense(row: ExpenseRow, version: number): Rewound<ExpenseRow> {
  if (row.rowVersion <= version) return { row, isExact: true };
  const later = row.history.filter((change) => change.version > version);
  const earlier = row.history.filter((change) => change.version <= version);
  const isCut = row.history.length === HISTORY_MAX && earlier.length === 0;
  const fields = later.reduceRight((then, { before }) => applyEdit(then, before), row);
  const turn = later.find(({ what }) => what !== 'edited')?.what;
  const voider = earlier.findLast(({ what }) => what === 'voided')?.by ?? row.addedBy;
  const voidedBy = turn === undefined ? row.voidedBy : turn === 'voided' ? null : voider;
  const rowVersion = earlier.at(-1)?.version ?? row.version;
  return { row: { ...fields, voidedBy, history: earlier, rowVersion }, isExact: !isCut };
}

/** `lines`: all that were told of it since it was recorded; undefined: not all of them are here. */
export function rewindSettlement(
  row: SettlementRow,
  version: number,
  lines: readonly ToldLine[] | undefined,
): Rewound<SettlementRow> {
  if (row.rowVersion <= version) return { row, isExact: true };
  // What came with an import is taken out and put back without a line.
  if (lines === undefined || row.importId !== undefined) return { row, isExact: false };
  const turns = lines.filter(({ notice }) => /^settlement-(voided|restored)$/.test(notice.what));
  const isVoid = turns.findLast((line) => line.version <= version)?.notice.what === 'settlement-voided';
  const confirmed = lines.find(({ notice }) => notice.what === 'settlement-confirmed');
  const confirmedBy = confirmed && confirmed.version > version ? null : row.confirmedBy;
  const voidedBy = isVoid ? (row.voidedBy ?? row.recordedBy) : null;
  return { row: { ...row, confirmedBy, voidedBy }, isExact: true };
}

/** Reactions are shown as they are. */
export function rewindMessage(row: MessageRow, version: number): Rewound<MessageRow> {
  const isAsItWas = row.rowVersion <= version || (row.editedAt === null && row.deletedBy === null);
  return { row, isExact: isAsItWas };
}
