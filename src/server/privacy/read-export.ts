/** What the server knows of a person, for them: who they are to it, and what they wrote, a page of a group's log at a time. */
import type { AccountReply, AccountView } from '#protocol/account.ts';
import { toWireOp } from '#protocol/fields.ts';
import type { Database } from '../db/open-database.ts';
import { withRowWords } from './with-row-words.ts';

const PAGE = { maxOps: 1_000, maxBytes: 512 * 1024 };

export async function readExportHead(
  database: Database,
  account: AccountView,
  madeAt: number,
): Promise<AccountReply<'account/export/begin'>> {
  const { accountId } = account;
  const consents = await database.consents.list(accountId);
  const memberships = await database.log.read(async (view) => {
    const access = await view.listAccessOf([accountId]);
    const memberships: AccountReply<'account/export/begin'>['memberships'] = [];
    for (const { groupId, memberId, role, active } of access) {
      const group = await view.getRow({ groupId, table: 'groups', id: groupId });
      const member = await view.getRow({ groupId, table: 'members', id: memberId });
      memberships.push({
        groupId,
        memberId,
        groupName: group?.table === 'groups' ? group.row.name : '',
        memberName: member?.table === 'members' ? member.row.name : '',
        role,
        active,
      });
    }
    return memberships;
  });
  return { account, madeAt, consents, memberships };
}

/** undefined: the account has never been in that group. Who has left it still gets what they wrote. */
export function readExportOps(
  database: Database,
  accountId: string,
  { groupId, after }: { readonly groupId: string; readonly after: number },
): Promise<AccountReply<'account/export/ops'> | undefined> {
  return database.log.read(async (view) => {
    const access = await view.listAccessOf([accountId]);
    const own = new Set(access.flatMap((one) => (one.groupId === groupId ? [one.memberId] : [])));
    if (own.size === 0) return undefined;
    const entries = await view.listLog(groupId, after, PAGE);
    const ops = [];
    for (const entry of entries) {
      if (!own.has(entry.op.actorId)) continue;
      ops.push({ version: entry.version, op: toWireOp(await withRowWords(view, entry)) });
    }
    return { ops, next: entries.at(-1)?.version ?? null };
  });
}
