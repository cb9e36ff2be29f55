import { startTestServer } from '#tests/support/test-server.ts';
import { describeContent } from './server-content.ts';

describeContent('PGlite', async () => {
  const running = await startTestServer();
  return { origin: running.origin, close: async () => running[Symbol.asyncDispose]() };
});
