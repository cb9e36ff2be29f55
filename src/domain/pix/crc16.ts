/** CRC-16/CCITT-FALSE (polynomial 0x1021, begins with 0xFFFF), over UTF-8: what closes a Pix code. */

/** Four upper-case hex digits. Of "123456789": 29B1. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of listUtf8Bytes(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** The domain runs anywhere, also where there is no TextEncoder. A lone surrogate counts as U+FFFD, as there. */
function* listUtf8Bytes(text: string): Generator<number> {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const point = code >= 0xd800 && code < 0xe000 ? 0xfffd : code;
    if (point < 0x80) yield point;
    else if (point < 0x800) yield* [0xc0 | (point >> 6), tail(point)];
    else if (point < 0x10000) yield* [0xe0 | (point >> 12), tail(point >> 6), tail(point)];
    else yield* [0xf0 | (point >> 18), tail(point >> 12), tail(point >> 6), tail(point)];
  }
}

const tail = (bits: number): number => 0x80 | (bits & 0x3f);
