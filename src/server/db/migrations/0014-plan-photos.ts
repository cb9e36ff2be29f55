/** Edits of plans that name photos are found without reading the others (`db/blob-records.ts`). */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index ops_with_plan_photos on ops (group_id)
    where type = 'plan.edited' and body like '%"blobId":"%'
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index ops_with_plan_photos`.execute(db);
}
