/**
 * A plan's text, open in this tab: what is on the device goes into a Y.Doc, what is typed into the Y.Doc goes to the device.
 *
 *   typed  ─→ on disk at once ─→ outbox: ops, two a second at most (typing-saver.ts)
 *   log, other tabs ─→ rows change ─→ read what is new ─→ applied with the origin LOG_ORIGIN
 *
 * Headless: needs an engine, a word when rows change, and a clock; the simulation opens the same.
 */
import * as Y from 'yjs';
import type { Clock } from '#client/platform/clock.ts';
import {
  LOG_ORIGIN,
  type OpenPlanText,
  type PlanTextState,
  type SaveState,
  type TextEdit,
} from '#client/session/plan-text.ts';
import { bringBackText } from '#client/sync/bring-back-text.ts';
import type { Engine, HeldText } from '#client/sync/engine-types.ts';
import { type PackedText, type TextAuthors, unpackText } from '#domain/plans/packed-text.ts';
import { RECENT_EDITS } from '#domain/plans/plan-text.ts';
import { addAuthors, applyText, mergeText } from '#domain/plans/text/merge-text.ts';
import { newPlanDoc } from '#domain/plans/text/plan-doc.ts';
import { TypingSaver } from './typing-saver.ts';

/** Between two runs of compacting, each a few hundred edits: whoever types comes first. */
const COMPACT_PAUSE_MS = 100;
/** After a disk that would not be read. */
const READ_AGAIN_MS = 1_000;

export interface OpenPlanTextPorts {
  readonly engine: Pick<Engine, 'planTexts' | 'status'>;
  /** Calls when rows of plans, or the outbox, changed in whatever tab; returns what ends it. */
  readonly observe: (onChanged: () => void) => () => void;
  readonly clock: Clock;
  /** How long after an op the next one may be made, of what was typed meanwhile; by how long the last one took. Never sooner than ever. */
  readonly turnMs?: (tookMs: number) => number;
  /** Hears of what is stored or came and cannot be shown; without its words. */
  readonly onFault?: (error: unknown) => void;
}

/** Of a plan's text: left out of it, as everywhere. */
export class UnreadableEdit extends Error {
  override readonly name = 'UnreadableEdit';
}

export function openText(
  ports: OpenPlanTextPorts,
  key: { readonly groupId: string; readonly planId: string },
): OpenPlanText {
  return new OpenText(ports, key);
}

class OpenText implements OpenPlanText {
  readonly groupId: string;
  readonly planId: string;
  readonly doc = newPlanDoc();
  readonly whenLoaded: Promise<PlanTextState>;
  readonly #ports: OpenPlanTextPorts;
  readonly #listeners = new Set<() => void>();
  readonly #remote = new Set<(edit: TextEdit) => void>();
  /** opIds of edits that stood in the outbox when it was read last. One's own may hold another tab's words: read once, too. */
  #taken: ReadonlySet<string> = new Set();
  /** Those, and what was saved since. */
  #known = new Set<string>();
  readonly #saver: TypingSaver;
  #state: PlanTextState = 'loading';
  #version = 0;
  #authors: TextAuthors = new Map();
  readonly #keptFor = new Map<number, number>();
  #recent: TextEdit[] = [];
  /** Bytes that no document takes. */
  readonly #skipped = new WeakSet<Uint8Array>();
  #isTold = false;
  #reading: Promise<void> | undefined;
  #readAgain = false;
  #isLoaded = false;
  #isClosed = false;
  #unobserve = () => {};

  constructor(ports: OpenPlanTextPorts, { groupId, planId }: { groupId: string; planId: string }) {
    this.groupId = groupId;
    this.planId = planId;
    this.#ports = ports;
    this.#saver = new TypingSaver({
      planTexts: ports.engine.planTexts,
      clock: ports.clock,
      isOnline: () => ports.engine.status().connection.name === 'online',
      ...(ports.turnMs && { turnMs: ports.turnMs }),
      groupId,
      planId,
      here: () => ({ client: this.doc.clientID, seen: this.#version }),
      waiting: () => [...this.#known],
      onMoved: (opIds) => {
        for (const opId of opIds) this.#known.add(opId);
      },
      onPutAside: () => this.#become('stale'),
      onChanged: () => this.#notify(),
    });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== LOG_ORIGIN) this.#saver.type(update);
    });
    this.#unobserve = ports.observe(() => this.#look());
    this.whenLoaded = this.#read().then(() => this.#state);
  }

  state(): PlanTextState {
    return this.#state;
  }

  saveState(): SaveState {
    return this.#saver.state();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  isSent(): boolean {
    return this.#known.size === 0 && this.#saver.isEmpty();
  }

  onRemoteEdit(listener: (edit: TextEdit) => void): () => void {
    this.#remote.add(listener);
    return () => this.#remote.delete(listener);
  }

  authors() {
    return this.#authors;
  }

  recentEdits(): readonly TextEdit[] {
    return this.#recent;
  }

  flush(): Promise<boolean> {
    return this.#saver.flush();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.flush();
    this.#isClosed = true;
    this.#saver.stop();
    this.#unobserve();
    await this.#reading;
    this.doc.destroy();
    if (this.#state === 'stale') await this.#ports.engine.planTexts.takeTyped().catch(() => undefined);
  }

  // --- from the disk -----------------------------------------------------------

  /** What could not be read is looked at again: nothing else may change for long. */
  #look(): void {
    this.#read().catch((error: unknown) => {
      if (this.#isClosed) return;
      this.#ports.onFault?.(error);
      this.#ports.clock.after(READ_AGAIN_MS, () => this.#look());
    });
  }

  /** One at a time; asked for while one runs, it runs once more. */
  #read(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return this.#reading;
    }
    this.#reading = this.#readAll().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    do {
      this.#readAgain = false;
      if (this.#isClosed || this.#state === 'stale') return;
      const { groupId, planId } = this;
      const after = this.#state === 'whole' ? this.#version : 0;
      const held = await this.#ports.engine.planTexts.read({ groupId, planId, after });
      if (this.#isClosed) return;
      if (held && held.version < after) {
        // The log went back in time: what is in it is not what was read up to here.
        this.#version = 0;
        this.#state = 'not-here';
        this.#readAgain = true;
        continue;
      }
      this.#take(held, after);
    } while (this.#readAgain);
  }

  #take(held: HeldText | undefined, after: number): void {
    if (!held) {
      this.#become('gone');
      return;
    }
    if (held.refused.some((opId) => this.#known.has(opId))) {
      this.#become('stale');
      return;
    }
    const text = held.state && unpackText(held.state);
    const isNew = !this.#isLoaded;
    this.#isLoaded = true;
    if (text) this.#authors = new Map([...text.authors, ...this.#authors]);
    const pending = held.pending.filter(({ opId }) => !this.#taken.has(opId));
    this.#taken = new Set(held.pending.map(({ opId }) => opId));
    if (isNew || after === 0) {
      this.#apply(text, [...held.edits, ...pending]);
    } else {
      for (const { data, ...edit } of held.edits) this.#applyOne({ ...edit, update: data });
      for (const { data, opId: _, ...edit } of pending)
        this.#applyOne({ ...edit, version: null, update: data });
    }
    const edits = held.edits.filter(({ data }) => !this.#skipped.has(data));
    this.#authors = addAuthors(this.#authors, edits, this.#keptFor);
    if (isNew) this.#chooseClient();
    const wasSent = this.isSent();
    this.#known = new Set(held.pending.map(({ opId }) => opId));
    this.#version = Math.max(this.#version, held.version);
    const arrived = edits.map(({ data, ...edit }): TextEdit => ({ ...edit, update: data }));
    if (after === 0) this.#recent = arrived.slice(-RECENT_EDITS);
    else if (arrived.length > 0) this.#recent = [...this.#recent, ...arrived].slice(-RECENT_EDITS);
    if (!held.isHere) {
      const { groupId, planId } = this;
      this.#ports.engine.planTexts.fetch({ groupId, planId });
    } else if (after === 0 && edits.length > 0 && edits.length === held.edits.length) void this.#compact();
    if (held.isHere && held.lost) this.#bringBack();
    const before = this.#state;
    this.#become(held.isHere ? 'whole' : 'not-here');
    // One's own come home change the edits of the log and nothing in the text.
    if ((arrived.length > 0 || this.isSent() !== wasSent) && this.#state === before) this.#notify();
  }

  #apply(...text: [PackedText | undefined, readonly { readonly data: Uint8Array }[]]): void {
    const writers = applyText(this.doc, ...text, LOG_ORIGIN, (part) => this.#skip(part));
    for (const [client, writer] of writers) this.#keptFor.set(client, writer);
  }

  /** Gone bad on this disk, it comes anew for the next time; the server may have it as it is. */
  #skip(part: PackedText | { readonly data: Uint8Array }): void {
    const { groupId, planId } = this;
    if ('data' in part) this.#skipped.add(part.data);
    if (this.#isTold) return;
    this.#isTold = true;
    this.#ports.onFault?.(new UnreadableEdit());
    this.#ports.engine.planTexts.fetch({ groupId, planId });
  }

  /** Told only when it changes something: one's own come home and say nothing new. */
  #applyOne(edit: TextEdit): void {
    let changed = false;
    const note = (): void => {
      changed = true;
    };
    this.doc.on('update', note);
    this.#apply(undefined, [{ data: edit.update }]);
    this.doc.off('update', note);
    if (changed) for (const listener of [...this.#remote]) listener(edit);
  }

  /** Never an id that somebody has written under: two who write under one lose what one of them wrote. */
  #chooseClient(): void {
    const used = Y.decodeStateVector(Y.encodeStateVector(this.doc));
    while (used.has(this.doc.clientID) || this.#authors.has(this.doc.clientID)) {
      this.doc.clientID = new Y.Doc().clientID;
    }
  }

  async #compact(): Promise<void> {
    const { groupId, planId } = this;
    const { planTexts } = this.#ports.engine;
    const compact = () => planTexts.compact({ groupId, planId, merge: mergeText }).catch(() => false);
    while (!this.#isClosed && (await compact())) {
      await new Promise<void>((resolve) => this.#ports.clock.after(COMPACT_PAUSE_MS, resolve));
    }
  }

  /** Saved, it comes back as what waits in the outbox; what fails is done by who looks next. */
  #bringBack(): void {
    const { groupId, planId } = this;
    bringBackText(this.#ports.engine.planTexts, { groupId, planId }).catch(() => undefined);
  }

  // --- what is shown ---------------------------------------------------------------

  #become(state: PlanTextState): void {
    if (state === this.#state || this.#state === 'stale') return;
    this.#state = state;
    if (state === 'stale') this.#saver.freeze();
    this.#notify();
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
