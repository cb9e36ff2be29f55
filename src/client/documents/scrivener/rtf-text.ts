/** Seven-bit RTF: what is not ASCII is `\uN` in signed 16 bits, a surrogate at a time, with a question mark for old readers. */

/** `\'3f` and not a bare `?`: unrtf 0.21 drops the rest of the word behind a bare one, and both mean the same. */
const FALLBACK = "\\'3f";

export function rtfText(text: string): string {
  let written = '';
  for (let index = 0; index < text.length; index++) written += rtfUnit(text.charCodeAt(index));
  return written;
}

function rtfUnit(unit: number): string {
  if (unit === 0x5c || unit === 0x7b || unit === 0x7d) return `\\${String.fromCharCode(unit)}`;
  if (unit === 0x09) return '\\tab ';
  if (unit === 0x0a) return '\\line ';
  if (unit === 0xa0) return '\\~';
  if (unit >= 0x20 && unit < 0x7f) return String.fromCharCode(unit);
  if (unit < 0x20 || unit === 0x7f) return '';
  return `\\u${unit > 0x7fff ? unit - 0x10000 : unit}${FALLBACK}`;
}

export function hex(bytes: Uint8Array): string {
  const digits: string[] = [];
  for (const byte of bytes) digits.push(byte.toString(16).padStart(2, '0'));
  return digits.join('');
}
