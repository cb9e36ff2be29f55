/** A group's accounts and messages at a version, out of what is here and, where the server has said it, of what it had then. */
import type { PastGround } from '#client/store/past-types.ts';
import type { Accounts } from '#domain/past/compare-ledgers.ts';
import {
  type Rewound,
  rewindExpense,
  rewindMessage,
  rewindSettlement,
  type ToldLine,
} from '#domain/past/rewind.ts';
import type { MessageRow, RowChange } from '#domain/rows.ts';

/** Rows that changed since, as the server had them then, by id. */
export type Images = ReadonlyMap<string, RowChange>;

export interface PastAccounts extends Accounts {
  /** Those that may have been otherwise, by id. */
  readonly inexact: ReadonlySet<string>;
}

export function buildAccounts(ground: PastGround, version: number, images: Images | null): PastAccounts {
  const { ledger, linesById, linesFrom } = ground;
  const linesOf = (row: {
    readonly id: string;
    readonly version: number;
  }): readonly ToldLine[] | undefined =>
    row.version >= linesFrom ? (linesById.get(row.id) ?? []) : undefined;
  const expenses = ledger.expenses.flatMap((row): Rewound<typeof row>[] => {
    if (row.version > version) return [];
    const image = images?.get(row.id);
    if (image?.table === 'expenses') return [{ row: image.row, isExact: true }];
    return [withTrust(rewindExpense(row, version), images)];
  });
  const settlements = ledger.settlements.flatMap((row): Rewound<typeof row>[] => {
    if (row.version > version) return [];
    const image = images?.get(row.id);
    if (image?.table === 'settlements') return [{ row: image.row, isExact: true }];
    return [withTrust(rewindSettlement(row, version, linesOf(row)), images)];
  });
  return {
    expenses: expenses.map(({ row }) => row),
    settlements: settlements.map(({ row }) => row),
    inexact: new Set([...expenses, ...settlements].flatMap(({ row, isExact }) => (isExact ? [] : [row.id]))),
  };
}

export function buildMessages(
  rows: readonly MessageRow[],
  version: number,
  images: Images | null,
): readonly Rewound<MessageRow>[] {
  return rows.map((row) => {
    const image = images?.get(row.id);
    if (image?.table === 'messages') return { row: image.row, isExact: true };
    return withTrust(rewindMessage(row, version), images);
  });
}

/** What the server did not name has not changed since, whatever this device could say of it. */
function withTrust<R>(rewound: Rewound<R>, images: Images | null): Rewound<R> {
  return images ? { ...rewound, isExact: true } : rewound;
}
