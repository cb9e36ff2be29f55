/**
 * How many may be greeted at once. After a restart everybody comes back together; each greeting reads the database,
 * and a queue of thousands would answer nobody in time. Who finds no place is told when to ask again, spread out.
 */
const RETRY_MIN_MS = 250;
const RETRY_MAX_MS = 1_500;

export class Admission {
  readonly #places: number;
  readonly #fraction: () => number;
  #taken = 0;

  /** `fraction`: uniform in [0, 1). */
  constructor(places: number, fraction: () => number = Math.random) {
    this.#places = places;
    this.#fraction = fraction;
  }

  /** 0: come in, and `leave` when done. Else no place was taken: ask again in that many ms. */
  enter(): number {
    if (this.#taken >= this.#places) {
      return Math.round(RETRY_MIN_MS + this.#fraction() * (RETRY_MAX_MS - RETRY_MIN_MS));
    }
    this.#taken++;
    return 0;
  }

  leave(): void {
    this.#taken--;
  }
}
