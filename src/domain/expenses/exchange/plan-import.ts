/**
 * What of a read file becomes which op, once it is known who is who. Pure: the same file, people and ledger give the same plan.
 *
 *   entry ─ its id is in the ledger ──→ nothing (already here), or restored when it was voided
 *         └ it is new ───────────────→ expense.added / settlement.recorded, with an id derived from the group and the entry's key
 *
 * So a file imported twice, also by two people at once and offline, adds everything once.
 */
import type { MemberId } from '../../ids.ts';
import { checkStoredMoney } from '../check-money.ts';
import { deriveId } from '../derive-id.ts';
import type { ExpenseAdded } from '../expense-ops.ts';
import type { ExpenseRow } from '../ledger-rows.ts';
import { type Money, PARTS_MAX, type Part, type Split } from '../money.ts';
import type { SettlementRecorded } from '../settlement-ops.ts';
import type { OnExpense, OnSettlement } from '../void-ops.ts';
import { DESCRIPTION_MAX_CHARACTERS, NOTE_MAX_CHARACTERS } from '../words.ts';
import type {
  ForeignEntry,
  ForeignExpense,
  ForeignLedger,
  ForeignPart,
  ForeignPayment,
} from './foreign-ledger.ts';
import { mapCategory } from './map-category.ts';
import { excerptOf } from './sheet.ts';

export interface PlanInput {
  readonly groupId: string;
  /** Of this import: what came together can be taken out together. */
  readonly importId: string;
  readonly ledger: ForeignLedger;
  /** Who each of `ledger.people` is here; null: not said yet. Two may be one. */
  readonly memberIds: readonly (MemberId | null)[];
  /** What the group has, by id. */
  readonly expenses: ReadonlyMap<string, KnownRow>;
  readonly settlements: ReadonlyMap<string, KnownRow>;
  /** For a bill without a description. */
  readonly untitled: string;
}

export type KnownRow = Pick<ExpenseRow, 'voidedBy' | 'importId'>;

export type PlannedOp =
  | { readonly type: 'expense.added'; readonly body: ExpenseAdded }
  | { readonly type: 'settlement.recorded'; readonly body: SettlementRecorded }
  | { readonly type: 'expense.restored' | 'expense.voided'; readonly body: OnExpense }
  | { readonly type: 'settlement.restored' | 'settlement.voided'; readonly body: OnSettlement };

export interface ImportPlan {
  /** In the order of the file. */
  readonly ops: readonly PlannedOp[];
  readonly alreadyHere: number;
  readonly leftOut: readonly PlanProblem[];
  /** What the ops move: member → centavos, up is positive. */
  readonly moves: ReadonlyMap<MemberId, number>;
}

export interface PlanProblem {
  readonly line: number;
  readonly excerpt: string;
  /** `nobody`: somebody in it is not said to be anybody yet. `one-person`: between two who are one here. */
  readonly kind: 'nobody' | 'one-person' | 'too-many-people';
}

export function planImport(input: PlanInput): ImportPlan {
  const ops: PlannedOp[] = [];
  const leftOut: PlanProblem[] = [];
  const moves = new Map<MemberId, number>();
  let alreadyHere = 0;
  for (const entry of input.ledger.entries) {
    const planned = planEntry(entry, input);
    if (planned === 'here') alreadyHere += 1;
    else if ('kind' in planned)
      leftOut.push({ ...planned, line: entry.line, excerpt: excerptOf(entry.description) });
    else {
      ops.push(planned.op);
      for (const { memberId, amountMinor } of planned.moves) {
        moves.set(memberId, (moves.get(memberId) ?? 0) + amountMinor);
      }
    }
  }
  return { ops, alreadyHere, leftOut, moves };
}

/** People of the file whom no entry names need not be anybody. */
export function listNamed({
  people,
  entries,
}: Pick<ForeignLedger, 'people' | 'entries'>): ReadonlySet<number> {
  const named = new Set<number>();
  for (const entry of entries) {
    if (named.size === people.length) break;
    for (const { person } of partsOf(entry)) named.add(person);
  }
  return named;
}

export function idOf(groupId: string, { id, key }: Pick<ForeignEntry, 'id' | 'key'>): string {
  return id ?? deriveId('import', groupId, key);
}

type Planned =
  | 'here'
  | { readonly kind: PlanProblem['kind'] }
  | { readonly op: PlannedOp; readonly moves: readonly Part[] };

function planEntry(entry: ForeignEntry, input: PlanInput): Planned {
  const { memberIds } = input;
  if (partsOf(entry).some(({ person }) => !memberIds[person])) return { kind: 'nobody' };
  return entry.kind === 'payment' ? planPayment(entry, input) : planExpense(entry, input);
}

function planPayment(
  entry: ForeignPayment,
  { groupId, importId, memberIds, settlements }: PlanInput,
): Planned {
  const settlementId = idOf(groupId, entry);
  const known = settlements.get(settlementId);
  if (known?.voidedBy === null) return 'here';
  const [fromId, toId] = [memberIds[entry.from] ?? '', memberIds[entry.to] ?? ''];
  if (fromId === toId) return { kind: 'one-person' };
  const { amountMinor, date, method = 'other' } = entry;
  const moves = [
    { memberId: fromId, amountMinor },
    { memberId: toId, amountMinor: -amountMinor },
  ];
  if (known) {
    return { op: { type: 'settlement.restored', body: { settlementId, ...importOf(known) } }, moves };
  }
  const note = cut(wellFormed(entry.description), NOTE_MAX_CHARACTERS);
  const body = {
    settlementId,
    fromId,
    toId,
    amountMinor,
    method,
    date,
    ...(note !== '' && { note }),
    importId,
  };
  return { op: { type: 'settlement.recorded', body }, moves };
}

function planExpense(entry: ForeignExpense, input: PlanInput): Planned {
  const expenseId = idOf(input.groupId, entry);
  const known = input.expenses.get(expenseId);
  if (known?.voidedBy === null) return 'here';
  const money = moneyOf(entry, input.memberIds);
  if (!money) return { kind: 'too-many-people' };
  const moves = [
    ...money.payers,
    ...money.shares.map(({ memberId, amountMinor }) => ({ memberId, amountMinor: -amountMinor })),
  ];
  if (known) return { op: { type: 'expense.restored', body: { expenseId, ...importOf(known) } }, moves };
  const whole = wellFormed(entry.description)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  const description = cut(whole, DESCRIPTION_MAX_CHARACTERS) || input.untitled;
  // Words that a description has no room for stand in the note.
  const note = [whole.length > description.length ? whole : '', wellFormed(entry.note ?? '')]
    .filter((text) => text !== '')
    .join('\n');
  const body: ExpenseAdded = {
    expenseId,
    description,
    date: entry.date,
    category: mapCategory(entry.category, description),
    ...(note !== '' && { note: cut(note, NOTE_MAX_CHARACTERS) }),
    ...money,
    importId: input.importId,
  };
  return { op: { type: 'expense.added', body }, moves };
}

const importOf = ({ importId }: KnownRow): { importId?: string } =>
  importId === undefined ? {} : { importId };

/** undefined: more people than an expense holds. The split is that of the file, else equal where it is, else exact. */
function moneyOf(entry: ForeignExpense, memberIds: readonly (MemberId | null)[]): Money | undefined {
  const payers = placed(entry.payers, memberIds);
  const shares = placed(entry.shares, memberIds);
  if (payers.length > PARTS_MAX || shares.length > PARTS_MAX) return undefined;
  const { amountMinor } = entry;
  const people = shares.map(({ memberId }) => ({ memberId }));
  const exact: Split = {
    mode: 'exact',
    parts: shares.map((share) => ({ memberId: share.memberId, value: share.amountMinor })),
  };
  const told = entry.split && {
    mode: entry.split.mode,
    parts: entry.split.parts.map(({ person, ...value }) => ({ memberId: memberIds[person] ?? '', ...value })),
  };
  const splits: readonly Split[] = [...(told ? [told] : []), { mode: 'equal', parts: people }];
  const split = splits.find(
    (one) => checkStoredMoney({ amountMinor, payers, split: one, shares }).length === 0,
  );
  return { amountMinor, payers, split: split ?? exact, shares };
}

/** Parts of people who are one here become one. */
function placed(parts: readonly ForeignPart[], memberIds: readonly (MemberId | null)[]): Part[] {
  const amounts = new Map<MemberId, number>();
  for (const { person, amountMinor } of parts) {
    const memberId = memberIds[person] ?? '';
    amounts.set(memberId, (amounts.get(memberId) ?? 0) + amountMinor);
  }
  return [...amounts].map(([memberId, amountMinor]) => ({ memberId, amountMinor }));
}

function partsOf(entry: ForeignEntry): readonly { readonly person: number }[] {
  if (entry.kind === 'payment') return [{ person: entry.from }, { person: entry.to }];
  return [...entry.payers, ...entry.shares, ...(entry.split?.parts ?? [])];
}

/** Half a character becomes the sign for one that could not be read. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd').trim();

/** Never through the middle of a surrogate pair. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(max - 1)) ? max - 1 : max;
  return text.slice(0, end).trimEnd();
}
