/**
 * The log store on SQL: the same statements on PGlite and PostgreSQL.
 *
 * A commit is five round trips whatever the number of pushes in it: begin, lock, load, append, commit.
 * Bulk values travel as one array per column (`unnest`), so that a statement's text, and its plan, never change.
 * A plan may have been made while the tables were empty, when reading one whole seemed cheapest, and is kept for the
 * life of its connection: `lateral … limit 1` leaves no other way than by the index.
 */
import { type ControlledTransaction, type Kysely, sql } from 'kysely';
import { must } from '#domain/assert.ts';
import type { Row, RowChange, TableName } from '#domain/rows.ts';
import { canonicalJson, chainStart } from '#protocol/canonical.ts';
import { listAuditedOps } from '../audit/audited-ops.ts';
import {
  type Access,
  type Epoch,
  type ErasedEntry,
  type GroupHead,
  type LogEntry,
  type LogPlace,
  type LogStore,
  LogStoreError,
  type LogTransaction,
  type LogView,
  type ParkedEntry,
  type ParkedTarget,
  type PushReads,
  type PushState,
  type PushWrites,
  type Rosters,
  type StoredMark,
  type StoredVerdict,
} from '../sync/log-store.ts';
import { appendAudit } from './audit-store.ts';
import {
  type AccessRecord,
  type LogRecord,
  type ParkedRecord,
  toAccess,
  toEntry,
  toParked,
  toVerdict,
  type VerdictRecord,
} from './log-records.ts';
import { columns } from './sql-columns.ts';
import { classifyCommitError, classifyStatementError } from './sql-errors.ts';
import { readEpoch, SqlLogView } from './sql-log-view.ts';
import { SqlPastTransaction } from './sql-past.ts';
import { noteEdits, SqlPlanTransaction } from './sql-plans.ts';
import type { Tables } from './tables.ts';

export interface SqlLogStoreOptions {
  /** One connection that only one holder uses (PGlite): reading needs no transaction to see one instant. */
  readonly isSerial: boolean;
  /** While true nothing is committed: what is left of the disk belongs to the database itself. */
  readonly isDiskLow?: () => boolean;
  /** Epoch ms: of the audit log's lines. */
  readonly now: () => number;
}

export class SqlLogStore implements LogStore {
  readonly #db: Kysely<Tables>;
  readonly #options: SqlLogStoreOptions;
  /** As last read. `lockHeads` looks whether it still stands; one that passed is read anew. */
  #epoch: Epoch | undefined;

  constructor(db: Kysely<Tables>, options: SqlLogStoreOptions) {
    this.#db = db;
    this.#options = options;
  }

  async transact<R>(run: (tx: LogTransaction) => Promise<R>): Promise<R> {
    const trx = await this.#begin();
    let result: R;
    try {
      this.#epoch ??= await readEpoch(trx);
      result = await run(new SqlLogTransaction(trx, this.#epoch, this.#options.now));
    } catch (error) {
      await rollBack(trx);
      if (error instanceof EpochPassed) {
        this.#epoch = undefined;
        throw new LogStoreError('unavailable', { cause: error });
      }
      throw isOurs(error) ? error : classifyStatementError(error);
    }
    try {
      await trx.commit().execute();
    } catch (error) {
      await rollBack(trx);
      throw classifyCommitError(error);
    }
    return result;
  }

  /** Another one has begun: without this the next commit would find it out, and its devices be told to wait. */
  forgetEpoch(): void {
    this.#epoch = undefined;
  }

  async read<R>(run: (view: LogView) => Promise<R>): Promise<R> {
    try {
      if (this.#options.isSerial) {
        return await this.#db
          .connection()
          .execute(async (connection) => run(new SqlLogView(connection, await readEpoch(connection))));
      }
      return await this.#db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (trx) => run(new SqlLogView(trx, await readEpoch(trx))));
    } catch (error) {
      if (isOurs(error)) throw error;
      throw new LogStoreError('unavailable', { cause: error });
    }
  }

  async raiseMarks(marks: readonly StoredMark[]): Promise<void> {
    if (marks.length === 0) return;
    const sorted = [...marks].sort((a, b) => compare(keyOf(a), keyOf(b)));
    const column = columns(sorted);
    try {
      // Another epoch's mark is replaced: its versions mean nothing here.
      await sql`
        insert into marks as m (group_id, member_id, epoch, delivered, read)
        select t.g, t.m, e.epoch, least(t.d, h.head), least(t.r, h.head)
        from unnest(${column('groupId')}::text[], ${column('memberId')}::text[],
                    ${column('delivered')}::bigint[], ${column('read')}::bigint[]) as t (g, m, d, r)
        cross join lateral (select head from group_heads where group_id = t.g limit 1) h
        cross join current_epoch e
        on conflict (group_id, member_id) do update set
          delivered = case when m.epoch = excluded.epoch
            then greatest(m.delivered, excluded.delivered) else excluded.delivered end,
          read = case when m.epoch = excluded.epoch then greatest(m.read, excluded.read) else excluded.read end,
          epoch = excluded.epoch
      `.execute(this.#db);
    } catch (error) {
      throw new LogStoreError('unavailable', { cause: error });
    }
  }

  async #begin(): Promise<ControlledTransaction<Tables>> {
    if (this.#options.isDiskLow?.()) throw new LogStoreError('unavailable');
    try {
      return await this.#db.startTransaction().execute();
    } catch (error) {
      throw new LogStoreError('unavailable', { cause: error });
    }
  }
}

class SqlLogTransaction implements LogTransaction {
  readonly epoch: Epoch;
  readonly past: SqlPastTransaction;
  readonly plans: SqlPlanTransaction;
  readonly #trx: ControlledTransaction<Tables>;
  readonly #now: () => number;

  constructor(trx: ControlledTransaction<Tables>, epoch: Epoch, now: () => number) {
    this.#trx = trx;
    this.past = new SqlPastTransaction(trx);
    this.plans = new SqlPlanTransaction(trx);
    this.epoch = epoch;
    this.#now = now;
  }

  async lockHeads(groupIds: readonly string[], create: ReadonlySet<string>): Promise<GroupHead[]> {
    const made = [...create].sort();
    if (made.length > 0) {
      await sql`
        insert into group_heads (group_id, head, chain)
        select * from unnest(${made}::text[], ${made.map(() => 0)}::bigint[], ${made.map(chainStart)}::text[])
        on conflict do nothing
      `.execute(this.#trx);
    }
    const { rows } = await sql<HeadRecord>`
      select e.epoch, h.group_id, h.head, h.chain, h.parked_bytes, h.folded from current_epoch e left join (
        select group_id, head, chain, parked_bytes, folded from group_heads
        where group_id = any(${[...groupIds]}::text[]) order by group_id for update
      ) h on true order by h.group_id
    `.execute(this.#trx);
    if (rows[0]?.epoch !== this.epoch.epoch) throw new EpochPassed();
    return rows.flatMap(({ group_id: groupId, head, chain, parked_bytes: parkedBytes, folded }) =>
      groupId === null ? [] : [{ groupId, head, chain, parkedBytes, ...(folded > 0 && { folded }) }],
    );
  }

  async loadForPush({ opIds, lanes, rows, members }: PushReads): Promise<PushState> {
    const op = columns(opIds);
    const lane = columns(lanes);
    const row = columns(rows);
    const member = columns(members);
    const { rows: found } = await sql<{
      verdicts: VerdictRecord[] | null;
      last_seqs: number[] | null;
      rows: { table_name: TableName; json: string }[] | null;
      access: AccessRecord[] | null;
    }>`
      select
        (select json_agg(v) from unnest(${op('groupId')}::text[], ${op('opId')}::text[]) as t (g, o)
          cross join lateral (
            select * from verdicts v where v.group_id = t.g and v.op_id = t.o and v.first limit 1
          ) v) as verdicts,
        (select json_agg(coalesce(
            (select max(seq) from verdicts v where v.group_id = t.g and v.device_id = t.d), 0) order by t.i)
          from unnest(${lane('groupId')}::text[], ${lane('deviceId')}::text[]) with ordinality as t (g, d, i)
        ) as last_seqs,
        (select json_agg(json_build_object('table_name', r.table_name, 'json', r.json))
          from unnest(${row('groupId')}::text[], ${row('table')}::text[], ${row('id')}::text[]) as t (g, n, i)
          cross join lateral (
            select * from rows r where r.group_id = t.g and r.table_name = t.n and r.id = t.i limit 1
          ) r) as rows,
        (select json_agg(a) from unnest(${member('groupId')}::text[], ${member('memberId')}::text[]) as t (g, m)
          cross join lateral (
            select * from access a where a.group_id = t.g and a.member_id = t.m limit 1
          ) a) as access
    `.execute(this.#trx);
    const state = must(found[0], 'one row of state');
    return {
      verdicts: (state.verdicts ?? []).map(toVerdict),
      lastSeqs: state.last_seqs ?? [],
      rows: (state.rows ?? []).map(({ table_name, json }) => toChange(table_name, json)),
      access: (state.access ?? []).map(toAccess),
    };
  }

  async loadRosters(groupIds: readonly string[]): Promise<Rosters> {
    const ids = [...groupIds];
    const { rows } = await sql<{ json: string }>`
      select json from rows where group_id = any(${ids}::text[]) and table_name = 'members'
    `.execute(this.#trx);
    const { rows: access } = await sql<AccessRecord>`
      select * from access where group_id = any(${ids}::text[])
    `.execute(this.#trx);
    return { rows: rows.map(({ json }) => toChange('members', json)), access: access.map(toAccess) };
  }

  async append(writes: PushWrites): Promise<void> {
    // Every change of state comes with the verdict that made it.
    if (writes.verdicts.length === 0) return;
    const head = columns(writes.heads);
    const entry = columns(writes.entries.map(({ op, ...rest }) => ({ ...op, ...rest })));
    const verdict = columns(writes.verdicts.map(toVerdictColumns));
    const row = columns(writes.rows.map(toRowColumns));
    const access = columns(await this.#ofPresentAccounts(writes.access));
    await sql`
      with new_heads as (
        insert into group_heads (group_id, head, chain, parked_bytes)
        select * from unnest(${head('groupId')}::text[], ${head('head')}::bigint[], ${head('chain')}::text[],
          ${head('parkedBytes')}::integer[])
        on conflict (group_id) do update set
          head = excluded.head, chain = excluded.chain, parked_bytes = excluded.parked_bytes
      ), new_ops as (
        insert into ops (group_id, version, op_id, actor_id, at, type, v, salt, body, hash, chain)
        select * from unnest(${entry('groupId')}::text[], ${entry('version')}::bigint[],
          ${entry('opId')}::text[], ${entry('actorId')}::text[], ${entry('at')}::bigint[],
          ${entry('type')}::text[], ${entry('v')}::integer[], ${entry('salt')}::text[],
          ${writes.entries.map(({ op }) => canonicalJson(op.body))}::text[],
          ${entry('hash')}::text[], ${entry('chain')}::text[])
      ), new_verdicts as (
        insert into verdicts (group_id, device_id, seq, op_id, hash, version, rejection, first)
        select * from unnest(${verdict('groupId')}::text[], ${verdict('deviceId')}::text[],
          ${verdict('seq')}::bigint[], ${verdict('opId')}::text[], ${verdict('hash')}::text[],
          ${verdict('version')}::bigint[], ${verdict('rejection')}::text[], ${verdict('first')}::boolean[])
      ), new_rows as (
        insert into rows (group_id, table_name, id, version, row_version, json)
        select * from unnest(${row('groupId')}::text[], ${row('table')}::text[], ${row('id')}::text[],
          ${row('version')}::bigint[], ${row('rowVersion')}::bigint[], ${row('json')}::text[])
        on conflict (group_id, table_name, id) do update set
          version = excluded.version, row_version = excluded.row_version, json = excluded.json
      ), new_access as (
        insert into access (group_id, member_id, account_id, role, active, version)
        select * from unnest(${access('groupId')}::text[], ${access('memberId')}::text[],
          ${access('accountId')}::text[], ${access('role')}::text[], ${access('active')}::boolean[],
          ${access('version')}::bigint[])
        on conflict (group_id, member_id) do update set
          role = excluded.role, active = excluded.active, version = excluded.version
      )
      select 1
    `.execute(this.#trx);
    await this.#writeParked(writes);
    await noteEdits(this.#trx, writes.entries);
    if (writes.erased && writes.erased.length > 0) await this.#erase(writes.erased);
    await appendAudit(this.#trx, listAuditedOps(writes), this.#now());
  }

  /**
   * An account that went over to another one while this commit was on its way: what it enters now is the other one's.
   * The share lock makes a merge wait for us, or us for it.
   */
  async #ofPresentAccounts(access: readonly Access[]): Promise<readonly Access[]> {
    if (access.length === 0) return access;
    const { rows } = await sql<{ account_id: string; merged_into: string | null }>`
      select account_id, merged_into from accounts
      where account_id = any(${access.map(({ accountId }) => accountId)}::text[]) for share
    `.execute(this.#trx);
    const moved = new Map(rows.map((row) => [row.account_id, row.merged_into]));
    return access.map((one) => ({ ...one, accountId: moved.get(one.accountId) ?? one.accountId }));
  }

  async loadEntries(places: readonly LogPlace[]): Promise<LogEntry[]> {
    const place = columns(places);
    const { rows } = await sql<LogRecord>`
      select o.* from unnest(${place('groupId')}::text[], ${place('version')}::int8[]) as t (g, v)
      join ops o on o.group_id = t.g and o.version = t.v
    `.execute(this.#trx);
    return rows.map(toEntry);
  }

  async listParkedFor(targets: readonly ParkedTarget[]): Promise<ParkedEntry[]> {
    const target = columns(targets);
    const { rows } = await sql<ParkedRecord>`
      select p.target_id, p.bytes, o.*
      from unnest(${target('groupId')}::text[], ${target('targetId')}::text[]) as t (g, i)
      join parked p on p.group_id = t.g and p.target_id = t.i
      join ops o on o.group_id = p.group_id and o.version = p.version order by o.group_id, o.version
    `.execute(this.#trx);
    return rows.map(toParked);
  }

  async #erase(erased: readonly ErasedEntry[]): Promise<void> {
    const entry = columns(erased);
    await sql`
      update ops o set salt = t.s, body = t.b, is_cleared = false
      from unnest(${entry('groupId')}::text[], ${entry('version')}::bigint[], ${entry('salt')}::text[],
        ${erased.map(({ body }) => canonicalJson(body))}::text[]) as t (g, v, s, b)
      where o.group_id = t.g and o.version = t.v
    `.execute(this.#trx);
  }

  /** Apart from the statement above, which every commit pays for. */
  async #writeParked({ parked, unparked }: PushWrites): Promise<void> {
    if (parked.length > 0) {
      const entry = columns(parked.map(({ op, ...rest }) => ({ groupId: op.groupId, ...rest })));
      await sql`
        insert into parked (group_id, version, target_id, bytes)
        select * from unnest(${entry('groupId')}::text[], ${entry('version')}::bigint[],
          ${entry('targetId')}::text[], ${entry('bytes')}::integer[])
      `.execute(this.#trx);
    }
    if (unparked.length === 0) return;
    const gone = columns(unparked);
    await sql`
      delete from parked p using unnest(${gone('groupId')}::text[], ${gone('version')}::bigint[]) as t (g, v)
      where p.group_id = t.g and p.version = t.v
    `.execute(this.#trx);
  }
}

interface HeadRecord {
  epoch: string;
  group_id: string | null;
  head: number;
  chain: string;
  parked_bytes: number;
  folded: number;
}

/** The server's history was replaced since this process last looked. */
class EpochPassed extends Error {
  override readonly name = 'EpochPassed';
}

function toVerdictColumns({ verdict, ...rest }: StoredVerdict) {
  const committed = typeof verdict === 'number';
  return { ...rest, version: committed ? verdict : null, rejection: committed ? null : verdict };
}

function toRowColumns({ table, row }: RowChange) {
  const { groupId, id, version, rowVersion } = row;
  return { groupId, table, id, version, rowVersion, json: JSON.stringify(row) };
}

function toChange(table: TableName, json: string): RowChange {
  return { table, row: JSON.parse(json) as Row } as RowChange;
}

async function rollBack(trx: ControlledTransaction<Tables>): Promise<void> {
  // Fails when the connection is gone, which rolls back too; the driver throws that connection away.
  await trx
    .rollback()
    .execute()
    .catch(() => undefined);
}

/** Errors of the caller's `run` pass through; only the database's are classified. */
function isOurs(error: unknown): boolean {
  return error instanceof LogStoreError || (error instanceof Error && error.name === 'BugError');
}

const keyOf = ({ groupId, memberId }: StoredMark): string => `${groupId} ${memberId}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
