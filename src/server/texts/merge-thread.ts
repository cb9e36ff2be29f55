/** The thread's side of `merge-pool.ts`: merges texts of plans, one after another. */
import { parentPort } from 'node:worker_threads';
import { must } from '#domain/assert.ts';
import { mergeText } from '#domain/plans/text/merge-text.ts';
import { readLines } from '#domain/plans/text/read-lines.ts';
import type { MergeReply, MergeRequest } from './merge-pool.ts';

const port = must(parentPort, 'a parent: this file is a thread');

port.on('message', ({ id, wants, base, edits }: MergeRequest) => {
  try {
    let skipped = 0;
    const data = wants === 'said' ? saidIn(base) : mergeText(base, edits, () => skipped++);
    port.postMessage({ id, data, skipped } satisfies MergeReply, [data.buffer]);
  } catch (error) {
    // What a message says may be somebody's words: its kind alone goes on.
    const kind = error instanceof Error ? error.name : typeof error;
    port.postMessage({ id, failed: kind } satisfies MergeReply);
  }
});

const saidIn = (text: Uint8Array | undefined): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(readLines(must(text, 'a text to read')).join('\n'));
