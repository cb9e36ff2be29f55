/** Which texts of plans are to be read for search, and what was read of them; see migration 0015. */
import { type Kysely, sql } from 'kysely';
import type { PlanKey } from '../sync/plan-text-store.ts';
import type { DueText, PlanWordRecords as Port } from '../sync/plan-words-keeper.ts';
import type { Tables } from './tables.ts';

export class PlanWordRecords implements Port {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** After `after`, by group and plan. */
  async listDue(after: PlanKey | undefined, max: number): Promise<DueText[]> {
    const { rows } = await sql<{ group_id: string; plan_id: string; version: number }>`
      select group_id, plan_id, version from plan_words_due
      where (group_id, plan_id) > (${after?.groupId ?? ''}::text, ${after?.planId ?? ''}::text)
      order by group_id, plan_id limit ${max}
    `.execute(this.#db);
    return rows.map(({ group_id: groupId, plan_id: planId, version }) => ({ groupId, planId, version }));
  }

  /** `said`: a line for each block. What another server has read further already stays. */
  async put({ groupId, planId, version }: DueText, said: string): Promise<void> {
    const text = storable(said);
    await this.#db.transaction().execute(async (trx) => {
      await sql`
        insert into plan_words (group_id, plan_id, version, said, words)
        values (${groupId}, ${planId}, ${version}, ${text}, search_vector(${groupId}::text, ${text}::text))
        on conflict (group_id, plan_id) do update
        set version = excluded.version, said = excluded.said, words = excluded.words
        where plan_words.version <= excluded.version
      `.execute(trx);
      await sql`
        delete from plan_words_due
        where group_id = ${groupId} and plan_id = ${planId} and version <= ${version}
      `.execute(trx);
    });
  }
}

/** PostgreSQL holds no NUL and no half of a character. */
const storable = (text: string): string => text.replaceAll('\0', ' ').toWellFormed();
