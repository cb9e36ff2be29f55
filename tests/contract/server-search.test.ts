import { startTestServer } from '#tests/support/test-server.ts';
import { describeSearch } from './server-search.ts';

describeSearch('PGlite', async () => {
  const running = await startTestServer();
  return { origin: running.origin, close: async () => running[Symbol.asyncDispose]() };
});
