import { describeLogStore } from '#tests/contract/server-log-store.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { openTestDatabase } from '#tests/support/test-database.ts';

describeLogStore('PostgreSQL', async () => {
  const postgres = await startPostgres();
  const database = await openTestDatabase({ url: await postgres.createDatabase() });
  return {
    store: database.log,
    close: async () => {
      await database.close();
      await postgres[Symbol.asyncDispose]();
    },
  };
});
