/**
 * One 64-bit seed decides everything, through streams split by concern: `streams.of('net', link, n)` is the same
 * numbers whatever else the run draws, so that leaving one fault out (shrinking) does not reshuffle the others.
 */

export interface Prng {
  /** 32 random bits. */
  word(): number;
  /** [0, 1). */
  fraction(): number;
  /** Integer in [0, count). */
  below(count: number): number;
  /** Real number in [min, max). */
  between(min: number, max: number): number;
  chance(probability: number): boolean;
  /** Throws RangeError on an empty list. */
  pick<T>(list: readonly T[]): T;
  bytes(count: number): Uint8Array;
}

export type StreamKey = readonly (string | number)[];

export class Streams {
  readonly #high: number;
  readonly #low: number;

  constructor(seed: bigint) {
    this.#high = Number((seed >> 32n) & 0xffff_ffffn);
    this.#low = Number(seed & 0xffff_ffffn);
  }

  of(...key: StreamKey): Prng {
    const [a, b, c, d] = mix(this.#high, this.#low, key.join('/'));
    return sfc32(a, b, c, d);
  }
}

/** cyrb128 over the key, salted with the seed's halves. */
function mix(high: number, low: number, key: string): [number, number, number, number] {
  let a = 1779033703 ^ high;
  let b = 3144134277 ^ low;
  let c = 1013904242 ^ Math.imul(high, 2654435761);
  let d = 2773480762 ^ Math.imul(low, 2246822519);
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    a = b ^ Math.imul(a ^ unit, 597399067);
    b = c ^ Math.imul(b ^ unit, 2869860233);
    c = d ^ Math.imul(c ^ unit, 951274213);
    d = a ^ Math.imul(d ^ unit, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a];
}

/** Small fast counter generator (PractRand-clean), 128 bits of state; the first rounds are thrown away. */
function sfc32(a: number, b: number, c: number, d: number): Prng {
  const word = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  const fraction = (): number => word() / 2 ** 32;
  const below = (count: number): number => Math.floor(fraction() * count);
  return {
    word,
    fraction,
    below,
    between: (min, max) => min + fraction() * (max - min),
    chance: (probability) => fraction() < probability,
    pick: (list) => {
      const index = below(list.length);
      if (index >= list.length) throw new RangeError('nothing to pick from');
      return list[index] as (typeof list)[number];
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => word() & 0xff),
  };
}
