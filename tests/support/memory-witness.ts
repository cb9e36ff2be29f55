/** The witness of a device in memory: survives pages as localStorage does, and may be made to forget. */
import type { Testimony, Witness } from '#client/platform/witness.ts';

export class MemoryWitness implements Witness {
  #testimony: Testimony | undefined;

  recall(): Testimony | undefined {
    return this.#testimony;
  }

  remember(testimony: Testimony): void {
    this.#testimony = testimony;
  }

  /** The browser threw it away. */
  forget(): void {
    this.#testimony = undefined;
  }

  /** Goes with a copy of the profile. */
  copy(): MemoryWitness {
    const copy = new MemoryWitness();
    copy.#testimony = this.#testimony;
    return copy;
  }
}
