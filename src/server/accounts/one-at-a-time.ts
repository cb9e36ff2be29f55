/**
 * Tries for one key follow each other. better-auth counts a code's tries by reading a number and writing the next one:
 * thirty guesses at once would all read the same, and count as one.
 */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(key: string, attempt: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(attempt, attempt);
    this.#last.set(key, result);
    const forget = (): void => {
      if (this.#last.get(key) === result) this.#last.delete(key);
    };
    result.then(forget, forget);
    return result;
  }
}
