/** The whole server in this process, on PGlite in a directory of its own and a free port. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#server/config.ts';
import { type RunningServer, startServer } from '#server/start-server.ts';
import { copyEmptyCluster } from '#tests/support/test-database.ts';

export interface TestServer extends AsyncDisposable {
  readonly server: RunningServer;
  readonly origin: string;
  readonly dataDir: string;
}

export async function startTestServer(env: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'racha-server-'));
  await copyEmptyCluster(dataDir);
  const server = await startServer(
    readConfig({
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATA_DIR: dataDir,
      LEDGER_DIR: join(dataDir, 'ledger'),
      ...env,
    }),
  );
  return {
    server,
    origin: server.address,
    dataDir,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
