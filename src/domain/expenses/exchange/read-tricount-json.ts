/**
 * A tricount as its own service answers an app, which is what programs that save one write down (Tricount itself no longer
 * exports): marcomc/tricount-exporter `--save-response`, docs/allocation-data-research.md there.
 *
 *   { Response: [{ Registry: { title, currency, memberships: [{ RegistryMembershipNonUser: { alias: { display_name } } }],
 *     all_registry_entry: [{ RegistryEntry: { uuid?, status, type_transaction: NORMAL | BALANCE | INCOME, description,
 *       date: "2026-03-30 14:30:00.000000", category, category_custom, amount: { value: "-36.00", currency },
 *       membership_owned, allocations: [{ membership, amount: { value: "-29.00", currency } }] } }] } }] }
 *
 * Values are signed from the group's side: money spent is negative, income positive. `amount` is in the tricount's own currency.
 */
import { isOurCurrency, readAmountCell, readDateCell } from './cells.ts';
import { checkParts } from './check-parts.ts';
import type { ForeignEntry, ForeignLedger, ForeignPart, LeftOut, ReadProblem } from './foreign-ledger.ts';
import { fieldOf, listOf, textOf } from './json-fields.ts';
import { createKeys, excerptOf } from './sheet.ts';

export function readTricountJson(json: unknown): ForeignLedger | undefined {
  const registry = findRegistry(json);
  const records = listOf(registry, 'all_registry_entry');
  if (!records) return undefined;
  const people = (listOf(registry, 'memberships') ?? []).map(memberName);
  // An entry outlives the membership of who is named in it.
  const placeOf = (name: string): number => {
    const known = people.indexOf(name);
    return known >= 0 ? known : people.push(name) - 1;
  };
  const createKey = createKeys('tricount');
  const entries: ForeignEntry[] = [];
  const problems: ReadProblem[] = [];
  for (const [i, wrapper] of records.entries()) {
    const record = fieldOf(wrapper, 'RegistryEntry') ?? wrapper;
    const read = readRecord(record, placeOf);
    if ('problem' in read) {
      const excerpt = excerptOf(textOf(record, 'description') || JSON.stringify(record) || '');
      problems.push({ line: i + 1, excerpt, ...read.problem });
      continue;
    }
    const key = createKey([textOf(record, 'uuid') || record]);
    entries.push({ ...read.entry, line: i + 1, key });
  }
  const title = textOf(registry, 'title');
  return { source: 'tricount', ...(title !== '' && { title }), people, entries, problems };
}

function findRegistry(json: unknown): unknown {
  const direct = fieldOf(json, 'Registry');
  if (direct !== undefined) return direct;
  return (listOf(json, 'Response') ?? [])
    .map((one) => fieldOf(one, 'Registry'))
    .find((one) => one !== undefined);
}

function memberName(wrapper: unknown): string {
  const alias = fieldOf(fieldOf(wrapper, 'RegistryMembershipNonUser') ?? wrapper, 'alias');
  return textOf(alias, 'display_name') || textOf(fieldOf(alias, 'pointer'), 'name');
}

type Unplaced<E> = E extends unknown ? Omit<E, 'line' | 'key'> : never;
type ReadRecord = { readonly problem: LeftOut } | { readonly entry: Unplaced<ForeignEntry> };

function readRecord(record: unknown, placeOf: (name: string) => number): ReadRecord {
  if (textOf(record, 'status').toUpperCase() === 'DELETED') return { problem: { kind: 'deleted' } };
  const amount = readValue(fieldOf(record, 'amount'));
  if (typeof amount !== 'number') return { problem: amount };
  const date = readDateCell(textOf(record, 'date'));
  if (!date) return { problem: { kind: 'bad-date', cell: excerptOf(textOf(record, 'date')) } };
  const payer = memberName(fieldOf(record, 'membership_owned'));
  if (payer === '') return { problem: { kind: 'payer-unknown' } };
  const shares = readShares(record, placeOf);
  if ('kind' in shares) return { problem: shares };
  // Turned round: what was spent is positive here.
  const amountMinor = -amount || 0;
  const payers = [{ person: placeOf(payer), amountMinor }];
  const problem = checkParts(amountMinor, payers, shares);
  if (problem) return { problem };
  const base = { date, description: textOf(record, 'description'), amountMinor };
  const [share] = shares;
  const isPayment = textOf(record, 'type_transaction').toUpperCase() === 'BALANCE' && shares.length === 1;
  if (isPayment && amountMinor > 0 && share && share.person !== placeOf(payer)) {
    return { entry: { ...base, kind: 'payment', from: placeOf(payer), to: share.person } };
  }
  const category = textOf(record, 'category_custom') || textOf(record, 'category');
  return { entry: { ...base, kind: 'expense', category, payers, shares } };
}

/** One person may be named twice in one entry. */
function readShares(record: unknown, placeOf: (name: string) => number): readonly ForeignPart[] | LeftOut {
  const shares = new Map<number, number>();
  for (const one of listOf(record, 'allocations') ?? []) {
    const value = readValue(fieldOf(one, 'amount'));
    if (typeof value !== 'number') return value;
    const name = memberName(fieldOf(one, 'membership'));
    if (name === '') return { kind: 'unknown-person', name: '' };
    if (value !== 0) shares.set(placeOf(name), (shares.get(placeOf(name)) ?? 0) - value);
  }
  return [...shares].map(([person, amountMinor]) => ({ person, amountMinor }));
}

function readValue(amount: unknown): number | LeftOut {
  const currency = textOf(amount, 'currency');
  if (!isOurCurrency(currency)) return { kind: 'other-currency', currency: excerptOf(currency) };
  const cell = textOf(amount, 'value');
  const value = readAmountCell(cell);
  return typeof value === 'number' ? value : { kind: 'bad-amount', cell: excerptOf(cell) };
}
