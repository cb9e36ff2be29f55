/** Parked ops as one commit sees them: those loaded that it may unpark, and those it parks itself. */
import type { ParkedEntry, PushWrites } from './log-store.ts';

/**
 * Of one group. A bootstrap carries them all beside a page of rows within one frame; what does not fit waits in its lane.
 */
export const PARKED_MAX_BYTES = 128 * 1024;

export class ParkedOps {
  readonly #loaded: ReadonlySet<ParkedEntry>;
  readonly #waiting: Set<ParkedEntry>;

  constructor(loaded: readonly ParkedEntry[]) {
    this.#loaded = new Set(loaded);
    this.#waiting = new Set(loaded);
  }

  add(entry: ParkedEntry): void {
    this.#waiting.add(entry);
  }

  /** Takes out what waits for this message, in log order. */
  take(groupId: string, messageId: string): readonly ParkedEntry[] {
    const taken = [...this.#waiting].filter(
      ({ op, targetId }) => op.groupId === groupId && targetId === messageId,
    );
    for (const entry of taken) this.#waiting.delete(entry);
    return taken.sort((a, b) => a.version - b.version);
  }

  writes(): Pick<PushWrites, 'parked' | 'unparked'> {
    const taken = [...this.#loaded].filter((entry) => !this.#waiting.has(entry));
    return {
      parked: [...this.#waiting].filter((entry) => !this.#loaded.has(entry)),
      unparked: taken.map(({ op, version }) => ({ groupId: op.groupId, version })),
    };
  }
}
