/**
 * One's own Pix key in a group: set, changed, taken away. Nobody sets another's: a key swapped under a debt is the fraud
 * there is to fear. So every change stands in the conversation, and whoever pays sees how new a key is.
 *
 * The key is personal data. It lives in the member's row while it is theirs and they are in; what it was before, or once
 * they are out, goes out of the rows and out of the server's log in the same commit (server/sync/forget-keys.ts). Who folds that
 * log later meets an op without its key, so nothing but the key itself may depend on it: `pixKeysSet` counts all of them.
 */
import * as v from 'valibot';
import { noticeRow } from '../groups/notice.ts';
import { defineOp } from '../op-definition.ts';
import { PERMISSIONS } from '../permissions.ts';
import type { MemberRow } from '../rows.ts';
import { isPixKey, PIX_KEY_TYPES, type PixKey } from './pix-key.ts';

export const memberPixKeySet = defineOp<PixKey>({
  type: 'member.pix-key-set',
  v: 1,
  body: v.pipe(
    v.object({ keyType: v.picklist(PIX_KEY_TYPES), key: v.string() }),
    v.check(isPixKey, 'no key'),
  ),
  permission: PERMISSIONS['member.pix-key-set'],
  erases: { keyType: undefined, key: '' },
  reads: () => [],
  fold: (op, rows) => {
    const row = rows.get('members', op.actorId);
    if (!row) return 'missing-target';
    const { keyType, key } = op.body;
    const setBefore = row.pixKeysSet ?? 0;
    const pixKey = { keyType, key, setAt: op.at, version: op.version };
    return [
      {
        table: 'members',
        row: {
          ...withoutPixKey(row),
          ...(key !== '' && { pixKey }),
          pixKeysSet: setBefore + 1,
          rowVersion: op.version,
        },
      },
      noticeRow(op, { what: 'pix-key-set', name: row.name, changed: setBefore > 0 }),
    ];
  },
});

export const memberPixKeyRemoved = defineOp<Record<string, never>>({
  type: 'member.pix-key-removed',
  v: 1,
  body: v.object({}) as v.GenericSchema<unknown, Record<string, never>>,
  permission: PERMISSIONS['member.pix-key-removed'],
  reads: () => [],
  fold: (op, rows) => {
    const row = rows.get('members', op.actorId);
    if (!row) return 'missing-target';
    return [
      { table: 'members', row: { ...withoutPixKey(row), rowVersion: op.version } },
      noticeRow(op, { what: 'pix-key-removed', name: row.name }),
    ];
  },
});

/** Of somebody who goes, or of whom the key is taken. */
export function withoutPixKey({ pixKey: _, ...row }: MemberRow): MemberRow {
  return row;
}
