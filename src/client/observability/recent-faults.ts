/** The last things that should not have happened, as codes: for "copy details". */
import { codeOfError } from './error-code.ts';

const KEPT = 20;

export class RecentFaults {
  #codes: readonly string[] = [];
  /** Told of what nobody caught, so that the person hears of it. */
  onUnexpected: (code: string) => void = () => undefined;

  /** Something recovered from by itself. */
  readonly note = (error: unknown): void => {
    this.#codes = [...this.#codes, codeOfError(error)].slice(-KEPT);
  };

  /** Something nobody caught. */
  report(error: unknown): void {
    this.note(error);
    this.onUnexpected(codeOfError(error));
  }

  list(): readonly string[] {
    return this.#codes;
  }
}
