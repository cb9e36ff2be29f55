/**
 * Spliit's JSON (spliit-app/spliit, src/app/groups/[groupId]/expenses/export/json/route.ts), which tells everything:
 *
 *   { id, name, currency: "R$", currencyCode?: "BRL" | null, participants: [{ id, name }],
 *     expenses: [{ id?, expenseDate: "2025-12-08T00:00:00.000Z", title, category: { grouping, name } | null, amount: centavos,
 *                  paidById, paidFor: [{ participantId, shares }], isReimbursement,
 *                  splitMode: EVENLY | BY_SHARES | BY_PERCENTAGE | BY_AMOUNT, notes? }] }
 *
 * Shares are weights; by percentage basis points, by amount centavos. Spliit rounds when it shows; here the centavos that are left
 * go by `computeShares`. Forks that know several payers write `paidBy: [{ participantId, amount }]`.
 */
import type { SplitMode } from '../money.ts';
import { isOurCurrency, readDateCell } from './cells.ts';
import { checkParts } from './check-parts.ts';
import {
  type ForeignEntry,
  type ForeignLedger,
  type ForeignPart,
  type ForeignSplit,
  type LeftOut,
  type ReadProblem,
  sharesOf,
} from './foreign-ledger.ts';
import { fieldOf, integerOf, listOf, textOf } from './json-fields.ts';
import { createKeys, excerptOf } from './sheet.ts';

export function readSpliitJson(json: unknown): ForeignLedger | undefined {
  const participants = listOf(json, 'participants');
  const records = listOf(json, 'expenses');
  if (!participants || !records || fieldOf(json, 'racha') !== undefined) return undefined;
  const people = participants.map((one) => textOf(one, 'name'));
  const places = new Map(participants.map((one, person) => [textOf(one, 'id'), person]));
  const currency = textOf(json, 'currencyCode') || textOf(json, 'currency');
  const createKey = createKeys('spliit');
  const keyOf = (record: unknown): string => createKey([textOf(record, 'id') || record]);
  const entries: ForeignEntry[] = [];
  const problems: ReadProblem[] = [];
  for (const [i, record] of records.entries()) {
    const line = i + 1;
    const read = readRecord(record, places, currency, keyOf);
    if ('problem' in read) {
      const excerpt = excerptOf(textOf(record, 'title') || JSON.stringify(record) || '');
      problems.push({ line, excerpt, ...read.problem });
      continue;
    }
    entries.push({ ...read.entry, line });
  }
  const title = textOf(json, 'name');
  return { source: 'spliit', ...(title !== '' && { title }), people, entries, problems };
}

type Unplaced<E> = E extends unknown ? Omit<E, 'line'> : never;
type ReadRecord = { readonly problem: LeftOut } | { readonly entry: Unplaced<ForeignEntry> };

function readRecord(
  record: unknown,
  places: ReadonlyMap<string, number>,
  currency: string,
  keyOf: (record: unknown) => string,
): ReadRecord {
  if (!isOurCurrency(currency)) return { problem: { kind: 'other-currency', currency: excerptOf(currency) } };
  const amountMinor = integerOf(record, 'amount');
  if (amountMinor === undefined) {
    return { problem: { kind: 'bad-amount', cell: excerptOf(String(fieldOf(record, 'amount') ?? '')) } };
  }
  const date = readDateCell(textOf(record, 'expenseDate'));
  if (!date) return { problem: { kind: 'bad-date', cell: excerptOf(textOf(record, 'expenseDate')) } };
  if (amountMinor === 0) return { problem: { kind: 'no-effect' } };
  const payers = readPayers(record, places, amountMinor);
  if (!payers) return { problem: { kind: 'payer-unknown' } };
  const split = readSplit(record, places);
  if ('kind' in split) return { problem: split };
  const key = keyOf(record);
  const shares = sharesOf(amountMinor, split, payers, key);
  const problem = checkParts(amountMinor, payers, shares);
  if (problem) return { problem };
  const notes = textOf(record, 'notes');
  const base = {
    key,
    date,
    description: textOf(record, 'title'),
    amountMinor,
    ...(notes !== '' && { note: notes }),
  };
  const [payer] = payers;
  const [share] = shares;
  const isPayment = fieldOf(record, 'isReimbursement') === true && payers.length === 1 && shares.length === 1;
  if (isPayment && amountMinor > 0 && payer && share && payer.person !== share.person) {
    return { entry: { ...base, kind: 'payment', from: payer.person, to: share.person } };
  }
  const category = textOf(fieldOf(record, 'category'), 'name');
  return { entry: { ...base, kind: 'expense', category, payers, shares, split } };
}

function readPayers(
  record: unknown,
  places: ReadonlyMap<string, number>,
  amountMinor: number,
): readonly ForeignPart[] | undefined {
  const several = listOf(record, 'paidBy');
  if (!several) {
    const person = places.get(textOf(record, 'paidById'));
    return person === undefined ? undefined : [{ person, amountMinor }];
  }
  const payers: ForeignPart[] = [];
  for (const one of several) {
    const person = places.get(textOf(one, 'participantId'));
    const paid = integerOf(one, 'amount');
    if (person === undefined || paid === undefined) return undefined;
    payers.push({ person, amountMinor: paid });
  }
  return payers.length > 0 ? payers : undefined;
}

function readSplit(record: unknown, places: ReadonlyMap<string, number>): ForeignSplit | LeftOut {
  const mode = MODES[textOf(record, 'splitMode')];
  if (!mode) return { kind: 'not-a-record' };
  const parts: { person: number; value?: number }[] = [];
  for (const one of listOf(record, 'paidFor') ?? []) {
    const id = textOf(one, 'participantId') || textOf(fieldOf(one, 'participant'), 'id');
    const person = places.get(id);
    if (person === undefined) return { kind: 'unknown-person', name: excerptOf(id) };
    const value = integerOf(one, 'shares');
    if (value === undefined) return { kind: 'not-a-record' };
    if (value !== 0) parts.push(mode === 'equal' ? { person } : { person, value });
  }
  return parts.length === 0 ? { kind: 'nobody-owes' } : { mode, parts };
}

const MODES: Readonly<Record<string, SplitMode>> = {
  EVENLY: 'equal',
  BY_SHARES: 'shares',
  BY_PERCENTAGE: 'percent',
  BY_AMOUNT: 'exact',
};
