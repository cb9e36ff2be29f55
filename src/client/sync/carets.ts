/**
 * Where people write in the plans that are open here: held in memory, never queued, dropped when not connected.
 *
 *   screen ──show──▶ own, told at most every TELL_MS and again every REPEAT_MS
 *   server ──put───▶ others', forgotten FORGET_MS after their last word
 */
import type { Clock } from '#client/platform/clock.ts';
import type { Caret, CaretDown, CaretUp } from '#protocol/carets.ts';
import type { Carets, OtherCaret, PlanPlace } from './engine-types.ts';

/** A key held down moves the caret thirty times a second. */
const TELL_MS = 150;
/** Who came meanwhile, and a server that forgot, hear of it by then. */
const REPEAT_MS = 15_000;
const FORGET_MS = 40_000;

interface Own {
  frame: CaretUp;
  isDue: boolean;
  cancel: () => void;
}

export class CaretBoard implements Carets {
  readonly #clock: Clock;
  readonly #tell: (frame: CaretUp) => void;
  readonly #own = new Map<string, Own>();
  readonly #others = new Map<string, readonly OtherCaret[]>();
  readonly #expiries = new Map<string, () => void>();
  readonly #listeners = new Set<() => void>();

  constructor(clock: Clock, tell: (frame: CaretUp) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  open(
    { groupId, planId, clientId }: PlanPlace & { clientId: number },
    signal: AbortSignal,
  ): (caret: Caret | null) => void {
    const key = `${groupId} ${planId} ${clientId}`;
    const own: Own = { frame: { groupId, planId, clientId }, isDue: false, cancel: () => undefined };
    this.#own.set(key, own);
    this.#say(own);
    signal.addEventListener('abort', () => {
      own.cancel();
      this.#own.delete(key);
      this.#tell({ groupId, planId, clientId, caret: null });
      if (![...this.#own.values()].some(({ frame }) => placeKey(frame) === placeKey(own.frame))) {
        this.#forgetPlan(placeKey(own.frame));
      }
    });
    return (caret) => {
      if (signal.aborted) return;
      own.frame = { groupId, planId, clientId, ...(caret && { caret }) };
      if (own.isDue) return;
      own.isDue = true;
      own.cancel();
      own.cancel = this.#clock.after(TELL_MS, () => this.#say(own));
    };
  }

  list(place: PlanPlace): readonly OtherCaret[] {
    return this.#others.get(placeKey(place)) ?? NOBODY;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The server hears this device again. */
  retell(): void {
    for (const own of this.#own.values()) this.#tell(own.frame);
  }

  /** A word of the server, also about plans that are open in another tab. */
  put({ groupId, planId, memberId, clientId, caret }: CaretDown): void {
    const place = { groupId, planId };
    const key = placeKey(place);
    const isOwn = this.#own.has(`${key} ${clientId}`);
    const isOpen = [...this.#own.values()].some(({ frame }) => placeKey(frame) === key);
    if (isOwn || !isOpen) return;
    const screen = `${key} ${clientId}`;
    this.#expiries.get(screen)?.();
    this.#expiries.delete(screen);
    const others = this.list(place).filter((other) => other.clientId !== clientId);
    if (caret === null) this.#set(key, others);
    else {
      const forget = () => this.put({ ...place, memberId, clientId, caret: null });
      this.#expiries.set(screen, this.#clock.after(FORGET_MS, forget));
      this.#set(key, [...others, { memberId, clientId, caret: caret ?? null }]);
    }
  }

  /** The connection is gone: nobody knows any more. */
  clear(): void {
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
    for (const key of [...this.#others.keys()]) this.#set(key, NOBODY);
  }

  stop(): void {
    for (const own of this.#own.values()) own.cancel();
    this.#own.clear();
    this.clear();
  }

  #say(own: Own): void {
    own.isDue = false;
    this.#tell(own.frame);
    own.cancel = this.#clock.after(REPEAT_MS, () => this.#say(own));
  }

  #forgetPlan(key: string): void {
    for (const [screen, cancel] of this.#expiries) {
      if (!screen.startsWith(`${key} `)) continue;
      cancel();
      this.#expiries.delete(screen);
    }
    this.#set(key, NOBODY);
  }

  #set(key: string, others: readonly OtherCaret[]): void {
    if (others.length === 0 && !this.#others.has(key)) return;
    if (others.length === 0) this.#others.delete(key);
    else this.#others.set(key, others);
    for (const listener of this.#listeners) listener();
  }
}

const NOBODY: readonly OtherCaret[] = [];
const placeKey = ({ groupId, planId }: PlanPlace): string => `${groupId} ${planId}`;
