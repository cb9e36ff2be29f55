/**
 * The naive model's own idea of a group's accounts, written from `money.md`: what each op of the ledger leaves, and whether the
 * money in it adds up. It shares no code with `domain/expenses`. Sums are BigInts, quotas are compared by cross multiplication.
 */
import { createHash } from 'node:crypto';
import type { Op } from '#domain/op.ts';
import { makeMessage, type NaiveGroup } from './naive-rows.ts';

type Body = Record<string, unknown>;
interface Share {
  readonly memberId: string;
  readonly amountMinor: number;
}

/** A row as the product's would have to look, but for its group. */
export type NaiveEntry = Body & { readonly id: string; version: number; rowVersion: number };

export interface NaiveAccounts {
  readonly expenses: Map<string, NaiveEntry>;
  readonly settlements: Map<string, NaiveEntry>;
  readonly recurrences: Map<string, NaiveEntry>;
}

export const emptyAccounts = (): NaiveAccounts => ({
  expenses: new Map(),
  settlements: new Map(),
  recurrences: new Map(),
});

export const isOfAccounts = ({ type }: Op): boolean => /^(expense|settlement|recurrence)\./.test(type);

/** Folds one op of the ledger; `wrong` hears what should never have been let in, `early` what came before its target. */
export function keepAccounts(
  group: NaiveGroup,
  op: Op,
  { wrong, early }: { readonly wrong: (what: string) => void; readonly early: (what: string) => void },
): void {
  const { version } = group;
  const notice = lineOf(op);
  if (notice) group.messages.set(op.opId, makeMessage(op, version, '', notice as Record<string, string>));
  if (targetOf(group, op) === undefined) {
    early(`${op.type} before its target`);
    group.parked.push({ version, op });
    return;
  }
  const problem = judge(group, op);
  if (problem) (group.members.has(op.actorId) ? early : wrong)(problem);
  take(group, op, version, version);
}

/** What waited for the row of this id happens now, at this version, unless it never was right. */
export function catchUpAccounts(group: NaiveGroup, id: string): void {
  const waiting = group.parked.filter(({ op }) => isOfAccounts(op) && waitsFor(op) === id);
  group.parked = group.parked.filter((one) => !waiting.includes(one));
  for (const { op } of waiting) {
    if (judge(group, op)) continue;
    take(group, op, group.version, group.version);
  }
}

/** Positive: the group owes them. */
export function naiveNets({ expenses, settlements }: NaiveAccounts): Map<string, bigint> {
  const nets = new Map<string, bigint>();
  const add = (memberId: string, amount: bigint): void => {
    nets.set(memberId, (nets.get(memberId) ?? 0n) + amount);
  };
  for (const row of expenses.values()) {
    if (row.voidedBy !== null) continue;
    for (const { memberId, amountMinor } of row.payers as Share[]) add(memberId, BigInt(amountMinor));
    for (const { memberId, amountMinor } of row.shares as Share[]) add(memberId, -BigInt(amountMinor));
  }
  for (const row of settlements.values()) {
    if (row.voidedBy !== null) continue;
    add(String(row.fromId), BigInt(row.amountMinor as number));
    add(String(row.toId), -BigInt(row.amountMinor as number));
  }
  return new Map([...nets].filter(([, net]) => net !== 0n));
}

/** I7: what does not add up as of this version. */
export function listImbalances(accounts: NaiveAccounts): string[] {
  const problems: string[] = [];
  const total = [...naiveNets(accounts).values()].reduce((sum, net) => sum + net, 0n);
  if (total !== 0n) problems.push(`balances sum to ${total}`);
  for (const { id, amountMinor, payers, shares } of accounts.expenses.values()) {
    const parts = [...(payers as Share[]), ...(shares as Share[])].map((part) => part.amountMinor);
    if (![amountMinor, ...parts].every(Number.isSafeInteger)) problems.push(`${id} is not in whole centavos`);
    else if (sum(payers as Share[]) !== BigInt(amountMinor as number)) problems.push(`payers of ${id}`);
    else if (sum(shares as Share[]) !== BigInt(amountMinor as number)) problems.push(`shares of ${id}`);
  }
  return problems;
}

const sum = (parts: readonly Share[]): bigint =>
  parts.reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n);

/** What must be there before the op can do anything; null: nothing. undefined: it is not. */
function targetOf({ accounts }: NaiveGroup, op: Op): NaiveEntry | null | undefined {
  const body = op.body as Body;
  switch (op.type) {
    case 'expense.added': {
      const entry = body.recurrence as { of: string } | undefined;
      return entry ? accounts.recurrences.get(entry.of) : null;
    }
    case 'settlement.recorded':
    case 'recurrence.added':
      return null;
    case 'recurrence.ended':
      return accounts.recurrences.get(String(body.recurrenceId));
    default:
      return op.type.startsWith('expense.')
        ? accounts.expenses.get(String(body.expenseId))
        : accounts.settlements.get(String(body.settlementId));
  }
}

function waitsFor({ type, body }: Op): string {
  const named = body as Body;
  if (type === 'expense.added') return (named.recurrence as { of: string } | undefined)?.of ?? '';
  return String(named.expenseId ?? named.settlementId ?? named.recurrenceId);
}

function judge(group: NaiveGroup, op: Op): string | undefined {
  const body = op.body as Body;
  if (group.members.get(op.actorId)?.role === 'guest' && op.type !== 'settlement.confirmed') {
    return 'a guest keeps accounts';
  }
  const money = (op.type === 'expense.edited' ? body.money : body) as Body | undefined;
  if (
    op.type === 'expense.added' ||
    op.type === 'recurrence.added' ||
    (op.type === 'expense.edited' && money)
  ) {
    const people = [...((money?.payers ?? []) as Share[]), ...((money?.shares ?? []) as Share[])];
    if (people.some(({ memberId }) => !group.members.has(memberId))) return 'money of who is nobody';
    const problem = judgeMoney(money ?? {});
    if (problem) return problem;
  }
  if (op.type === 'settlement.recorded') {
    if (body.fromId === body.toId) return 'a settlement with oneself';
    if (![body.fromId, body.toId].every((id) => group.members.has(String(id))))
      return 'a settlement of nobody';
  }
  if (op.type === 'settlement.confirmed') {
    const row = group.accounts.settlements.get(String(body.settlementId));
    const creditor = group.members.get(String(row?.toId));
    const isTheirs = row?.toId === op.actorId || creditor?.claimedBy === op.actorId;
    const isMute = creditor !== undefined && !creditor.active && creditor.claimedBy === null;
    if (!isTheirs && !isMute) return 'a payment confirmed by who did not get it';
  }
  return undefined;
}

/** Each share is the floor or the ceiling of its ideal, and they sum to the amount. */
function judgeMoney({ amountMinor, payers, split, shares }: Body): string | undefined {
  const amount = BigInt(amountMinor as number);
  if (amount === 0n || sum(payers as Share[]) !== amount || sum(shares as Share[]) !== amount) {
    return 'money that does not add up';
  }
  const { mode, parts } = split as { mode: string; parts: { memberId: string; value?: number }[] };
  const values = parts.map(({ value = 0 }) => BigInt(value));
  const total = values.reduce((all, value) => all + value, 0n);
  const count = BigInt(parts.length);
  const isFair = parts.every(({ memberId, value = 0 }) => {
    const share = (shares as Share[]).find((one) => one.memberId === memberId);
    if (!share) return false;
    const own = BigInt(share.amountMinor);
    if (mode === 'exact') return own === BigInt(value);
    const [ideal, whole] =
      mode === 'equal'
        ? [amount, count]
        : mode === 'adjust'
          ? [amount - total + BigInt(value) * count, count]
          : [amount * BigInt(value), total];
    const off = own * whole - ideal;
    return off < whole && -off < whole;
  });
  return isFair ? undefined : 'a share outside its quota';
}

function take(group: NaiveGroup, op: Op, version: number, rowVersion: number): void {
  const { accounts } = group;
  const body = op.body as Body;
  const base = { version, rowVersion };
  switch (op.type) {
    case 'expense.added': {
      const { expenseId, note, receipts, ...words } = body;
      const id = String(expenseId);
      const rule = accounts.recurrences.get((body.recurrence as { of: string } | undefined)?.of ?? '');
      const isLate = rule?.endedAfter !== undefined && String(body.date) > String(rule.endedAfter);
      if (accounts.expenses.has(id) || isLate) return;
      accounts.expenses.set(id, {
        id,
        ...base,
        ...words,
        ...(note ? { note } : {}),
        ...((receipts as unknown[] | undefined)?.length ? { receipts } : {}),
        addedBy: op.actorId,
        at: op.at,
        voidedBy: null,
        history: [],
      });
      catchUpAccounts(group, id);
      return;
    }
    case 'expense.edited': {
      const row = accounts.expenses.get(String(body.expenseId));
      if (row) edit(row, op, rowVersion);
      return;
    }
    case 'expense.voided':
    case 'expense.restored': {
      const row = accounts.expenses.get(String(body.expenseId));
      const isVoid = op.type === 'expense.voided';
      if (!row || (row.voidedBy !== null) === isVoid) return;
      row.voidedBy = isVoid ? op.actorId : null;
      remember(row, isVoid ? 'voided' : 'restored', op, rowVersion, {});
      return;
    }
    case 'settlement.recorded': {
      const { settlementId, note, ...rest } = body;
      const id = String(settlementId);
      if (accounts.settlements.has(id)) return;
      const creditor = group.members.get(String(body.toId));
      const isOwn = body.toId === op.actorId || creditor?.claimedBy === op.actorId;
      accounts.settlements.set(id, {
        id,
        ...base,
        ...rest,
        ...(note ? { note } : {}),
        recordedBy: op.actorId,
        at: op.at,
        confirmedBy: isOwn ? op.actorId : null,
        voidedBy: null,
      });
      catchUpAccounts(group, id);
      return;
    }
    case 'settlement.confirmed': {
      const row = accounts.settlements.get(String(body.settlementId));
      if (row?.confirmedBy === null) Object.assign(row, { confirmedBy: op.actorId, rowVersion });
      return;
    }
    case 'settlement.voided':
    case 'settlement.restored': {
      const row = accounts.settlements.get(String(body.settlementId));
      const isVoid = op.type === 'settlement.voided';
      if (!row || (row.voidedBy !== null) === isVoid) return;
      Object.assign(row, { voidedBy: isVoid ? op.actorId : null, rowVersion });
      return;
    }
    case 'recurrence.added': {
      const { recurrenceId, note, ...rest } = body;
      const id = String(recurrenceId);
      if (accounts.recurrences.has(id)) return;
      const row = { id, ...base, ...rest, ...(note ? { note } : {}), addedBy: op.actorId, at: op.at };
      accounts.recurrences.set(id, row);
      catchUpAccounts(group, id);
      return;
    }
    case 'recurrence.ended': {
      const row = accounts.recurrences.get(String(body.recurrenceId));
      if (row) Object.assign(row, { endedAfter: body.after, endedBy: op.actorId, rowVersion });
    }
  }
}

const MONEY = ['amountMinor', 'payers', 'split', 'shares'] as const;

function edit(row: NaiveEntry, op: Op, rowVersion: number): void {
  const { expenseId: _, ...changes } = op.body as Body;
  const before: Body = {};
  for (const [field, value] of Object.entries(changes)) {
    if (field === 'money') {
      before.money = Object.fromEntries(MONEY.map((name) => [name, row[name]]));
      Object.assign(row, value);
      continue;
    }
    before[field] = row[field] ?? (field === 'receipts' ? [] : '');
    row[field] = value;
  }
  if (row.note === '') delete row.note;
  if ((row.receipts as unknown[] | undefined)?.length === 0) delete row.receipts;
  remember(row, 'edited', op, rowVersion, before);
}

/** The last twenty are kept. */
function remember(row: NaiveEntry, what: string, op: Op, version: number, before: Body): void {
  const line = { what, by: op.actorId, at: op.at, opId: op.opId, version, before };
  row.history = [...(row.history as object[]), line].slice(-20);
  row.rowVersion = version;
}

/** What the conversation says of it. */
function lineOf({ type, body }: Op): Body | undefined {
  const { expenseId, settlementId, recurrenceId, description, amountMinor, money, fromId, toId, every } =
    body as Body;
  const what = type.replace('.', '-');
  switch (type) {
    case 'expense.added':
      return (body as Body).recurrence || (body as Body).importId !== undefined
        ? undefined
        : { what, expenseId, description, amountMinor };
    case 'expense.edited':
      return money ? { what, expenseId, amountMinor: (money as Body).amountMinor } : undefined;
    case 'settlement.recorded':
      return (body as Body).importId === undefined
        ? { what, settlementId, fromId, toId, amountMinor }
        : undefined;
    case 'recurrence.added':
      return { what, recurrenceId, description, amountMinor, every };
    case 'recurrence.ended':
      return { what, recurrenceId };
    default:
      return expenseId === undefined ? { what, settlementId } : { what, expenseId };
  }
}

/** What the entry number `index` of a rule is called, by another way than the product's. */
export function naiveEntryId(recurrenceId: string, index: number): string {
  const text = `["recurrence","${recurrenceId}",${index}]`;
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}
