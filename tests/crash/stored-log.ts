/** The server's log as it lies in the database, read past the server. */
import { join } from 'node:path';
import { Client } from 'pg';
import { openDurablePGlite } from '#server/db/durable-pglite.ts';

export interface StoredOp {
  readonly groupId: string;
  readonly version: number;
  readonly opId: string;
  readonly actorId: string;
  readonly type: string;
  /** Of a message; empty for others. */
  readonly text: string;
}

export interface StoredVerdict {
  readonly groupId: string;
  readonly deviceId: string;
  readonly seq: number;
  readonly opId: string;
}

export interface StoredLog {
  /** By group and ascending version. */
  readonly ops: readonly StoredOp[];
  /** By lane and ascending number. */
  readonly verdicts: readonly StoredVerdict[];
}

const OPS = 'select group_id, version, op_id, actor_id, type, body from ops order by group_id, version';
const VERDICTS = 'select group_id, device_id, seq, op_id from verdicts order by group_id, device_id, seq';

interface OpRow {
  group_id: string;
  version: number | string;
  op_id: string;
  actor_id: string;
  type: string;
  body: string;
}

interface VerdictRow {
  group_id: string;
  device_id: string;
  seq: number | string;
  op_id: string;
}

export async function readPostgresLog(url: string): Promise<StoredLog> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: ops } = await client.query<OpRow>(OPS);
    const { rows: verdicts } = await client.query<VerdictRow>(VERDICTS);
    return toLog(ops, verdicts);
  } finally {
    await client.end();
  }
}

/** The server must not be running: one process at a time opens this directory. */
export async function readEmbeddedLog(dataDir: string): Promise<StoredLog> {
  const pglite = await openDurablePGlite(join(dataDir, 'postgres'));
  try {
    const { rows: ops } = await pglite.query<OpRow>(OPS);
    const { rows: verdicts } = await pglite.query<VerdictRow>(VERDICTS);
    return toLog(ops, verdicts);
  } finally {
    await pglite.close();
  }
}

function toLog(ops: readonly OpRow[], verdicts: readonly VerdictRow[]): StoredLog {
  return {
    ops: ops.map((row) => ({
      groupId: row.group_id,
      version: Number(row.version),
      opId: row.op_id,
      actorId: row.actor_id,
      type: row.type,
      text: textOf(row.body),
    })),
    verdicts: verdicts.map((row) => ({
      groupId: row.group_id,
      deviceId: row.device_id,
      seq: Number(row.seq),
      opId: row.op_id,
    })),
  };
}

function textOf(body: string): string {
  const { text } = JSON.parse(body) as { text?: unknown };
  return typeof text === 'string' ? text : '';
}
