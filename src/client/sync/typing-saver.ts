/**
 * Takes what is typed into one plan's text to the disk, and from there into the outbox (typed-edits.ts).
 *
 *   in hand ─(at once)→ noted: on the disk, *saved* ─(the first 40 ms later, then in turns)→ outbox: on its way
 *
 * Nothing typed is dropped: what could not be written stays in hand, is told (`state`), and is tried again.
 */
import * as Y from 'yjs';
import type { Clock } from '#client/platform/clock.ts';
import type { SaveState } from '#client/session/plan-text.ts';
import type { TypedEdit } from '#client/store/text-rows.ts';
import type { CommitError, Engine } from '#client/sync/engine-types.ts';
import { UPDATE_MAX_BYTES } from '#domain/plans/plan-text.ts';
import { cutUpdate } from '#domain/plans/text/cut-update.ts';
import { mergeWaiting } from '#domain/plans/text/merge-text.ts';

/** What comes with a keystroke (a mark, a list that begins) is of the same op. */
const MOVE_AFTER_MS = 40;
/** As often as edits are sent (edit-pace.ts): sooner they would only wait. Without a network nobody waits for them. */
const MOVE_EVERY_MS = { online: 500, offline: 2_000 };
const RETRY_AFTER_MS = 2_000;

export interface TypingSaverPorts {
  readonly planTexts: Pick<Engine['planTexts'], 'note' | 'save'>;
  readonly clock: Clock;
  readonly isOnline: () => boolean;
  /** A longer turn than `MOVE_EVERY_MS`, by how long the last op took. */
  readonly turnMs?: (tookMs: number) => number;
  readonly groupId: string;
  readonly planId: string;
  /** Under which Yjs client, and over which version of the log, somebody types now. */
  readonly here: () => { readonly client: number; readonly seen: number };
  /** opIds of what of this text waits in the outbox. */
  readonly waiting: () => readonly string[];
  /** These wait in the outbox now. */
  readonly onMoved: (opIds: readonly string[]) => void;
  /** Something typed lies in the tray now. */
  readonly onPutAside: () => void;
  /** `state` or `isEmpty` changed. */
  readonly onChanged: () => void;
}

export class TypingSaver {
  readonly #ports: TypingSaverPorts;
  /** In hand: not on the disk. */
  #inHand: Uint8Array[] = [];
  /** On the disk and not in the outbox. */
  #noted: TypedEdit[] = [];
  #count = 0;
  #movedAt = Number.NEGATIVE_INFINITY;
  #tookMs = 0;
  #noting: Promise<boolean> | undefined;
  #moving: Promise<boolean> | undefined;
  #cancelRetry = () => {};
  #cancelMove: (() => void) | undefined;
  #failure: { readonly of: 'note' | 'move'; readonly error: CommitError } | undefined;
  #told: SaveState = { name: 'saved' };
  #isFrozen = false;

  constructor(ports: TypingSaverPorts) {
    this.#ports = ports;
  }

  type(update: Uint8Array): void {
    this.#inHand.push(update);
    // Before what is drawn of it.
    if (this.#failure?.of !== 'note') void this.#note();
    this.#tell();
  }

  state(): SaveState {
    return this.#told;
  }

  /** Everything typed is in the outbox. */
  isEmpty(): boolean {
    return this.#inHand.length === 0 && this.#noted.length === 0 && !this.#moving;
  }

  /** All of it into the outbox, now. False: some of it is not even on the disk; what is there becomes an op some time. */
  async flush(): Promise<boolean> {
    while (this.#noting || !(this.#isFrozen ? this.#inHand.length === 0 : this.isEmpty())) {
      const isThrough = await (this.#noting ??
        (this.#inHand.length > 0 ? this.#note() : (this.#moving ?? this.#move())));
      if (!isThrough) return this.#inHand.length === 0 && !this.#noting;
    }
    return true;
  }

  /** What is typed from now on is noted, and no op: it would build on what may not be written. */
  freeze(): void {
    this.#isFrozen = true;
    this.#cancelMove?.();
  }

  stop(): void {
    this.#cancelRetry();
    this.#cancelMove?.();
  }

  // --- to the disk -----------------------------------------------------------------

  #note(): Promise<boolean> {
    this.#noting ??= this.#noteAll().then((isThrough) => {
      this.#noting = undefined;
      this.#tell();
      if (isThrough && this.#inHand.length > 0) void this.#note();
      return isThrough;
    });
    return this.#noting;
  }

  async #noteAll(): Promise<boolean> {
    // What the editor does in one go is one row.
    await undefined;
    while (this.#inHand.length > 0) {
      const taken = this.#inHand;
      this.#inHand = [];
      const rows = this.#rowsOf(taken);
      const result = await this.#ports.planTexts.note(rows);
      if (!result.ok) {
        this.#inHand = [...taken, ...this.#inHand];
        this.#fail('note', result.error);
        return false;
      }
      this.#noted.push(...rows);
      this.#succeed('note');
      this.#moveLater();
    }
    return true;
  }

  #rowsOf(updates: readonly Uint8Array[]): TypedEdit[] {
    const { groupId, planId, here } = this.#ports;
    const { client, seen } = here();
    const [only] = updates;
    const update = updates.length === 1 && only ? only : Y.mergeUpdates([...updates]);
    return cutUpdate(update, UPDATE_MAX_BYTES).map((data) => {
      return {
        id: `${client} ${String(this.#count++).padStart(9, '0')}`,
        groupId,
        planId,
        seen,
        data: new Uint8Array(data),
      };
    });
  }

  // --- into the outbox ---------------------------------------------------------------

  #moveLater(): void {
    if (this.#cancelMove || this.#moving || this.#isFrozen) return;
    const { clock, isOnline, turnMs: longer } = this.#ports;
    const since = clock.monotonicMs() - this.#movedAt;
    const turnMs = Math.max(MOVE_EVERY_MS[isOnline() ? 'online' : 'offline'], longer?.(this.#tookMs) ?? 0);
    this.#cancelMove = clock.after(Math.max(MOVE_AFTER_MS, turnMs - since), () => void this.#move());
  }

  #move(): Promise<boolean> {
    this.#moving ??= this.#moveAll().then((isThrough) => {
      this.#moving = undefined;
      this.#tell();
      if (isThrough && this.#noted.length > 0) this.#moveLater();
      this.#ports.onChanged();
      return isThrough;
    });
    return this.#moving;
  }

  async #moveAll(): Promise<boolean> {
    this.#cancelMove?.();
    this.#cancelMove = undefined;
    const taken = this.#noted;
    if (taken.length === 0) return true;
    this.#noted = [];
    const { clock, groupId, planId, planTexts, waiting, onMoved } = this.#ports;
    this.#movedAt = clock.monotonicMs();
    const [only] = taken;
    const update = taken.length === 1 && only ? only.data : Y.mergeUpdates(taken.map(({ data }) => data));
    const result = await planTexts.save({
      groupId,
      planId,
      updates: cutUpdate(update, UPDATE_MAX_BYTES),
      seen: Math.min(...taken.map(({ seen }) => seen)),
      merge: mergeWaiting,
      typed: taken,
      standsOn: waiting(),
    });
    this.#tookMs = clock.monotonicMs() - this.#movedAt;
    if (!result.ok) {
      this.#noted = [...taken, ...this.#noted];
      this.#fail('move', result.error);
      return false;
    }
    onMoved(result.opIds);
    if (result.isPutAside) this.#ports.onPutAside();
    this.#succeed('move');
    return true;
  }

  // --- how it stands ---------------------------------------------------------------------

  #fail(of: 'note' | 'move', error: CommitError): void {
    this.#failure = { of, error };
    this.#cancelRetry();
    this.#cancelRetry = this.#ports.clock.after(RETRY_AFTER_MS, () => {
      void (of === 'note' ? this.#note() : this.#move());
    });
  }

  #succeed(of: 'note' | 'move'): void {
    if (this.#failure?.of !== of) return;
    this.#failure = undefined;
    this.#cancelRetry();
  }

  #tell(): void {
    const save = this.#present();
    if (save.name === this.#told.name && save.name !== 'unsaved') return;
    this.#told = save;
    this.#ports.onChanged();
  }

  #present(): SaveState {
    if (this.#failure) return { name: 'unsaved', error: this.#failure.error };
    return { name: this.#inHand.length > 0 || this.#noting ? 'saving' : 'saved' };
  }
}
