/** Reads the bytes that lib0 writes (variable-length integers, texts, plain values), and believes none of them. */

/** The bytes are not what they should be. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

const VALUE_MAX_DEPTH = 16;

export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Malformed('ends too early');
    return byte;
  }

  /** At most `max`, itself a safe integer. */
  uint(max: number): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (value > max) throw new Malformed('too large a number');
      if (byte >= 0x80) continue;
      // One number has one spelling: none ends in zeros.
      if (byte === 0 && factor > 1) throw new Malformed('a padded number');
      return value;
    }
    throw new Malformed('too long a number');
  }

  /** Well-formed UTF-8 with its length before it. */
  text(maxBytes: number): string {
    const end = this.uint(maxBytes) + this.#at;
    if (end > this.#bytes.length) throw new Malformed('ends too early');
    let text = '';
    while (this.#at < end) text += String.fromCodePoint(this.#codePoint(end));
    return text;
  }

  /** A value as lib0 writes it: what JSON can say, and `undefined`. */
  value(depth = 0): unknown {
    if (depth > VALUE_MAX_DEPTH) throw new Malformed('too deep');
    const kind = this.byte();
    switch (kind) {
      case 127:
        return undefined;
      case 126:
        return null;
      case 121:
        return false;
      case 120:
        return true;
      case 125:
        return this.#signed();
      case 124:
        return this.#view(4).getFloat32(0);
      case 123:
        return this.#view(8).getFloat64(0);
      case 119:
        return this.text(this.#bytes.length);
      case 118: {
        const object: Record<string, unknown> = {};
        for (let left = this.uint(this.#bytes.length); left > 0; left--) {
          const key = this.text(this.#bytes.length);
          if (key === '__proto__') throw new Malformed('not a plain object');
          object[key] = this.value(depth + 1);
        }
        return object;
      }
      case 117: {
        const list: unknown[] = [];
        for (let left = this.uint(this.#bytes.length); left > 0; left--) list.push(this.value(depth + 1));
        return list;
      }
      default:
        throw new Malformed('a value of no kind');
    }
  }

  /** Its first byte has a sign and six bits, the others seven. */
  #signed(): number {
    const first = this.byte();
    let value = first & 0x3f;
    let factor = 64;
    for (let byte = first; byte >= 0x80; factor *= 128) {
      if (factor > 2 ** 40) throw new Malformed('too long a number');
      byte = this.byte();
      value += (byte & 0x7f) * factor;
    }
    return (first & 0x40) === 0 ? value : -value;
  }

  #view(length: number): DataView {
    if (this.#at + length > this.#bytes.length) throw new Malformed('ends too early');
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#at, length);
    this.#at += length;
    return view;
  }

  #codePoint(end: number): number {
    const first = this.byte();
    if (first < 0x80) return first;
    const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    let value = first & (0xff >> (length + 1));
    for (let i = 1; i < length; i++) {
      if (this.#at >= end) throw new Malformed('half a character');
      const byte = this.byte();
      if ((byte & 0xc0) !== 0x80) throw new Malformed('half a character');
      value = (value << 6) | (byte & 0x3f);
    }
    const isOverlong = value < (length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80);
    const isSurrogate = value >= 0xd800 && value < 0xe000;
    if (first < 0xc2 || first > 0xf4 || isOverlong || isSurrogate || value > 0x10ffff) {
      throw new Malformed('no character');
    }
    return value;
  }
}
