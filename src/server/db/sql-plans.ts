/** The texts of plans on SQL; see `sync/plan-text-store.ts`. */
import { type Kysely, sql } from 'kysely';
import { textEditOf } from '#domain/plans/edit-op.ts';
import type { PlanVersionRow } from '#domain/plans/plan-rows.ts';
import type { LogEntry } from '../sync/log-store.ts';
import type { NamedText, PlanKey, PlanTransaction, PlanView, StoredText } from '../sync/plan-text-store.ts';
import { type LogRecord, toEntry } from './log-records.ts';
import { columns } from './sql-columns.ts';
import type { Tables } from './tables.ts';

export class SqlPlanView implements PlanView {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  listTexts(key: PlanKey): Promise<StoredText[]> {
    return listTexts(this.#db, key);
  }

  async readText(
    { groupId, planId, version }: PlanKey & { readonly version: number },
    { offset, maxBytes }: { readonly offset: number; readonly maxBytes: number },
  ): Promise<Uint8Array | undefined> {
    const { rows } = await sql<{ part: string }>`
      select encode(substring(data from ${offset + 1}::integer for ${maxBytes}::integer), 'base64') as part
      from plan_texts
      where group_id = ${groupId} and plan_id = ${planId} and version = ${version}
    `.execute(this.#db);
    return rows[0] && new Uint8Array(Buffer.from(rows[0].part, 'base64'));
  }

  async listEdits(
    { groupId, planId }: PlanKey,
    {
      after,
      upTo,
      maxEdits,
      maxBytes,
    }: {
      readonly after: number;
      readonly upTo: number;
      readonly maxEdits: number;
      readonly maxBytes: number;
    },
  ): Promise<LogEntry[]> {
    const { rows } = await sql<LogRecord>`
      select o.* from (
        select version, sum(bytes) over (order by version) as weight, row_number() over (order by version) as place
        from (select version, bytes from plan_edits
              where group_id = ${groupId} and plan_id = ${planId} and version > ${after} and version <= ${upTo}
              order by version limit ${maxEdits}) e
      ) e
      cross join lateral (
        select * from ops o where o.group_id = ${groupId} and o.version = e.version limit 1
      ) o
      where e.weight <= ${maxBytes} or e.place = 1 order by e.version
    `.execute(this.#db);
    return rows.map(toEntry);
  }

  async listEdited(groupId: string, from: number, to: number): Promise<string[]> {
    const { rows } = await sql<{ plan_id: string }>`
      select distinct plan_id from plan_edits
      where group_id = ${groupId} and version >= ${from} and version <= ${to} order by plan_id
    `.execute(this.#db);
    return rows.map(({ plan_id }) => plan_id);
  }

  async listNamed(groupId: string): Promise<NamedText[]> {
    // Written so that the index by version, which is of such tables alone, may be used.
    const { rows } = await sql<{ version: number; json: string }>`
      select version, json from rows
      where group_id = ${groupId} and table_name = 'planVersions' order by version
    `.execute(this.#db);
    return rows.map(({ version, json }) => ({
      planId: (JSON.parse(json) as PlanVersionRow).planId,
      version,
    }));
  }

  async listLong(minEdits: number, maxPlans: number): Promise<PlanKey[]> {
    const { rows } = await sql<{ group_id: string; plan_id: string }>`
      select e.group_id, e.plan_id from plan_edits e
      left join (
        select group_id, plan_id, max(version) as version from plan_texts group by group_id, plan_id
      ) t on t.group_id = e.group_id and t.plan_id = e.plan_id
      where e.version > coalesce(t.version, 0)
      group by e.group_id, e.plan_id having count(*) > ${minEdits} order by count(*) desc limit ${maxPlans}
    `.execute(this.#db);
    return rows.map(({ group_id: groupId, plan_id: planId }) => ({ groupId, planId }));
  }
}

export class SqlPlanTransaction implements PlanTransaction {
  readonly #trx: Kysely<Tables>;

  constructor(trx: Kysely<Tables>) {
    this.#trx = trx;
  }

  listTexts(key: PlanKey): Promise<StoredText[]> {
    return listTexts(this.#trx, key);
  }

  async putText(
    { groupId, planId, version }: PlanKey & { readonly version: number },
    { at, data }: { readonly at: number; readonly data: Uint8Array },
  ): Promise<void> {
    await sql`
      insert into plan_texts (group_id, plan_id, version, at, bytes, data)
      values (${groupId}, ${planId}, ${version}, ${at}, ${data.length},
        decode(${Buffer.from(data).toString('base64')}::text, 'base64'))
      on conflict (group_id, plan_id, version) do nothing
    `.execute(this.#trx);
  }

  async dropTexts({ groupId, planId }: PlanKey, versions: readonly number[]): Promise<void> {
    if (versions.length === 0) return;
    await sql`
      delete from plan_texts
      where group_id = ${groupId} and plan_id = ${planId} and version = any(${[...versions]}::bigint[])
    `.execute(this.#trx);
  }

  async listKept(groupId: string): Promise<string[]> {
    const { rows } = await sql<{ plan_id: string }>`
      select distinct plan_id from plan_texts where group_id = ${groupId} order by plan_id
    `.execute(this.#trx);
    return rows.map(({ plan_id }) => plan_id);
  }

  async listUncompacted(groupId: string, upTo: number): Promise<string[]> {
    const { rows } = await sql<{ plan_id: string }>`
      select e.plan_id from plan_edits e
      left join (
        select plan_id, max(version) as version from plan_texts
        where group_id = ${groupId} and version <= ${upTo} group by plan_id
      ) t on t.plan_id = e.plan_id
      where e.group_id = ${groupId} and e.version <= ${upTo} and e.version > coalesce(t.version, 0)
      group by e.plan_id order by e.plan_id
    `.execute(this.#trx);
    return rows.map(({ plan_id }) => plan_id);
  }

  async dropEdits(groupId: string, upTo: number): Promise<void> {
    await sql`delete from plan_edits where group_id = ${groupId} and version <= ${upTo}`.execute(this.#trx);
  }
}

/** In the commit that appends them, if there are any. */
export async function noteEdits(trx: Kysely<Tables>, entries: readonly LogEntry[]): Promise<void> {
  const edits = entries.flatMap(({ op, version }) => {
    const edit = textEditOf(op);
    return edit ? [{ groupId: op.groupId, planId: edit.planId, version, bytes: edit.update.length }] : [];
  });
  if (edits.length === 0) return;
  const edit = columns(edits);
  await sql`
    insert into plan_edits (group_id, plan_id, version, bytes)
    select * from unnest(${edit('groupId')}::text[], ${edit('planId')}::text[], ${edit('version')}::bigint[],
      ${edit('bytes')}::integer[])
  `.execute(trx);
}

async function listTexts(db: Kysely<Tables>, { groupId, planId }: PlanKey): Promise<StoredText[]> {
  const { rows } = await sql<StoredText>`
    select version, bytes, at from plan_texts
    where group_id = ${groupId} and plan_id = ${planId} order by version
  `.execute(db);
  return rows;
}
