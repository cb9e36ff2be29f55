/** The floor's one table and its one insert, on the database the environment names. */
import { Pool } from 'pg';
import { openDurablePGlite } from '#server/db/durable-pglite.ts';

export interface FloorDatabase {
  /** One statement, one commit, on disk when it resolves. */
  insert(opIds: readonly string[], versions: readonly number[], bodies: readonly string[]): Promise<void>;
}

const TABLE = 'create table floor (op_id text primary key, version int not null unique, body text not null)';
const INSERT = 'insert into floor select * from unnest($1::text[], $2::int[], $3::text[])';

export async function openFloorDatabase(): Promise<FloorDatabase> {
  const dataDir = process.env.DATA_DIR;
  if (dataDir !== undefined) {
    const pglite = await openDurablePGlite(dataDir);
    await pglite.query(TABLE);
    return {
      insert: async (...columns) => {
        await pglite.query(INSERT, columns);
      },
    };
  }
  const pool = new Pool({ connectionString: process.env.DATABASE_URL });
  await pool.query(TABLE);
  return {
    insert: async (...columns) => {
      await pool.query(INSERT, columns);
    },
  };
}
