/** A thread of the pool: takes a piece, sends a report for each seed, asks for the next. */
import { parentPort } from 'node:worker_threads';
import { runPiece, type SeedPiece } from './seed-pool.ts';

parentPort?.on('message', async (piece: SeedPiece | 'end') => {
  if (piece === 'end') return parentPort?.close();
  await runPiece(piece, (report) => parentPort?.postMessage(report));
  parentPort?.postMessage('done');
});
