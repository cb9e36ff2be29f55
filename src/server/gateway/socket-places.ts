/** How many sockets each account holds open here: a person's devices and their tabs' leaders, not a swarm. */
const PER_ACCOUNT_MAX = 256;

export class SocketPlaces {
  readonly #taken = new Map<string, number>();

  isFull(accountId: string): boolean {
    return (this.#taken.get(accountId) ?? 0) >= PER_ACCOUNT_MAX;
  }

  /** Returns what gives the place back, once. */
  take(accountId: string): () => void {
    this.#taken.set(accountId, (this.#taken.get(accountId) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.#taken.get(accountId) ?? 0) - 1;
      if (left > 0) this.#taken.set(accountId, left);
      else this.#taken.delete(accountId);
    };
  }
}
