/** The thread's side of `embedded-postgres.ts`: opens PGlite, answers queries one after another. */
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../../domain/assert.ts';
import { openDurablePGlite } from './durable-pglite.ts';
import type { ThreadReply, ThreadRequest } from './embedded-postgres.ts';
import { PreparedPGlite } from './prepared-pglite.ts';

// PostgreSQL's largest functions take hundreds of megabytes each to optimise: one at a time. 70 MB less stay behind.
setFlagsFromString('--wasm-num-compilation-tasks=1');

const port = must(parentPort, 'a parent: this file is a thread');
const { directory } = workerData as { directory: string };
const NOTHING = { rows: [], affected: undefined };

const reply = (message: ThreadReply): void => port.postMessage(message);

function replyError(id: number, error: unknown): void {
  const { message, code } = error as { message?: string; code?: string };
  reply({ id, error: { message: message ?? String(error), code } });
}

try {
  const postgres = new PreparedPGlite(await openDurablePGlite(directory));
  port.on('message', async (request: ThreadRequest) => {
    try {
      if ('close' in request) {
        await postgres.close();
        reply({ id: request.id, answer: NOTHING });
      } else reply({ id: request.id, answer: await postgres.query(request.sql, request.parameters) });
    } catch (error) {
      replyError(request.id, error);
      // The instance itself is gone, not only a statement: end, so that it is opened anew.
      if (!(error as { code?: string }).code) process.exit(1);
    }
  });
  reply({ id: 0, answer: NOTHING });
} catch (error) {
  replyError(0, error);
}
