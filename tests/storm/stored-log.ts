/** The server's log as it lies in the database, read past the server and past its types. */
import { join } from 'node:path';
import { Client } from 'pg';
import type { Op } from '#domain/op.ts';
import { openDurablePGlite } from '#server/db/durable-pglite.ts';

export interface StoredOp {
  readonly version: number;
  readonly op: Op;
  readonly chain: string;
}

export interface StoredVerdict {
  readonly groupId: string;
  readonly deviceId: string;
  readonly seq: number;
  readonly opId: string;
}

export interface StoredRow {
  readonly groupId: string;
  readonly table: string;
  readonly json: string;
}

export interface StoredLog {
  readonly epoch: string;
  /** By group and ascending version. */
  readonly ops: readonly StoredOp[];
  /** By lane and ascending number. */
  readonly verdicts: readonly StoredVerdict[];
  /** The server's own fold, from which snapshots and permissions come. */
  readonly rows: readonly StoredRow[];
}

const EPOCH = 'select epoch from current_epoch';
const OPS = `select group_id, version, op_id, actor_id, at, type, v, salt, body, chain
  from ops order by group_id, version`;
const VERDICTS = 'select group_id, device_id, seq, op_id from verdicts order by group_id, device_id, seq';
const ROWS = 'select group_id, table_name, json from rows';

type Fields = Readonly<Record<string, string | number>>;
type Query = (sql: string) => Promise<{ rows: Fields[] }>;

export async function readPostgresLog(url: string): Promise<StoredLog> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await readLog((sql) => client.query<Fields>(sql));
  } finally {
    await client.end();
  }
}

/** The server must not be running: one process at a time opens this directory. */
export async function readEmbeddedLog(dataDir: string): Promise<StoredLog> {
  const pglite = await openDurablePGlite(join(dataDir, 'postgres'));
  try {
    return await readLog((sql) => pglite.query<Fields>(sql));
  } finally {
    await pglite.close();
  }
}

async function readLog(query: Query): Promise<StoredLog> {
  const { rows: epochs } = await query(EPOCH);
  const { rows: ops } = await query(OPS);
  const { rows: verdicts } = await query(VERDICTS);
  const { rows } = await query(ROWS);
  return {
    epoch: String(epochs[0]?.epoch),
    ops: ops.map((row) => ({ version: Number(row.version), op: toOp(row), chain: String(row.chain) })),
    verdicts: verdicts.map((row) => ({
      groupId: String(row.group_id),
      deviceId: String(row.device_id),
      seq: Number(row.seq),
      opId: String(row.op_id),
    })),
    rows: rows.map((row) => ({
      groupId: String(row.group_id),
      table: String(row.table_name),
      json: String(row.json),
    })),
  };
}

const toOp = (row: Fields): Op => ({
  opId: String(row.op_id),
  groupId: String(row.group_id),
  actorId: String(row.actor_id),
  at: Number(row.at),
  type: String(row.type),
  v: Number(row.v),
  salt: String(row.salt),
  body: JSON.parse(String(row.body)) as Op['body'],
});
