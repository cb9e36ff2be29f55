import { describeDigests } from '#tests/contract/digest-agreement.ts';
import { describePast } from '#tests/contract/past-agreement.ts';
import { describeLogStore, type OpenedLogStore } from '#tests/contract/server-log-store.ts';
import { describePlanTexts } from '#tests/contract/server-plan-texts.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { openTestDatabase } from '#tests/support/test-database.ts';

async function open(): Promise<OpenedLogStore> {
  const postgres = await startPostgres();
  const database = await openTestDatabase({ url: await postgres.createDatabase() });
  return {
    store: database.log,
    close: async () => {
      await database.close();
      await postgres[Symbol.asyncDispose]();
    },
  };
}

describeLogStore('PostgreSQL', open);
describeDigests('PostgreSQL', open);
describePast('PostgreSQL', open);
describePlanTexts('PostgreSQL', open);
