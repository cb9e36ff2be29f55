import { startPostgres } from '#tests/support/postgres.ts';
import { describeAccounts } from './accounts.ts';

describeAccounts('accounts on PostgreSQL', async () => {
  const postgres = await startPostgres();
  return {
    environment: { DATABASE_URL: await postgres.createDatabase() },
    close: async () => postgres[Symbol.asyncDispose](),
  };
});
