/**
 * How far this person has received and read, sent at most once per 2 s and group. The marks themselves stand in
 * the database (read) and in the cursor (delivered); here is only the rhythm. What is not sent is sent by hello.
 */
import type { Clock } from '#client/platform/clock.ts';
import type { DeviceStore } from '#client/platform/device-store.ts';
import { TIMES } from '#protocol/limits.ts';
import type { Link } from './link.ts';

export class MarkSender {
  readonly #clock: Clock;
  readonly #store: DeviceStore;
  readonly #link: Link;
  readonly #epoch: () => string | undefined;
  /** Groups whose mark went out less than 2 s ago; true: another is due after that. */
  readonly #resting = new Map<string, boolean>();
  readonly #cancels = new Set<() => void>();
  #stopped = false;

  constructor(options: { clock: Clock; store: DeviceStore; link: Link; epoch: () => string | undefined }) {
    this.#clock = options.clock;
    this.#store = options.store;
    this.#link = options.link;
    this.#epoch = options.epoch;
  }

  /** Something grew: sent at once, then gathered while resting. */
  touch(groupId: string): void {
    if (this.#stopped) return;
    if (this.#resting.has(groupId)) this.#resting.set(groupId, true);
    else this.#sendAndRest(groupId);
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
  }

  #sendAndRest(groupId: string): void {
    // A mark that cannot be read now goes with the next hello.
    void this.#send(groupId).catch(() => {});
    this.#resting.set(groupId, false);
    const cancel = this.#clock.after(TIMES.marksIntervalMs, () => {
      this.#cancels.delete(cancel);
      const isDue = this.#resting.get(groupId);
      this.#resting.delete(groupId);
      if (isDue) this.#sendAndRest(groupId);
    });
    this.#cancels.add(cancel);
  }

  async #send(groupId: string): Promise<void> {
    const epoch = this.#epoch();
    const marks = await this.#store.read(['cursors', 'memberships', 'marks'], async (tx) => {
      const cursor = await tx.get('cursors', groupId);
      const membership = await tx.get('memberships', groupId);
      if (!cursor || membership?.state !== 'member') return undefined;
      const own = await tx.get('marks', [groupId, membership.memberId]);
      return { delivered: cursor.version, read: Math.min(cursor.version, own?.read ?? 0) };
    });
    if (epoch !== undefined && marks && !this.#stopped) {
      this.#link.socket?.tell('mark', { epoch, groupId, ...marks });
    }
  }
}
