/**
 * Somebody had their account deleted: their words are taken out of the group, their name too, and they are in it no
 * more. What they paid and owe stays, under nobody's name. Said by the server alone, in the log like everything else, so
 * that every device hears it in its place and folds it alike.
 *
 *   message.erased ×n   the lines of the conversation that are theirs or name them
 *   ledger.erased ×n    what they wrote in the accounts (expenses/erasure-op.ts)
 *   plan.erased ×n      what they said beside plans (plans/erasure-op.ts)
 *   member.erased       last: their row
 *
 * The words go out of the log itself in the same commit (erased-body.ts). Who folds that log from its beginning leaves
 * the same rows as who folded the words and then heard this: everything a row could have had of them is set here.
 */
import * as v from 'valibot';
import { idSchema, type MessageId } from './ids.ts';
import type { JsonObject } from './json.ts';
import { defineOp } from './op-definition.ts';
import { PERMISSIONS } from './permissions.ts';
import { withoutPixKey } from './pix/pix-key-ops.ts';
import type { MessageRow, Notice } from './rows.ts';

/** 12 KB of ids: well below the 32 KB an op may weigh. */
export const ERASED_AT_ONCE_MAX = 500;

export interface MessageErased {
  readonly messageIds: readonly MessageId[];
}

export const messageErased = defineOp<MessageErased>({
  type: 'message.erased',
  v: 1,
  body: v.object({
    messageIds: v.pipe(v.array(idSchema), v.minLength(1), v.maxLength(ERASED_AT_ONCE_MAX)),
  }),
  permission: PERMISSIONS['message.erased'],
  reads: ({ messageIds }) => messageIds.map((id) => ({ table: 'messages', id })),
  forgets: ({ messageIds }) => messageIds,
  fold: ({ body, version }, rows) =>
    body.messageIds.flatMap((id) => {
      const row = rows.get('messages', id);
      // A page that is not here yet comes without the words.
      return row ? [{ table: 'messages' as const, row: { ...withoutWords(row), rowVersion: version } }] : [];
    }),
});

export const memberErased = defineOp<Record<string, never>>({
  type: 'member.erased',
  v: 1,
  body: v.object({}) as v.GenericSchema<unknown, Record<string, never>>,
  permission: PERMISSIONS['member.erased'],
  reads: () => [],
  fold: ({ actorId, version }, rows) => {
    const row = rows.get('members', actorId);
    if (!row) return 'missing-target';
    const status = row.status === 'active' || row.status === 'waiting' ? 'left' : row.status;
    return [
      {
        table: 'members',
        row: { ...withoutPixKey(row), name: '', nameHidden: true, status, rowVersion: version },
      },
    ];
  },
});

/** Of the body of a `message.erased`. */
export function messageIdsOf({ messageIds }: JsonObject): readonly MessageId[] {
  return Array.isArray(messageIds) ? messageIds.map(String) : [];
}

export function withoutWords(row: MessageRow): MessageRow {
  if (row.kind === 'notice') return { ...row, notice: row.notice && withoutNames(row.notice) };
  const { photos: _, ...rest } = row;
  return {
    ...rest,
    text: '',
    replyTo: null,
    mentions: [],
    editedAt: null,
    deletedBy: row.authorId,
    reactions: {},
  };
}

/** The group's own name is the group's. */
function withoutNames(notice: Notice): Notice {
  if (notice.what === 'group-created' || notice.what === 'group-renamed') return notice;
  if (notice.what === 'member-renamed') return { ...notice, from: '', to: '' };
  if ('description' in notice) return { ...notice, description: '' };
  // What a plan and its versions are called is the group's too.
  if ('planId' in notice) return notice;
  return 'name' in notice ? { ...notice, name: '' } : notice;
}

export function isErasure({ type }: { readonly type: string }): boolean {
  return /^(message|ledger|plan|member)[.]erased$/.test(type);
}
