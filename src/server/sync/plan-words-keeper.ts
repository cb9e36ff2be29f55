/**
 * Keeps what is written in plans findable: every few seconds the texts that were edited since are read, one after another.
 *
 *   edit committed ─→ due (a trigger, same commit) ─→ edits since the last reading merged (a thread) ─→ words put, no longer due
 *
 * A text that goes on being written is read again in each round; what was merged of the last few is held, so that this costs the
 * edits since. Killed in between, it is still due. Two servers that read the same put the same.
 */
import { textEditOf } from '#domain/plans/edit-op.ts';
import { readUpdate } from '#domain/plans/plan-text.ts';
import type { MergedEdit } from '#domain/plans/text/merge-text.ts';
import type { Merge } from './compact-plan.ts';
import type { LogEntry, LogStore } from './log-store.ts';
import type { PlanKey } from './plan-text-store.ts';

export interface DueText extends PlanKey {
  readonly version: number;
}

export interface PlanWordRecords {
  listDue(after: PlanKey | undefined, max: number): Promise<DueText[]>;
  put(due: DueText, said: string): Promise<void>;
}

export interface PlanWordsOptions {
  readonly store: LogStore;
  readonly records: PlanWordRecords;
  readonly merge: Merge;
  /** Of a packed text: a line for each block. */
  readonly readSaid: (packed: Uint8Array) => Promise<string>;
  readonly onFailure: (error: unknown) => void;
  /** Calls once after `ms`; returns what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
  readonly everyMs?: number;
}

const EVERY_MS = 5_000;
/** A text that cannot be read is told each time. Sooner when it is edited. */
const RETRY_AFTER_ROUNDS = 120;
const PLANS_AT_ONCE = 50;
const EDITS_AT_ONCE = 2_000;
const BYTES_AT_ONCE = 4 * 1024 * 1024;
/** Merged texts that are held: those that are being written now. */
const HELD_MAX = 16;
const HELD_MAX_BYTES = 512 * 1024;
/** Of one plan; what follows is found by devices that have the text, not here. */
const SAID_MAX_CHARACTERS = 200_000;

interface HeldText {
  readonly version: number;
  readonly data: Uint8Array;
}

export class PlanWordsKeeper {
  readonly #options: PlanWordsOptions;
  readonly #held = new Map<string, HeldText>();
  /** By plan: at which version it could not be read, and the round in which that is tried again. */
  readonly #failed = new Map<string, { readonly version: number; readonly again: number }>();
  #rounds = 0;
  #epoch = '';
  #cancel: () => void = () => {};
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: PlanWordsOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#isStopped) return;
    this.#cancel = this.#options.after(this.#options.everyMs ?? EVERY_MS, () => {
      this.#working = this.round()
        .catch(this.#options.onFailure)
        .then(() => this.start());
    });
  }

  /** Every text that is due, once. */
  async round(): Promise<void> {
    const { store, records, onFailure } = this.#options;
    const { epoch } = await store.read(async (view) => view.epoch);
    // Of another history, the same versions are other edits.
    if (epoch !== this.#epoch) this.#held.clear();
    this.#epoch = epoch;
    this.#rounds += 1;
    for (let after: PlanKey | undefined; !this.#isStopped; ) {
      const due = await records.listDue(after, PLANS_AT_ONCE);
      for (const one of due) {
        if (this.#isStopped) return;
        const name = nameOf(one);
        const failed = this.#failed.get(name);
        if (failed && failed.version >= one.version && failed.again > this.#rounds) continue;
        try {
          await this.#read(one);
        } catch (error) {
          this.#failed.set(name, { version: one.version, again: this.#rounds + RETRY_AFTER_ROUNDS });
          onFailure(error);
        }
      }
      after = due.at(-1);
      if (due.length < PLANS_AT_ONCE) return;
    }
  }

  /** The text under way is finished. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#working;
  }

  async #read(due: DueText): Promise<void> {
    const { records, readSaid } = this.#options;
    const text = await this.#merge(due);
    const said = text ? await readSaid(text.data) : '';
    await records.put(due, said.slice(0, SAID_MAX_CHARACTERS));
    this.#failed.delete(nameOf(due));
    if (text) this.#hold(nameOf(due), text);
  }

  /** Everything up to `due.version`. */
  async #merge(due: DueText): Promise<HeldText | undefined> {
    const { store, merge } = this.#options;
    let text = this.#held.get(nameOf(due)) ?? (await this.#readKept(due));
    for (;;) {
      const range = {
        after: text?.version ?? 0,
        upTo: due.version,
        maxEdits: EDITS_AT_ONCE,
        maxBytes: BYTES_AT_ONCE,
      };
      const entries = await store.read((view) => view.plans.listEdits(due, range));
      const last = entries.at(-1);
      if (!last) return text;
      text = { version: last.version, data: await merge(text?.data, entries.flatMap(toMerged)) };
    }
  }

  /** The last that was compacted, up to the version that is due. */
  #readKept(due: DueText): Promise<HeldText | undefined> {
    return this.#options.store.read(async (view) => {
      const kept = (await view.plans.listTexts(due)).findLast(({ version }) => version <= due.version);
      if (!kept) return undefined;
      const { version, bytes: maxBytes } = kept;
      const data = await view.plans.readText({ ...due, version }, { offset: 0, maxBytes });
      return data && { version, data };
    });
  }

  #hold(name: string, text: HeldText): void {
    this.#held.delete(name);
    if (text.data.length > HELD_MAX_BYTES) return;
    this.#held.set(name, text);
    const [oldest] = this.#held.keys();
    if (this.#held.size > HELD_MAX && oldest !== undefined) this.#held.delete(oldest);
  }
}

const nameOf = ({ groupId, planId }: PlanKey): string => `${groupId} ${planId}`;

function toMerged({ op }: LogEntry): MergedEdit[] {
  const edit = textEditOf(op);
  const data = edit && readUpdate(edit.update);
  return data ? [{ by: op.actorId, at: op.at, data }] : [];
}
