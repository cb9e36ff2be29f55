/**
 * A group as it was, for who is in it now: rows that changed since, as they were then. Membership is asked in the view that
 * reads. Words that were erased are nowhere any more; words that were deleted are told to who could put them back.
 */

import { withoutWords } from '#domain/erasure-ops.ts';
import { actingRole } from '#domain/groups/roster.ts';
import { isPermitted } from '#domain/permissions.ts';
import type { MessageRow, RowChange } from '#domain/rows.ts';
import { utf8Bytes } from '#domain/text.ts';
import { LIMITS } from '#protocol/limits.ts';
import { PAST_MAX_ROWS, type PastReply, type PastRequest } from '#protocol/past.ts';
import { withoutKeys } from './keep-past.ts';
import type { LogView } from './log-store.ts';
import { PastState } from './past-state.ts';
import type { PastPoint, PastReach } from './past-store.ts';
import { refuse } from './serve-reads.ts';
import type { Session } from './session.ts';

/** A log that has no points yet, right after the update: what is being folded is not folded here besides. */
const FOLD_MAX_OPS = 20_000;
const FOLDING_RETRY_MS = 30_000;

export async function readPast(view: LogView, session: Session, asked: PastRequest): Promise<PastReply> {
  const refused = await refuse(view, session, asked);
  if (refused) return refused;
  const { groupId, moment, after } = asked;
  const head = (await view.getHeads([groupId]))[0]?.head ?? 0;
  const points = await view.past.listPoints(groupId);
  const reach = await view.past.getReach(groupId);
  const wanted = 'version' in moment ? moment.version : await findVersion(view, groupId, points, moment.at);
  const version = nearest(points, reach, Math.min(Math.max(wanted, 1), head));
  const base = points.findLast((point) => point.version <= version);
  if (version - (base?.version ?? 0) > FOLD_MAX_OPS) return { wait: 'busy', retryAfterMs: FOLDING_RETRY_MS };

  const keys = await view.past.listChangedSince(groupId, version, { after, maxRows: PAST_MAX_ROWS });
  const state = new PastState(view, groupId, base);
  await state.foldTo(version);
  const rows = await shown(view, session, groupId, (await state.list(keys)).map(withoutKeys));
  const fitting = takeFitting(rows);
  const isAll = fitting.length === rows.length && keys.length < PAST_MAX_ROWS;
  const last = fitting.length < rows.length ? fitting.at(-1) : undefined;
  const next = last ? { table: last.table, id: last.row.id } : (keys.at(-1) ?? null);
  const { epoch } = view.epoch;
  return {
    epoch,
    groupId,
    version,
    asOf: head,
    rows: fitting,
    after: isAll ? null : next,
  };
}

/** Every version of the part that has its words; of the rest the points. */
function nearest(points: readonly PastPoint[], { cleared }: PastReach, version: number): number {
  if (version >= cleared) return version;
  return (points.findLast((point) => point.version <= version) ?? points[0])?.version ?? version;
}

/**
 * The last one that was there by `at`, as far as who wrote knew the time; never before the point that was. One alone that seems
 * to be later was written with a clock ahead.
 */
async function findVersion(
  view: LogView,
  groupId: string,
  points: readonly PastPoint[],
  at: number,
): Promise<number> {
  const base = points.findLast((point) => point.at <= at);
  const until = points.find((point) => point.at > at)?.version ?? Number.MAX_SAFE_INTEGER;
  let version = base?.version ?? 0;
  for (;;) {
    const page = await view.listLog(groupId, version, { maxOps: 500, maxBytes: 1024 * 1024 });
    if (page.length === 0) return version;
    for (const [i, entry] of page.entries()) {
      const isLater = entry.op.at > at && (page[i + 1]?.op.at ?? Number.POSITIVE_INFINITY) > at;
      if (entry.version > until || isLater) return version;
      version = entry.version;
    }
  }
}

/** Does this account look after the group, so that it may delete, and bring back, what others wrote? */
export async function mayRestoreOthers(view: LogView, accountId: string, groupId: string): Promise<boolean> {
  const selves = await listSelves(view, accountId, groupId);
  return selves.some(({ role }) => role && isPermitted('message.deleted', role, false));
}

async function listSelves(view: LogView, accountId: string, groupId: string) {
  const own = (await view.listAccessOf([accountId])).filter((one) => one.groupId === groupId && one.active);
  const members = await view.listMembers(groupId);
  return own.map(({ memberId }) => ({ memberId, role: actingRole(members, memberId) }));
}

/** What they may see of it. */
async function shown(
  view: LogView,
  { accountId }: Session,
  groupId: string,
  rows: readonly RowChange[],
): Promise<RowChange[]> {
  const selves = await listSelves(view, accountId, groupId);
  const out: RowChange[] = [];
  for (const change of rows) {
    if (change.table !== 'messages' || change.row.deletedBy !== null || change.row.kind !== 'text') {
      out.push(change);
      continue;
    }
    const { row } = change;
    const present = await view.getRow({ groupId, table: 'messages', id: row.id });
    const isDeleted = present?.table === 'messages' && present.row.deletedBy !== null;
    const mayRead = selves.some(
      ({ memberId, role }) => role && isPermitted('message.deleted', role, row.authorId === memberId),
    );
    out.push({ table: 'messages', row: (isDeleted && !mayRead) || isBlank(row) ? withoutWords(row) : row });
  }
  return out;
}

/** A log without the words of somebody who had them erased leaves a message that says nothing: it is shown as taken back. */
const isBlank = ({ text, photos }: MessageRow): boolean => text === '' && !photos;

function takeFitting(rows: readonly RowChange[]): RowChange[] {
  const fitting: RowChange[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += utf8Bytes(JSON.stringify(row));
    if (fitting.length > 0 && bytes > LIMITS.catchUpPageMaxBytes) break;
    fitting.push(row);
  }
  return fitting;
}
