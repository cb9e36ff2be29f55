/**
 * Settlements: who gave whom how much. A static Pix code confirms nothing, so a settlement counts when it is recorded and
 * is shown as one-sided until the creditor says that it came (`settlement.confirmed`), or voids it because it did not.
 */
import * as v from 'valibot';
import { idSchema, type MemberId } from '../ids.ts';
import { defineOp } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { MemberRow } from '../rows.ts';
import { type Day, daySchema } from './day.ts';
import { SETTLEMENT_METHODS, type SettlementMethod } from './ledger-rows.ts';
import { areKnown, members, settlement } from './ledger-targets.ts';
import { amountSchema } from './money.ts';
import type { OnSettlement } from './void-ops.ts';
import { noteSchema } from './words.ts';

export interface SettlementRecorded {
  readonly settlementId: string;
  readonly fromId: MemberId;
  readonly toId: MemberId;
  readonly amountMinor: number;
  readonly method: SettlementMethod;
  readonly date: Day;
  readonly note?: string | undefined;
  /** A line of a file: the settlementId is derived from it, and a second import of it adds nothing. */
  readonly importId?: string | undefined;
}

export const settlementRecorded = defineOp<SettlementRecorded>({
  type: 'settlement.recorded',
  v: 1,
  body: v.object({
    settlementId: idSchema,
    fromId: idSchema,
    toId: idSchema,
    amountMinor: v.pipe(amountSchema, v.minValue(1)),
    method: v.picklist(SETTLEMENT_METHODS),
    date: daySchema,
    note: v.optional(noteSchema),
    importId: v.optional(idSchema),
  }),
  permission: PERMISSIONS['settlement.recorded'],
  erases: { note: undefined },
  line: ({ body: { settlementId, fromId, toId, amountMinor, importId } }) =>
    importId === undefined
      ? { what: 'settlement-recorded', settlementId, fromId, toId, amountMinor }
      : undefined,
  reads: ({ settlementId, fromId, toId }) => [...members([fromId, toId]), settlement(settlementId)],
  check: ({ body }, rows) => {
    const { settlementId, fromId, toId, importId } = body;
    if (rows.get('settlements', settlementId)) return importId ? undefined : 'already-exists';
    if (fromId === toId) return 'invalid';
    return areKnown(rows, [fromId, toId]) ? undefined : 'unknown-target';
  },
  fold: (op, rows) => {
    const { groupId, actorId, at, version, body } = op;
    const { settlementId, fromId, toId, amountMinor, method, date, note, importId } = body;
    if (rows.get('settlements', settlementId)) return [];
    const base = { groupId, id: settlementId, version, rowVersion: version };
    const isCreditors = speaksFor(rows.get('members', toId), actorId);
    const row = {
      ...base,
      fromId,
      toId,
      amountMinor,
      method,
      date,
      ...(note && { note }),
      ...(importId !== undefined && { importId }),
      recordedBy: actorId,
      at,
      confirmedBy: isCreditors ? actorId : null,
      voidedBy: null,
    };
    return [{ table: 'settlements', row }];
  },
});

export const settlementConfirmed = defineOp<OnSettlement>({
  type: 'settlement.confirmed',
  v: 1,
  body: v.object({ settlementId: idSchema }),
  permission: PERMISSIONS['settlement.confirmed'],
  line: ({ body: { settlementId } }) => ({ what: 'settlement-confirmed', settlementId }),
  reads: ({ settlementId }) => [settlement(settlementId)],
  readsRoster: true,
  check: ({ actorId, body }, rows) => {
    const row = rows.get('settlements', body.settlementId);
    if (!row) return 'unknown-target';
    return mayConfirm(rows.get('members', row.toId), actorId) ? undefined : 'not-allowed';
  },
  fold: (op, rows) => {
    const row = rows.get('settlements', op.body.settlementId);
    if (!row) return 'missing-target';
    if (row.confirmedBy !== null) return [];
    return [{ table: 'settlements', row: { ...row, confirmedBy: op.actorId, rowVersion: op.version } }];
  },
});

/** It is the creditor's word; of one who cannot say it (without the app, or out of the group) it is anybody's. */
export function mayConfirm(creditor: MemberRow | undefined, actorId: MemberId): boolean {
  if (!creditor) return false;
  if (speaksFor(creditor, actorId)) return true;
  return creditor.claimedBy === undefined && creditor.status !== 'active';
}

/** Their own row, or that of the person without the app whom they said to be. */
function speaksFor(row: MemberRow | undefined, memberId: MemberId): boolean {
  return row !== undefined && (row.id === memberId || row.claimedBy === memberId);
}
