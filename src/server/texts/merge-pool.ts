/**
 * Merges texts of plans in a thread of its own: 2,000 edits are some 100 ms of a processor, and the thread that answers people has
 * none to give away.
 *
 *   none ──merge──→ working ──nothing to do for IDLE_MS──→ none
 *                      │  died (out of memory), or stuck for JOB_MAX_MS: what it had in hand fails, the rest goes to the next one
 *
 * One job at a time is in the thread; others wait here, up to `QUEUE_MAX` and `QUEUE_MAX_BYTES`. What is beyond that is refused with
 * `MergeRefused`: whoever compacts comes again in the next round, and the log has every edit until then. A thread that is idle
 * goes, and what Yjs took of memory goes with it.
 */
import { Worker } from 'node:worker_threads';
import type { MergedEdit } from '#domain/plans/text/merge-text.ts';

export interface MergePool {
  merge(base: Uint8Array | undefined, edits: readonly MergedEdit[]): Promise<Uint8Array>;
  /** What a text says, a line for each block (`domain/plans/text/read-lines.ts`). */
  readSaid(text: Uint8Array): Promise<string>;
  /** What waits fails; nothing is left running. */
  close(): Promise<void>;
}

export interface MergePoolLimits {
  /** Jobs that wait, and what their edits weigh together. */
  readonly queueMax: number;
  readonly queueMaxBytes: number;
  /** Of the thread's heap; a text that needs more is not merged. */
  readonly heapMaxMb: number;
  readonly jobMaxMs: number;
  readonly idleMs: number;
}

/** Main → thread. */
export interface MergeRequest {
  readonly id: number;
  /** The text itself, or what it says, in UTF-8. */
  readonly wants: 'text' | 'said';
  readonly base: Uint8Array | undefined;
  readonly edits: readonly MergedEdit[];
}
/** Thread → main. `skipped`: so many edits cannot be applied. `failed`: the kind of error, no message. */
export type MergeReply =
  | { readonly id: number; readonly data: Uint8Array; readonly skipped: number }
  | { readonly id: number; readonly failed: string };

export class MergeRefused extends Error {
  override readonly name = 'MergeRefused';
}

interface Job extends MergeRequest {
  readonly bytes: number;
  readonly resolve: (data: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

const THREAD = new URL('./merge-thread.ts', import.meta.url);
const LIMITS: MergePoolLimits = {
  queueMax: 32,
  queueMaxBytes: 64 * 1024 * 1024,
  heapMaxMb: 512,
  jobMaxMs: 120_000,
  idleMs: 30_000,
};

/** `onSkipped`: so many edits of one text are left out of it, as on every device, because they cannot be applied. */
export function openMergePool(
  limits: Partial<MergePoolLimits> = {},
  onSkipped: (count: number) => void = () => {},
): MergePool {
  const pool = new ThreadPool({ ...LIMITS, ...limits }, onSkipped);
  return {
    merge: (base, edits) => pool.ask('text', base, edits),
    readSaid: async (text) => new TextDecoder().decode(await pool.ask('said', text, [])),
    close: () => pool.close(),
  };
}

class ThreadPool {
  readonly #limits: MergePoolLimits;
  readonly #onSkipped: (count: number) => void;
  #waiting: Job[] = [];
  #bytes = 0;
  #inHand: Job | undefined;
  #worker: Worker | undefined;
  /** Of the job in hand, or of an idle thread. */
  #timer: NodeJS.Timeout | undefined;
  #nextId = 1;
  #isClosed = false;

  constructor(limits: MergePoolLimits, onSkipped: (count: number) => void) {
    this.#limits = limits;
    this.#onSkipped = onSkipped;
  }

  ask(
    wants: MergeRequest['wants'],
    base: Uint8Array | undefined,
    edits: readonly MergedEdit[],
  ): Promise<Uint8Array> {
    const bytes = edits.reduce((sum, { data }) => sum + data.length, base?.length ?? 0);
    const { queueMax, queueMaxBytes } = this.#limits;
    if (this.#isClosed) return Promise.reject(new MergeRefused('closed'));
    // A job alone may be as large as it is: its text has to be merged some time.
    const isFull = this.#waiting.length > 0 && this.#bytes + bytes > queueMaxBytes;
    if (isFull || this.#waiting.length >= queueMax) return Promise.reject(new MergeRefused('busy'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id: this.#nextId++, wants, base, edits, bytes, resolve, reject });
      this.#bytes += bytes;
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const left = this.#waiting;
    this.#waiting = [];
    await this.#end(new MergeRefused('closed'));
    for (const { reject } of left) reject(new MergeRefused('closed'));
  }

  #next(): void {
    if (this.#inHand) return;
    clearTimeout(this.#timer);
    const job = this.#waiting.shift();
    if (!job) {
      if (this.#worker)
        this.#timer = setTimeout(() => void this.#end(undefined), this.#limits.idleMs).unref();
      return;
    }
    this.#bytes -= job.bytes;
    this.#inHand = job;
    this.#worker ??= this.#start();
    this.#timer = setTimeout(
      () => void this.#end(new MergeRefused('took too long')).then(() => this.#next()),
      this.#limits.jobMaxMs,
    );
    const { id, wants, base, edits } = job;
    this.#worker.postMessage({ id, wants, base, edits } satisfies MergeRequest);
  }

  #start(): Worker {
    const { heapMaxMb: maxOldGenerationSizeMb } = this.#limits;
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb } });
    const isPresent = (): boolean => this.#worker === worker;
    worker.on('message', (reply: MergeReply) => {
      if (isPresent()) this.#settle(reply);
    });
    // An error is followed by its exit.
    let cause: unknown;
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (!isPresent()) return;
      this.#worker = undefined;
      const job = this.#inHand;
      this.#inHand = undefined;
      job?.reject(new Error('the merging thread ended', { cause }));
      this.#next();
    });
    // A process that waits for nothing else may end; a job in hand keeps it by its timer.
    worker.unref();
    return worker;
  }

  #settle(reply: MergeReply): void {
    const job = this.#inHand;
    if (job?.id !== reply.id) return;
    this.#inHand = undefined;
    if ('data' in reply && reply.skipped > 0) this.#onSkipped(reply.skipped);
    if ('data' in reply) job.resolve(reply.data);
    else job.reject(new Error(`a text could not be merged (${reply.failed})`));
    this.#next();
  }

  /** The thread goes; what it has in hand fails with `error`. */
  async #end(error: Error | undefined): Promise<void> {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    const job = this.#inHand;
    this.#worker = undefined;
    this.#inHand = undefined;
    await worker?.terminate();
    if (error) job?.reject(error);
  }
}
