/** Randomness: ids and salts, and jitter. One seed decides it in simulation. */
export interface Random {
  /** `count` unpredictable bytes. */
  bytes(count: number): Uint8Array;
  /** [0, 1): for jitter only. */
  fraction(): number;
}
