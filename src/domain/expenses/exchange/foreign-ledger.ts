/**
 * What a file of another app says, in one shape whatever wrote it. Nothing here knows members, ops or screens.
 *
 *   file → sheet or JSON → one of the readers → ForeignLedger → plan-import.ts → ops
 *
 * Invariants, held for every reader by a fuzz test:
 *   a record of the file (a row with something in it, an element of a list) is either an entry or a problem, never neither;
 *   an entry's payers sum to its amount, and so do its shares; both are safe integers of centavos;
 *   people are named by their place in `people`, so that two of one name stay two.
 */

import { computeShares } from '../compute-shares.ts';
import type { Day } from '../day.ts';
import type { SettlementMethod } from '../ledger-rows.ts';
import type { SplitMode } from '../money.ts';

export interface ForeignLedger {
  readonly source: ForeignSource;
  /** The group's name in the file, where the file says it. */
  readonly title?: string;
  /** In the order of the file. */
  readonly people: readonly string[];
  readonly entries: readonly ForeignEntry[];
  readonly problems: readonly ReadProblem[];
}

export type ForeignSource = 'splitwise' | 'spliit' | 'tricount' | 'racha' | 'paid-for';

export interface ForeignPart {
  /** Index into `people`. */
  readonly person: number;
  readonly amountMinor: number;
}

interface EntryBase {
  /** Line of a sheet, counted from 1 as an editor shows it; the place in the list of a JSON file. */
  readonly line: number;
  /** The same record read again gives the same key, whatever stands around it: ids of what is imported are made from it. */
  readonly key: string;
  /** Of a file of ours: the id it had, and keeps. */
  readonly id?: string;
  readonly date: Day;
  readonly description: string;
  readonly note?: string;
  readonly amountMinor: number;
}

export type ForeignEntry = ForeignExpense | ForeignPayment;

export interface ForeignExpense extends EntryBase {
  readonly kind: 'expense';
  /** As the file calls it; '' when it does not. */
  readonly category: string;
  /** Negative amounts are refunds and income; parts carry the sign of the whole. */
  readonly payers: readonly ForeignPart[];
  readonly shares: readonly ForeignPart[];
  /** How the shares came about, where the file tells. */
  readonly split?: ForeignSplit;
}

export interface ForeignSplit {
  readonly mode: SplitMode;
  readonly parts: readonly { readonly person: number; readonly value?: number }[];
}

/** Money from one person to another. Always positive. */
export interface ForeignPayment extends EntryBase {
  readonly kind: 'payment';
  readonly method?: SettlementMethod;
  readonly from: number;
  readonly to: number;
}

/** Why a record was left out, or what was assumed of one that was taken. */
export type ReadProblem = {
  readonly line: number;
  /** How a person finds the record: its description, or the row as it stands. */
  readonly excerpt: string;
} & (LeftOut | Assumed);

export type LeftOut =
  | { readonly kind: 'bad-date'; readonly cell: string }
  | { readonly kind: 'bad-amount'; readonly cell: string }
  | { readonly kind: 'other-currency'; readonly currency: string }
  /** What people are up and down by does not cancel out. Signed: too much is positive. */
  | { readonly kind: 'not-zero'; readonly byMinor: number }
  | { readonly kind: 'payers-differ'; readonly byMinor: number }
  | { readonly kind: 'shares-differ'; readonly byMinor: number }
  /** The file does not say who paid. */
  | { readonly kind: 'payer-unknown' }
  | { readonly kind: 'nobody-owes' }
  /** It moves nobody's balance: a bill that one paid for themself, a settling of nothing. */
  | { readonly kind: 'no-effect' }
  | { readonly kind: 'unknown-person'; readonly name: string }
  /** The other app had taken it out already. */
  | { readonly kind: 'deleted' }
  /** A row that is too short, a value that is none: not a record of this format. */
  | { readonly kind: 'not-a-record' };

export type Assumed =
  /** The file holds only what each is up or down by; with several people up, what each of them paid was reckoned. */
  | { readonly kind: 'payers-reckoned' }
  /** Shares were rounded one by one and missed the amount by this much; put right. */
  | { readonly kind: 'cents-adjusted'; readonly byMinor: number }
  /** 03/04 may be in March or in April: read as day first. Once per file. */
  | { readonly kind: 'day-first-assumed' }
  /** The file's own last line says another balance for a person than its rows. */
  | { readonly kind: 'total-differs'; readonly name: string; readonly byMinor: number };

const ASSUMED: ReadonlySet<ReadProblem['kind']> = new Set<Assumed['kind']>([
  'payers-reckoned',
  'cents-adjusted',
  'day-first-assumed',
  'total-differs',
]);

/** True when the record is not among the entries. */
export function isLeftOut(problem: ReadProblem): problem is Extract<ReadProblem, LeftOut> {
  return !ASSUMED.has(problem.kind);
}

/** Why a whole file cannot be read. */
export type FileProblem = 'empty' | 'unknown-format' | 'no-people' | 'too-many-rows';

export type ReadResult =
  | { readonly ok: true; readonly ledger: ForeignLedger }
  | { readonly ok: false; readonly problem: FileProblem };

/** What one entry moves: person → centavos, up is positive. Sums to zero. */
export function movesOf(entry: ForeignEntry): Map<number, number> {
  const moves = new Map<number, number>();
  const move = (person: number, byMinor: number): void => {
    moves.set(person, (moves.get(person) ?? 0) + byMinor);
  };
  if (entry.kind === 'payment') {
    move(entry.from, entry.amountMinor);
    move(entry.to, -entry.amountMinor);
    return moves;
  }
  for (const { person, amountMinor } of entry.payers) move(person, amountMinor);
  for (const { person, amountMinor } of entry.shares) move(person, -amountMinor);
  return moves;
}

/** The shares that a split gives, by the one function that reckons them; `key` decides who bears an odd centavo. */
export function sharesOf(
  amountMinor: number,
  split: ForeignSplit,
  payers: readonly ForeignPart[],
  key: string,
): readonly ForeignPart[] {
  const parts = split.parts.map(({ person, ...value }) => ({ memberId: nameOf(person), ...value }));
  const paid = payers.map((part) => ({ memberId: nameOf(part.person), amountMinor: part.amountMinor }));
  return computeShares(amountMinor, { mode: split.mode, parts }, paid, key).map((part) => ({
    person: Number(part.memberId),
    amountMinor: part.amountMinor,
  }));
}

/** Sorts as the numbers do. */
const nameOf = (person: number): string => String(person).padStart(6, '0');

/** What everybody is up or down by, in the order of `people`. */
export function balancesOf(ledger: Pick<ForeignLedger, 'people' | 'entries'>): readonly number[] {
  const balances = ledger.people.map(() => 0);
  for (const entry of ledger.entries) {
    for (const [person, byMinor] of movesOf(entry)) balances[person] = (balances[person] ?? 0) + byMinor;
  }
  return balances;
}
