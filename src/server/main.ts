/** The process: checks its Node, reads its configuration, starts, and stops when told. */
const REQUIRED_NODE = 24;

if (Number(process.versions.node.split('.')[0]) < REQUIRED_NODE) {
  fail(`Node ${REQUIRED_NODE} or later is needed; this is ${process.versions.node}`);
} else await run();

async function run(): Promise<void> {
  // Loaded only now: an older Node could not even read these files.
  const { readConfig } = await import('./config.ts');
  const { startServer } = await import('./start-server.ts');
  const { noteCrash } = await import('./observability/crash-note.ts');
  try {
    const config = readConfig(process.env);
    // It ends the process all the same: this only listens.
    process.on('uncaughtExceptionMonitor', (error) => noteCrash(config.ledgerDirectory, error, Date.now()));
    const server = await startServer(config);
    process.stdout.write(`racha: ${publicAddress(server.port, process.env.PUBLIC_ORIGIN)}\n`);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        server.close().then(
          () => process.exit(0),
          () => process.exit(1),
        );
      });
    }
  } catch (error) {
    if ((error as Error).name !== 'StartFailure') throw error;
    fail((error as Error).message);
  }
}

/** Where a person opens it: browsers treat localhost as secure, which installing needs. */
function publicAddress(port: number, publicOrigin: string | undefined): string {
  return publicOrigin || `http://localhost:${port}`;
}

function fail(line: string): void {
  process.stderr.write(`racha: ${line}\n`);
  process.exit(1);
}

export {};
