/**
 * Marks, gathered: at most one write and one tell per group every two seconds, however many devices read.
 *
 * They are registers that only grow: a lost gathering costs nothing, the next mark or hello brings it again.
 * Interleaving: `note` at any time; a flush awaits the store while new marks gather for the next one.
 */
import { TIMES } from '#protocol/limits.ts';
import type { Mark, MarkUp } from '#protocol/marks.ts';
import type { Audience } from './audience.ts';
import type { LogStore, StoredMark } from './log-store.ts';
import { type Broadcast, type Clock, type Session, sendTo } from './session.ts';

/** Beyond this many gathered at once, new ones are dropped: they come again. */
const GATHERED_MAX = 50_000;

export interface MarkGathererOptions {
  readonly store: LogStore;
  readonly clock: Clock;
  readonly audience: Audience;
  readonly broadcast: Broadcast;
}

interface Noted extends MarkUp {
  readonly accountId: string;
}

export class MarkGatherer {
  readonly #options: MarkGathererOptions;
  #noted = new Map<string, Noted>();
  #cancel: (() => void) | undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: MarkGathererOptions) {
    this.#options = options;
  }

  get gathered(): number {
    return this.#noted.size;
  }

  note({ accountId }: Session, mark: MarkUp): void {
    const id = `${mark.groupId} ${accountId}`;
    const before = this.#noted.get(id);
    if (!before && this.#noted.size >= GATHERED_MAX) return;
    const same = before?.epoch === mark.epoch ? before : undefined;
    this.#noted.set(id, {
      ...mark,
      accountId,
      delivered: Math.max(mark.delivered, same?.delivered ?? 0),
      read: Math.max(mark.read, same?.read ?? 0),
    });
    this.#cancel ??= this.#options.clock.after(TIMES.marksIntervalMs, () => {
      this.#cancel = undefined;
      this.#flushing = this.#flushing.then(() => this.flush());
    });
  }

  /** Writes and tells what is gathered. Never rejects. */
  async flush(): Promise<void> {
    const noted = [...this.#noted.values()];
    this.#noted = new Map();
    if (noted.length === 0) return;
    try {
      const { epoch, marks } = await this.#resolve(noted);
      await this.#options.store.raiseMarks(marks);
      this.#tell(epoch, marks);
    } catch {
      // The database is away; devices send their marks again.
    }
  }

  async stop(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#flushing;
    await this.flush();
  }

  /** Accounts' marks → their members' in that group; those who may not are left out. */
  async #resolve(noted: readonly Noted[]): Promise<{ epoch: string; marks: StoredMark[] }> {
    return this.#options.store.read(async (view) => {
      const epoch = view.epoch.epoch;
      const current = noted.filter((one) => one.epoch === epoch);
      const access = await view.listAccessOf([...new Set(current.map(({ accountId }) => accountId))]);
      const heads = await view.getHeads([...new Set(current.map(({ groupId }) => groupId))]);
      const headsById = new Map(heads.map(({ groupId, head }) => [groupId, head]));
      const byAccount = Map.groupBy(access, ({ accountId }) => accountId);
      const marks = current.flatMap(({ groupId, accountId, delivered, read }): StoredMark[] => {
        const head = headsById.get(groupId);
        if (head === undefined) return [];
        const clamp = (version: number): number => Math.min(version, head);
        // Who came in twice, and made their accounts one later, has read it as both.
        return (byAccount.get(accountId) ?? [])
          .filter((mine) => mine.groupId === groupId && mine.active)
          .map(({ memberId }) => ({ groupId, memberId, delivered: clamp(delivered), read: clamp(read) }));
      });
      return { epoch, marks };
    });
  }

  #tell(epoch: string, marks: readonly StoredMark[]): void {
    for (const [groupId, own] of Map.groupBy(marks, (mark) => mark.groupId)) {
      const room = this.#options.audience.rooms.get(groupId);
      if (!room) continue;
      const connections = [...room.listeners].map(({ connection }) => connection);
      const frameMarks = own.map(({ memberId, delivered, read }): Mark => ({ memberId, delivered, read }));
      sendTo(this.#options.broadcast, connections, {
        name: 'marks',
        frame: { epoch, groupId, marks: frameMarks },
      });
    }
  }
}
