import { startPostgres } from '#tests/support/postgres.ts';
import { startTestServer } from '#tests/support/test-server.ts';
import { describeSearch } from './server-search.ts';

describeSearch('PostgreSQL', async () => {
  const postgres = await startPostgres();
  const running = await startTestServer({ DATABASE_URL: await postgres.createDatabase() });
  return {
    origin: running.origin,
    close: async () => {
      await running[Symbol.asyncDispose]();
      await postgres[Symbol.asyncDispose]();
    },
  };
});
