/** Points and images on SQL; see `sync/past-store.ts`. */
import { type Kysely, sql } from 'kysely';
import type { RowChange, RowKey, TableName } from '#domain/rows.ts';
import { canonicalJson } from '#protocol/canonical.ts';
import type { ErasedEntry } from '../sync/log-store.ts';
import type { PastPoint, PastReach, PastTransaction, PastView } from '../sync/past-store.ts';
import { columns } from './sql-columns.ts';
import type { Tables } from './tables.ts';

export class SqlPastView implements PastView {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  getReach(groupId: string): Promise<PastReach> {
    return readReach(this.#db, groupId);
  }

  async listPoints(groupId: string): Promise<PastPoint[]> {
    const points = await this.#db
      .selectFrom('past_points')
      .select(['version', 'at', 'parked'])
      .where('group_id', '=', groupId)
      .orderBy('version')
      .execute();
    return points.map(({ parked, ...point }) => ({ ...point, parked: JSON.parse(parked) }));
  }

  async listChangedSince(
    groupId: string,
    version: number,
    { after, maxRows }: { readonly after: RowKey | null; readonly maxRows: number },
  ): Promise<RowKey[]> {
    const { rows } = await sql<{ table: TableName; id: string }>`
      select table_name as table, id from rows
      where group_id = ${groupId} and version <= ${version} and row_version > ${version}
        and (table_name, id) > (${after?.table ?? ''}, ${after?.id ?? ''})
      order by table_name, id limit ${maxRows}
    `.execute(this.#db);
    return rows;
  }

  async listRowsAt(groupId: string, version: number, keys: readonly RowKey[]): Promise<RowChange[]> {
    if (keys.length === 0) return [];
    const key = columns(keys);
    // The last one is for rows that a release without images changed: as they are now is the nearest that is known.
    const { rows } = await sql<{ table_name: TableName; json: string }>`
      select t.n as table_name, r.json
      from unnest(${key('table')}::text[], ${key('id')}::text[]) as t (n, i)
      cross join lateral (
        select json from (
          select r.row_version as known, r.json from rows r
          where r.group_id = ${groupId} and r.table_name = t.n and r.id = t.i and r.row_version <= ${version}
          union all
          (select p.row_version, p.json from past_rows p
           where p.group_id = ${groupId} and p.table_name = t.n and p.id = t.i and p.row_version <= ${version}
           order by p.row_version desc limit 1)
          union all
          select 0, r.json from rows r
          where r.group_id = ${groupId} and r.table_name = t.n and r.id = t.i and r.version <= ${version}
        ) found order by known desc limit 1
      ) r
    `.execute(this.#db);
    return rows.map(toChange);
  }

  async listUnfolded(after: string, maxGroups: number): Promise<string[]> {
    const groups = await this.#db
      .selectFrom('group_heads')
      .select('group_id')
      .where('group_id', '>', after)
      .whereRef('head', '>', 'folded')
      .orderBy('group_id')
      .limit(maxGroups)
      .execute();
    return groups.map(({ group_id }) => group_id);
  }

  async listUncleared(at: number, maxGroups: number): Promise<string[]> {
    const { rows } = await sql<{ group_id: string }>`
      select distinct p.group_id from past_points p join group_heads h on h.group_id = p.group_id
      where p.at < ${at} and p.version > h.cleared order by 1 limit ${maxGroups}
    `.execute(this.#db);
    return rows.map(({ group_id }) => group_id);
  }
}

export class SqlPastTransaction implements PastTransaction {
  readonly #trx: Kysely<Tables>;

  constructor(trx: Kysely<Tables>) {
    this.#trx = trx;
  }

  getReach(groupId: string): Promise<PastReach> {
    return readReach(this.#trx, groupId);
  }

  async listImages(groupId: string, keys: readonly RowKey[]): Promise<RowChange[]> {
    const key = columns(keys);
    const { rows } = await sql<{ table_name: TableName; json: string }>`
      select p.table_name, p.json from unnest(${key('table')}::text[], ${key('id')}::text[]) as t (n, i)
      join past_rows p on p.group_id = ${groupId} and p.table_name = t.n and p.id = t.i
    `.execute(this.#trx);
    return rows.map(toChange);
  }

  async putImages(images: readonly RowChange[]): Promise<void> {
    if (images.length === 0) return;
    const image = columns(images.map(toColumns));
    await sql`
      insert into past_rows (group_id, table_name, id, row_version, json)
      select * from unnest(${image('groupId')}::text[], ${image('table')}::text[], ${image('id')}::text[],
        ${image('rowVersion')}::bigint[], ${image('json')}::text[])
      on conflict (group_id, table_name, id, row_version) do update set json = excluded.json
    `.execute(this.#trx);
  }

  async addPoint(
    groupId: string,
    { version, at, parked }: PastPoint,
    images: readonly RowChange[],
  ): Promise<void> {
    const image = columns(images.map(toColumns));
    await sql`
      with new_point as (
        insert into past_points (group_id, version, at, parked)
        values (${groupId}, ${version}, ${at}, ${JSON.stringify(parked)})
      ), reached as (
        update group_heads set folded = ${version} where group_id = ${groupId}
      )
      insert into past_rows (group_id, table_name, id, row_version, json)
      select ${groupId}, t.n, t.i, t.v, t.j
      from unnest(${image('table')}::text[], ${image('id')}::text[], ${image('rowVersion')}::bigint[],
        ${image('json')}::text[]) as t (n, i, v, j)
      join rows r on r.group_id = ${groupId} and r.table_name = t.n and r.id = t.i and r.row_version > t.v
      on conflict do nothing
    `.execute(this.#trx);
  }

  async clearTo(groupId: string, version: number, entries: readonly ErasedEntry[]): Promise<void> {
    const entry = columns(entries);
    await sql`
      with reached as (update group_heads set cleared = ${version} where group_id = ${groupId})
      update ops o set salt = t.s, body = t.b, is_cleared = true
      from unnest(${entry('version')}::bigint[], ${entry('salt')}::text[],
        ${entries.map(({ body }) => canonicalJson(body))}::text[]) as t (v, s, b)
      where o.group_id = ${groupId} and o.version = t.v
        and not exists (select 1 from parked p where p.group_id = o.group_id and p.version = o.version)
    `.execute(this.#trx);
  }

  async dropPoints(groupId: string, versions: readonly number[]): Promise<void> {
    await sql`
      delete from past_points where group_id = ${groupId} and version = any(${[...versions]}::bigint[])
    `.execute(this.#trx);
    // An image is shown by the points from its own version to before the one that came after it.
    await sql`
      delete from past_rows p where p.group_id = ${groupId} and not exists (
        select 1 from past_points q where q.group_id = p.group_id and q.version >= p.row_version
          and q.version < coalesce(
            (select min(n.row_version) from past_rows n where n.group_id = p.group_id
              and n.table_name = p.table_name and n.id = p.id and n.row_version > p.row_version),
            (select r.row_version from rows r where r.group_id = p.group_id
              and r.table_name = p.table_name and r.id = p.id))
      )
    `.execute(this.#trx);
  }
}

async function readReach(db: Kysely<Tables>, groupId: string): Promise<PastReach> {
  const reach = await db
    .selectFrom('group_heads')
    .select(['folded', 'cleared'])
    .where('group_id', '=', groupId)
    .executeTakeFirst();
  return reach ?? { folded: 0, cleared: 0 };
}

function toColumns({ table, row }: RowChange) {
  const { groupId, id, rowVersion } = row;
  return { groupId, table, id, rowVersion, json: JSON.stringify(row) };
}

function toChange({ table_name: table, json }: { table_name: TableName; json: string }): RowChange {
  return { table, row: JSON.parse(json) } as RowChange;
}
