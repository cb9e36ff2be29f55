import { startPostgres } from '#tests/support/postgres.ts';
import { describeBundles } from './bundles.ts';

describeBundles('bundles on PostgreSQL', async () => {
  const postgres = await startPostgres();
  return {
    environment: { DATABASE_URL: await postgres.createDatabase() },
    close: async () => postgres[Symbol.asyncDispose](),
  };
});
