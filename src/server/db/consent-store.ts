/** What accounts have agreed to. Every answer is kept with its time and the version of the words; the latest counts. */
import type { Kysely } from 'kysely';
import type { Consent } from '#protocol/account.ts';
import type { ConsentMatter } from '#protocol/consents.ts';
import type { Tables } from './tables.ts';

export class ConsentStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async answer(accountId: string, consent: Consent): Promise<void> {
    const { matter, version, given, at } = consent;
    await this.#db
      .insertInto('consents')
      .values({ account_id: accountId, matter, version, given, at })
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'matter', 'at']).doUpdateSet({ version, given }),
      )
      .execute();
  }

  /** Every answer, oldest first: what was agreed to when must be shown to who asks. */
  async list(accountId: string): Promise<Consent[]> {
    const rows = await this.#db
      .selectFrom('consents')
      .select(['matter', 'version', 'given', 'at'])
      .where('account_id', '=', accountId)
      .orderBy('at')
      .execute();
    return rows.map((row) => ({ ...row, matter: row.matter as ConsentMatter }));
  }
}
