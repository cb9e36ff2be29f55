/** The pages of one text (`protocol/plan-text.ts`), put together: what to ask for next, and what it is when all is here. */
import type { PlanEdit } from '#client/store/text-rows.ts';
import { fromBase64url } from '#domain/ids.ts';
import type { PlanTextPage } from '#protocol/plan-text.ts';
import type { TextKey } from './plan-texts.ts';

export class ArrivingText {
  readonly #key: TextKey;
  #state: { version: number; data: Uint8Array<ArrayBuffer>; offset: number } | undefined;
  #edits: PlanEdit[] = [];
  #asOf = 0;
  #reached = 0;

  readonly #upTo: number | null;

  /** `upTo`: as of that version of the log; null: as it is. */
  constructor(key: TextKey, upTo: number | null = null) {
    this.#key = key;
    this.#upTo = upTo;
  }

  /** What to ask for next. */
  next() {
    const { version, offset, data } = this.#state ?? { version: 0, offset: 0, data: new Uint8Array() };
    const isWhole = offset === data.length;
    return {
      upTo: this.#upTo,
      after: this.#edits.at(-1)?.version ?? (isWhole ? version : 0),
      state: isWhole ? null : { version, offset },
    };
  }

  /** True: it is all here. */
  take({ state, edits, asOf, upTo, isAll }: PlanTextPage): boolean {
    this.#asOf = asOf;
    this.#reached = upTo;
    // What had begun to come is kept no more, and everything comes as edits.
    if (!state && this.#state && this.#state.offset < this.#state.data.length) this.#state = undefined;
    if (state) {
      // Compacted anew meanwhile: from its beginning.
      if (state.offset === 0) {
        this.#state = { version: state.version, data: new Uint8Array(state.bytes), offset: 0 };
        this.#edits = [];
      }
      const part = fromBase64url(state.data);
      if (this.#state?.version === state.version && this.#state.offset === state.offset) {
        this.#state.data.set(part, state.offset);
        this.#state.offset += part.length;
      }
    }
    for (const { version, by, at, seen, update } of edits) {
      this.#edits.push({ ...this.#key, version, by, at, seen, data: fromBase64url(update) });
    }
    return isAll;
  }

  fetched() {
    const state = this.#state && { version: this.#state.version, data: this.#state.data };
    return { state, edits: this.#edits, asOf: this.#asOf, upTo: this.#reached };
  }
}
