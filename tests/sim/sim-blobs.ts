/**
 * The server's photos, and each device's way to them: beside the log, over the same weather. What arrived of a cut upload
 * stays; an answer may be lost though all arrived. In a third of the runs people send photos at all, drawn from a stream of its
 * own, so that nothing else in a run moves.
 */
import type { BlobTransport, Downloaded, Uploaded } from '#client/platform/blob-transport.ts';
import type { Link } from './link.ts';
import type { Prng, Streams } from './prng.ts';
import type { Process, Scheduler } from './scheduler.ts';

const RUNS_WITH_PHOTOS = 0.33;
const PIECE_BYTES = 400;
/** Nobody answers for so long when the link is dead. */
const SILENCE_MS = 25_000;

export class SimBlobs {
  readonly isUsed: boolean;
  readonly #stored = new Set<string>();
  readonly #begun = new Map<string, number>();
  readonly #streams: Streams;
  readonly #scheduler: Scheduler;
  #calls = 0;

  constructor(streams: Streams, scheduler: Scheduler) {
    this.#streams = streams;
    this.#scheduler = scheduler;
    this.isUsed = streams.of('photos').chance(RUNS_WITH_PHOTOS);
  }

  has(groupId: string, blobId: string): boolean {
    return this.#stored.has(`${groupId}/${blobId}`);
  }

  open(link: Link, process: Process): BlobTransport {
    const wait = (ms: number): Promise<void> =>
      new Promise((resolve) => this.#scheduler.after(ms, resolve, process));
    return {
      upload: async ({ groupId, blobId, bytes }, { onSent, signal }): Promise<Uploaded> => {
        const dice = this.#streams.of('photo-net', link.name, this.#calls++);
        const key = `${groupId}/${blobId}`;
        for (;;) {
          await onSent(this.#begun.get(key) ?? 0);
          const isHeard = await this.#pass(dice, link, wait);
          if (!isHeard || signal.aborted) return { kind: 'unreachable' };
          if (dice.chance(0.02)) return { kind: 'wait', retryAfterMs: dice.below(5_000) };
          if (dice.chance(0.01)) return { kind: 'refused', refusal: 'photo-quota' };
          const sent = Math.min(bytes.length, (this.#begun.get(key) ?? 0) + PIECE_BYTES);
          this.#begun.set(key, sent);
          if (sent < bytes.length) continue;
          this.#stored.add(key);
          return dice.chance(link.habits.cutRate) ? { kind: 'unreachable' } : { kind: 'done' };
        }
      },
      download: async (): Promise<Downloaded> => ({ kind: 'gone' }),
    };
  }

  async #pass(dice: Prng, link: Link, wait: (ms: number) => Promise<void>): Promise<boolean> {
    const { minDelayMs, maxDelayMs, cutRate } = link.habits;
    if (link.weather === 'blackhole') await wait(SILENCE_MS);
    else await wait(dice.between(minDelayMs, maxDelayMs));
    return link.weather === 'open' && !dice.chance(cutRate);
  }
}
