/** Reads of what a group was, as far as this device holds it. Confirmed rows; of the accounts with what waits over them. */
import { isOfLedger } from '#domain/expenses/ledger-notice.ts';
import type { ToldLine } from '#domain/past/rewind.ts';
import type { MessageRow } from '#domain/rows.ts';
import type { DeviceDatabase } from './database.ts';
import { listMessages } from './group-reads.ts';
import { readWholeLedger } from './ledger-reads.ts';
import type { PastGround, PastMessages, TalkSince, Timeline } from './past-types.ts';

/** Lines of the conversation that are looked through for its days at once. */
const TIMELINE_LINES = 500;

export async function readTimeline(db: DeviceDatabase, groupId: string, below: number): Promise<Timeline> {
  const rows = await listMessages(db, groupId, { to: below - 1, limit: TIMELINE_LINES });
  const cursor = await db.cursors.get(groupId);
  const oldest = rows[0]?.version ?? 0;
  return {
    lines: rows.reverse().map(({ id, version, rowVersion, at, authorId, notice, kind, deletedBy }) => {
      const deletedIn = kind === 'text' && deletedBy !== null ? rowVersion : null;
      return { id, version, at, authorId, notice: kind === 'notice' ? notice : null, deletedIn };
    }),
    below: rows.length === TIMELINE_LINES ? oldest : null,
    isArriving: (cursor?.olderThan ?? null) !== null,
  };
}

export async function readPastGround(db: DeviceDatabase, groupId: string): Promise<PastGround> {
  const [epoch, cursor, ledger, lines] = await Promise.all([
    db.meta.get('epoch'),
    db.cursors.get(groupId),
    readWholeLedger(db, groupId),
    listTold(db, groupId),
  ]);
  return {
    epoch: epoch?.name === 'epoch' ? epoch.value : null,
    head: cursor?.version ?? 0,
    ledger,
    linesById: groupById(lines),
    linesFrom: cursor?.olderThan ?? 0,
  };
}

export async function readPastMessages(
  db: DeviceDatabase,
  groupId: string,
  which: PastMessages,
): Promise<MessageRow[]> {
  if ('limit' in which) return listMessages(db, groupId, { to: which.version, limit: which.limit });
  const rows = await db.messages.bulkGet(which.ids.map((id) => [groupId, id]));
  return rows.filter((row) => row !== undefined).sort((a, b) => a.version - b.version);
}

/** What became of the conversation after `version`. */
export async function readTalkSince(
  db: DeviceDatabase,
  groupId: string,
  version: number,
): Promise<TalkSince> {
  const after = [groupId, version];
  const end = [groupId, Number.MAX_SAFE_INTEGER];
  const added = await db.messages.where('[groupId+version]').between(after, end, false, true).count();
  const rows = await db.messages.where('[groupId+rowVersion]').between(after, end, false, true).toArray();
  return { added, changed: rows.filter((row) => row.version <= version && row.kind === 'text') };
}

async function listTold(db: DeviceDatabase, groupId: string): Promise<ToldLine[]> {
  const rows = await db.messages
    .where('[groupId+version]')
    .between([groupId, 0], [groupId, Number.MAX_SAFE_INTEGER])
    .filter(({ notice }) => notice !== null && isOfLedger(notice))
    .toArray();
  return rows.flatMap(({ version, notice }) => (notice && isOfLedger(notice) ? [{ version, notice }] : []));
}

function groupById(lines: readonly ToldLine[]): ReadonlyMap<string, readonly ToldLine[]> {
  const byId = new Map<string, ToldLine[]>();
  for (const line of lines) {
    const id = subjectOf(line.notice);
    const held = byId.get(id);
    if (held) held.push(line);
    else byId.set(id, [line]);
  }
  return byId;
}

function subjectOf(notice: ToldLine['notice']): string {
  if ('expenseId' in notice) return notice.expenseId;
  return 'settlementId' in notice ? notice.settlementId : notice.recurrenceId;
}
