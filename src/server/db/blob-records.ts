/** What the database knows of photos: whose they are, how large, and who may see them. Their bytes lie elsewhere. */
import { type Kysely, sql } from 'kysely';
import type { BlobTable, Tables } from './tables.ts';

export interface BlobRecord {
  readonly groupId: string;
  readonly blobId: string;
  /** Who sent it. */
  readonly accountId: string;
  readonly mime: string;
  /** As stored. */
  readonly bytes: number;
  /** As it was sent. */
  readonly sentBytes: number;
  readonly width: number;
  readonly height: number;
  /** Epoch ms, server clock. */
  readonly madeAt: number;
  /** An op of the log has named it. */
  readonly named: boolean;
  /** Epoch ms: since when no row names it any more that an op had named; null: one does, or none ever did. */
  readonly unnamedSince: number | null;
}

export type BlobKey = Pick<BlobRecord, 'groupId' | 'blobId'>;

const BLOB_ID = /"blobId":"([A-Za-z0-9_-]{22})"/g;

export class BlobRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** `none`: nobody there knows this account, or there is no such group. */
  async membershipOf(accountId: string, groupId: string): Promise<'in' | 'out' | 'none'> {
    const rows = await this.#db
      .selectFrom('access')
      .select('active')
      .where('group_id', '=', groupId)
      .where('account_id', '=', accountId)
      .execute();
    if (rows.length === 0) return 'none';
    return rows.some(({ active }) => active) ? 'in' : 'out';
  }

  async get({ groupId, blobId }: BlobKey): Promise<BlobRecord | undefined> {
    const row = await this.#db
      .selectFrom('blobs')
      .selectAll()
      .where('group_id', '=', groupId)
      .where('blob_id', '=', blobId)
      .executeTakeFirst();
    return row && recordOf(row);
  }

  /** False: there is one of that name already. */
  async add(record: BlobRecord): Promise<boolean> {
    const { groupId, blobId, accountId, sentBytes, madeAt, unnamedSince, ...rest } = record;
    const added = await this.#db
      .insertInto('blobs')
      .values({
        ...rest,
        group_id: groupId,
        blob_id: blobId,
        account_id: accountId,
        sent_bytes: sentBytes,
        made_at: madeAt,
        unnamed_since: unnamedSince,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return added.numInsertedOrUpdatedRows === 1n;
  }

  /** Bytes stored: of what the group shows, of all that the account sent since then. */
  async measure(use: { groupId: string; accountId: string; since: number }): Promise<{
    readonly group: number;
    readonly account: number;
  }> {
    const { rows } = await sql<{ group_bytes: string | number; account_bytes: string | number }>`
      select
        (select coalesce(sum(bytes), 0) from blobs
          where group_id = ${use.groupId} and unnamed_since is null) as group_bytes,
        (select coalesce(sum(bytes), 0) from blobs
          where account_id = ${use.accountId} and made_at >= ${use.since}) as account_bytes
    `.execute(this.#db);
    return { group: Number(rows[0]?.group_bytes ?? 0), account: Number(rows[0]?.account_bytes ?? 0) };
  }

  /** Of this account and those that went over into it. */
  async listOfAccount(accountId: string): Promise<BlobRecord[]> {
    const { rows } = await sql<BlobTable>`
      with recursive own (id) as (
        select ${accountId}
        union select a.account_id from accounts a join own on a.merged_into = own.id
      )
      select blobs.* from blobs join own on blobs.account_id = own.id order by made_at, blob_id
    `.execute(this.#db);
    return rows.map(recordOf);
  }

  async listOfGroup(groupId: string): Promise<BlobRecord[]> {
    const rows = await this.#db.selectFrom('blobs').selectAll().where('group_id', '=', groupId).execute();
    return rows.map(recordOf);
  }

  async listGroups(): Promise<string[]> {
    const rows = await this.#db.selectFrom('blobs').select('group_id').distinct().execute();
    return rows.map(({ group_id }) => group_id);
  }

  /**
   * Every blob that a row of the group speaks of, or an edit of a plan ever did: a version of its text may be shown again.
   * undefined: the group is deleted.
   */
  async listNamed(groupId: string): Promise<ReadonlySet<string> | undefined> {
    const rows = await this.#db
      .selectFrom('rows')
      .select(['table_name', 'json'])
      .where('group_id', '=', groupId)
      .where((where) => where.or([where('table_name', '=', 'groups'), where('json', 'like', '%"blobId":"%')]))
      .execute();
    const group = rows.find(({ table_name }) => table_name === 'groups');
    if (group && 'deletedAt' in JSON.parse(group.json)) return undefined;
    // Said as its index says it (migrations/0014-plan-photos.ts).
    const edits = await sql<{ body: string }>`
      select body from ops
      where group_id = ${groupId} and type = 'plan.edited' and body like '%"blobId":"%'
    `.execute(this.#db);
    const spoken = [...rows.map(({ json }) => json), ...edits.rows.map(({ body }) => body)];
    return new Set(spoken.flatMap((text) => [...text.matchAll(BLOB_ID)].map(([, id = '']) => id)));
  }

  /** Is it among `listNamed`? */
  async isNamed({ groupId, blobId }: BlobKey): Promise<boolean> {
    const name = `"blobId":"${blobId}"`;
    const { rows } = await sql<{ named: boolean }>`
      select exists (
        select from rows where group_id = ${groupId} and position(${name} in json) > 0
      ) or exists (
        select from ops where group_id = ${groupId} and position(${name} in body) > 0
          and type = 'plan.edited' and body like '%"blobId":"%'
      ) as named
    `.execute(this.#db);
    return rows[0]?.named === true;
  }

  /** Every blob that the group's past speaks of: ops of the log that have their words, and rows as they once stood. */
  async listInPast(groupId: string): Promise<ReadonlySet<string>> {
    const { rows } = await sql<{ words: string }>`
      select body as words from ops where group_id = ${groupId} and body like '%"blobId":"%'
      union all
      select json from past_rows where group_id = ${groupId} and json like '%"blobId":"%'
    `.execute(this.#db);
    return new Set(rows.flatMap(({ words }) => [...words.matchAll(BLOB_ID)].map(([, id = '']) => id)));
  }

  async noteNamed(groupId: string, blobIds: readonly string[]): Promise<void> {
    if (blobIds.length === 0) return;
    await this.#db
      .updateTable('blobs')
      .set({ named: true, unnamed_since: null })
      .where('group_id', '=', groupId)
      .where('blob_id', 'in', [...blobIds])
      .where((where) => where.or([where('named', '=', false), where('unnamed_since', 'is not', null)]))
      .execute();
  }

  /** What was noted before keeps its time. */
  async noteUnnamed(groupId: string, blobIds: readonly string[], at: number): Promise<void> {
    if (blobIds.length === 0) return;
    await this.#db
      .updateTable('blobs')
      .set({ unnamed_since: at })
      .where('group_id', '=', groupId)
      .where('blob_id', 'in', [...blobIds])
      .where('unnamed_since', 'is', null)
      .execute();
  }

  async remove(groupId: string, blobIds: readonly string[]): Promise<void> {
    if (blobIds.length === 0) return;
    await this.#db
      .deleteFrom('blobs')
      .where('group_id', '=', groupId)
      .where('blob_id', 'in', [...blobIds])
      .execute();
  }
}

function recordOf(row: BlobTable): BlobRecord {
  const { group_id, blob_id, account_id, sent_bytes, made_at, unnamed_since, ...rest } = row;
  return {
    ...rest,
    groupId: group_id,
    blobId: blob_id,
    accountId: account_id,
    sentBytes: sent_bytes,
    madeAt: Number(made_at),
    unnamedSince: unnamed_since === null ? null : Number(unnamed_since),
  };
}
