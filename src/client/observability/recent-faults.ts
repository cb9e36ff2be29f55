/** The last things that should not have happened and were recovered from, as codes: for "copy details". */
import { codeOfError } from './error-code.ts';

const KEPT = 20;

export class RecentFaults {
  #codes: readonly string[] = [];

  readonly note = (error: unknown): void => {
    this.#codes = [...this.#codes, codeOfError(error)].slice(-KEPT);
  };

  list(): readonly string[] {
    return this.#codes;
  }
}
