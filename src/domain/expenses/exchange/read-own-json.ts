/** Reads `own-file.ts` back. Each record alone: one that was changed by hand and no longer holds is left out, not the file. */
import * as v from 'valibot';
import { checkParts } from './check-parts.ts';
import type { ForeignEntry, ForeignLedger, ForeignPart, LeftOut, ReadProblem } from './foreign-ledger.ts';
import { fieldOf, listOf, textOf } from './json-fields.ts';
import { OWN_FILE_VERSION, ownExpenseSchema, ownPaymentSchema, ownPersonSchema } from './own-file.ts';
import { createKeys, excerptOf } from './sheet.ts';

export function readOwnJson(json: unknown): ForeignLedger | undefined {
  if (fieldOf(json, 'racha') !== 'ledger' || fieldOf(json, 'version') !== OWN_FILE_VERSION) return undefined;
  const expenses = listOf(json, 'expenses') ?? [];
  const payments = listOf(json, 'payments') ?? [];
  const known = (listOf(json, 'people') ?? []).flatMap((one) => {
    const person = v.safeParse(ownPersonSchema, one);
    return person.success ? [person.output] : [];
  });
  const places = new Map(known.map(({ id }, person) => [id, person]));
  const keyOf = createKeys('racha');
  const entries: ForeignEntry[] = [];
  const problems: ReadProblem[] = [];
  // Payments are counted on after the expenses, so that each record of the file has a number of its own.
  for (const [i, record] of [...expenses, ...payments].entries()) {
    const line = i + 1;
    const read = i < expenses.length ? readExpense(record, places) : readPayment(record, places);
    if ('problem' in read) {
      const excerpt = excerptOf(textOf(record, 'description') || JSON.stringify(record) || '');
      problems.push({ line, excerpt, ...read.problem });
    } else entries.push({ ...read.entry, line, key: keyOf([read.entry.id]) });
  }
  const title = textOf(json, 'groupName');
  const people = known.map(({ name }) => name.trim());
  return { source: 'racha', ...(title !== '' && { title }), people, entries, problems };
}

type Unplaced<E> = E extends unknown ? Omit<E, 'line' | 'key'> : never;
type ReadRecord = { readonly problem: LeftOut } | { readonly entry: Unplaced<ForeignEntry> };

function readExpense(record: unknown, places: ReadonlyMap<string, number>): ReadRecord {
  const parsed = v.safeParse(ownExpenseSchema, record);
  if (!parsed.success) return { problem: { kind: 'not-a-record' } };
  const { id, date, description, category, note, amountMinor, split } = parsed.output;
  const unknown = [...parsed.output.payers, ...parsed.output.shares, ...split.parts].find(
    ({ memberId }) => !places.has(memberId),
  );
  if (unknown) return { problem: { kind: 'unknown-person', name: unknown.memberId } };
  const placed = (parts: readonly { memberId: string; amountMinor: number }[]): ForeignPart[] =>
    parts.map((part) => ({ person: places.get(part.memberId) ?? 0, amountMinor: part.amountMinor }));
  const payers = placed(parsed.output.payers);
  const shares = placed(parsed.output.shares);
  const problem = checkParts(amountMinor, payers, shares);
  if (problem) return { problem };
  const parts = split.parts.map(({ memberId, value }) => ({
    person: places.get(memberId) ?? 0,
    ...(value !== undefined && { value }),
  }));
  const base = { id, date, description, amountMinor, ...(note && { note }) };
  return {
    entry: { ...base, kind: 'expense', category, payers, shares, split: { mode: split.mode, parts } },
  };
}

function readPayment(record: unknown, places: ReadonlyMap<string, number>): ReadRecord {
  const parsed = v.safeParse(ownPaymentSchema, record);
  if (!parsed.success) return { problem: { kind: 'not-a-record' } };
  const { id, date, amountMinor, method, note = '', fromId, toId } = parsed.output;
  const [from, to] = [places.get(fromId), places.get(toId)];
  if (from === undefined) return { problem: { kind: 'unknown-person', name: fromId } };
  if (to === undefined) return { problem: { kind: 'unknown-person', name: toId } };
  if (from === to) return { problem: { kind: 'no-effect' } };
  return { entry: { id, kind: 'payment', date, description: note, amountMinor, from, to, method } };
}
