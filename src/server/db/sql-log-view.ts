/** Reading the log store on SQL. The caller holds one instant: a repeatable-read transaction, or the only connection. */
import { type Kysely, sql } from 'kysely';
import { must } from '#domain/assert.ts';
import type { MemberRow, MessageRow, PagedChange, RowChange, TableName } from '#domain/rows.ts';
import type {
  Access,
  Epoch,
  GroupHead,
  GroupRowKey,
  LaneKey,
  LogEntry,
  LogView,
  ParkedEntry,
  StoredMark,
  StoredVerdict,
} from '../sync/log-store.ts';
import {
  type LogRecord,
  type ParkedRecord,
  toAccess,
  toEntry,
  toParked,
  toVerdict,
  type VerdictRecord,
} from './log-records.ts';
import { SqlPastView } from './sql-past.ts';
import { SqlPlanView } from './sql-plans.ts';
import type { Tables } from './tables.ts';

export async function readEpoch(db: Kysely<Tables>): Promise<Epoch> {
  const row = await db
    .selectFrom('current_epoch')
    .select(['epoch', 'healing_until as healingUntil'])
    .executeTakeFirst();
  return must(row, 'the current epoch');
}

export class SqlLogView implements LogView {
  readonly epoch: Epoch;
  readonly past: SqlPastView;
  readonly plans: SqlPlanView;
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>, epoch: Epoch) {
    this.#db = db;
    this.past = new SqlPastView(db);
    this.plans = new SqlPlanView(db);
    this.epoch = epoch;
  }

  async getHeads(groupIds: readonly string[]): Promise<GroupHead[]> {
    const heads = await this.#db
      .selectFrom('group_heads')
      .select(['group_id as groupId', 'head', 'chain', 'parked_bytes as parkedBytes', 'cleared'])
      .where('group_id', '=', sql<string>`any(${[...groupIds]}::text[])`)
      .where('head', '>', 0)
      .orderBy('group_id')
      .execute();
    return heads.map(({ cleared, ...head }) => ({ ...head, ...(cleared > 0 && { cleared }) }));
  }

  async listAccessOf(accountIds: readonly string[]): Promise<Access[]> {
    return this.#listAccess('account_id', accountIds);
  }

  async listAccessIn(groupIds: readonly string[]): Promise<Access[]> {
    return this.#listAccess('group_id', groupIds);
  }

  async listChains(
    points: readonly { readonly groupId: string; readonly version: number }[],
  ): Promise<(string | undefined)[]> {
    if (points.length === 0) return [];
    const { rows } = await sql<{ chain: string | null }>`
      select o.chain from unnest(${points.map((point) => point.groupId)}::text[],
        ${points.map((point) => point.version)}::bigint[]) with ordinality as t (g, v, i)
      left join lateral (
        select chain from ops where group_id = t.g and version = t.v limit 1
      ) o on true order by t.i
    `.execute(this.#db);
    return rows.map(({ chain }) => chain ?? undefined);
  }

  async listLastSeqs(lanes: readonly LaneKey[]): Promise<number[]> {
    if (lanes.length === 0) return [];
    const { rows } = await sql<{ last_seq: number }>`
      select coalesce((select max(seq) from verdicts v where v.group_id = t.g and v.device_id = t.d), 0)
        as last_seq
      from unnest(${lanes.map((lane) => lane.groupId)}::text[],
        ${lanes.map((lane) => lane.deviceId)}::text[]) with ordinality as t (g, d, i) order by t.i
    `.execute(this.#db);
    return rows.map((row) => row.last_seq);
  }

  async listSettled(lanes: readonly (LaneKey & { readonly from: number })[]): Promise<StoredVerdict[]> {
    if (lanes.length === 0) return [];
    const { rows } = await sql<VerdictRecord>`
      select v.* from unnest(${lanes.map((lane) => lane.groupId)}::text[],
        ${lanes.map((lane) => lane.deviceId)}::text[], ${lanes.map((lane) => lane.from)}::bigint[])
        as t (g, d, f)
      cross join lateral (
        select * from verdicts where group_id = t.g and device_id = t.d and seq >= t.f offset 0
      ) v
      order by v.group_id, v.seq
    `.execute(this.#db);
    return rows.map(toVerdict);
  }

  async listLog(
    groupId: string,
    after: number,
    limits: { readonly maxOps: number; readonly maxBytes: number },
  ): Promise<LogEntry[]> {
    // 300: what an op weighs on the wire beside its body.
    const { rows } = await sql<LogRecord>`
      select * from (
        select o.*, sum(octet_length(body) + 300) over (order by version) as bytes
        from (select * from ops where group_id = ${groupId} and version > ${after}
              order by version limit ${limits.maxOps}) o
      ) s
      where bytes <= ${limits.maxBytes} or version = ${after + 1} order by version
    `.execute(this.#db);
    return rows.map(toEntry);
  }

  async listParked(groupId: string): Promise<ParkedEntry[]> {
    const { rows } = await sql<ParkedRecord>`
      select p.target_id, p.bytes, o.* from parked p
      join ops o on o.group_id = p.group_id and o.version = p.version
      where p.group_id = ${groupId} order by p.version
    `.execute(this.#db);
    return rows.map(toParked);
  }

  async listMembers(groupId: string): Promise<MemberRow[]> {
    const rows = await this.#db
      .selectFrom('rows')
      .select('json')
      .where('group_id', '=', groupId)
      .where('table_name', '=', 'members')
      .orderBy('version')
      .execute();
    return rows.map(({ json }) => JSON.parse(json) as MemberRow);
  }

  async getRow({ groupId, table, id }: GroupRowKey): Promise<RowChange | undefined> {
    const row = await this.#db
      .selectFrom('rows')
      .select('json')
      .where('group_id', '=', groupId)
      .where('table_name', '=', table)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && ({ table, row: JSON.parse(row.json) } as RowChange);
  }

  async countRows(groupId: string, table: TableName): Promise<number> {
    const { count } = await this.#db
      .selectFrom('rows')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('group_id', '=', groupId)
      .where('table_name', '=', table)
      .executeTakeFirstOrThrow();
    return count;
  }

  async listMessagesBefore(groupId: string, olderThan: number, maxRows: number): Promise<MessageRow[]> {
    const rows = await this.#db
      .selectFrom('rows')
      .select('json')
      .where('group_id', '=', groupId)
      .where(MESSAGES)
      .where('version', '<', olderThan)
      .orderBy('version', 'desc')
      .limit(maxRows)
      .execute();
    return rows.map(({ json }) => JSON.parse(json) as MessageRow);
  }

  async listMessagesIn(groupId: string, from: number, to: number): Promise<MessageRow[]> {
    const rows = await this.#db
      .selectFrom('rows')
      .select('json')
      .where('group_id', '=', groupId)
      .where(MESSAGES)
      .where('version', '>=', from)
      .where('version', '<=', to)
      .orderBy('version')
      .execute();
    return rows.map(({ json }) => JSON.parse(json) as MessageRow);
  }

  async listLedgerBefore(groupId: string, olderThan: number, maxRows: number): Promise<PagedChange[]> {
    const rows = await this.#db
      .selectFrom('rows')
      .select(['table_name', 'json'])
      .where('group_id', '=', groupId)
      .where(OF_LEDGER)
      .where('version', '<', olderThan)
      .orderBy('version', 'desc')
      .limit(maxRows)
      .execute();
    return rows.map(toLedger);
  }

  async listLedgerIn(groupId: string, from: number, to: number): Promise<PagedChange[]> {
    const rows = await this.#db
      .selectFrom('rows')
      .select(['table_name', 'json'])
      .where('group_id', '=', groupId)
      .where(OF_LEDGER)
      .where('version', '>=', from)
      .where('version', '<=', to)
      .orderBy('version')
      .execute();
    return rows.map(toLedger);
  }

  async listMarks(groupIds: readonly string[]): Promise<StoredMark[]> {
    return this.#db
      .selectFrom('marks')
      .select(['group_id as groupId', 'member_id as memberId', 'delivered', 'read'])
      .where('group_id', '=', sql<string>`any(${[...groupIds]}::text[])`)
      .where('epoch', '=', this.epoch.epoch)
      .orderBy('group_id')
      .orderBy('member_id')
      .execute();
  }

  async #listAccess(column: 'account_id' | 'group_id', ids: readonly string[]): Promise<Access[]> {
    const rows = await this.#db
      .selectFrom('access')
      .selectAll()
      .where(column, '=', sql<string>`any(${[...ids]}::text[])`)
      .orderBy('group_id')
      .orderBy('version')
      .execute();
    return rows.map(toAccess);
  }
}

/**
 * Written into the statement, not given to it: the index by version is of messages only, and a prepared plan uses it
 * when it can prove that it may. Without it a page of ten would read its whole group.
 */
const MESSAGES = sql<boolean>`table_name = 'messages'`;
const OF_LEDGER = sql<boolean>`table_name in (
  'expenses', 'settlements', 'recurrences', 'plans', 'planComments', 'planVersions'
)`;

function toLedger({ table_name: table, json }: { table_name: string; json: string }): PagedChange {
  return { table, row: JSON.parse(json) } as PagedChange;
}
