/**
 * A .zip of a few text files, stored and not compressed: PKWARE's APPNOTE, the oldest and most readable part of it. A
 * library would compress, and weigh ten times this.
 */
export interface ZipEntry {
  readonly name: string;
  readonly text: string;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Version 2.0; names are UTF-8. */
const NEEDED = 20;
const UTF8 = 0x0800;

export function writeZip(entries: readonly ZipEntry[], madeAt: Date): Blob {
  const parts: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let offset = 0;
  let directoryBytes = 0;
  for (const { name, text } of entries) {
    const encoder = new TextEncoder();
    const [path, content] = [encoder.encode(name), encoder.encode(text)];
    const common = [
      ...u16(NEEDED, UTF8, 0, ...dosTime(madeAt)),
      ...u32(crc32(content), content.length, content.length),
      ...u16(path.length, 0),
    ];
    const local = Uint8Array.from([...u32(LOCAL), ...common]);
    const central = Uint8Array.from([
      ...u32(CENTRAL),
      ...u16(NEEDED),
      ...common,
      ...u16(0, 0, 0),
      ...u32(0, offset),
    ]);
    parts.push(local, path, content);
    directory.push(central, path);
    offset += local.length + path.length + content.length;
    directoryBytes += central.length + path.length;
  }
  const { length } = entries;
  const end = [...u32(END), ...u16(0, 0, length, length), ...u32(directoryBytes, offset), ...u16(0)];
  return new Blob([...parts, ...directory, Uint8Array.from(end)], { type: 'application/zip' });
}

const u16 = (...values: number[]): number[] =>
  values.flatMap((value) => [value & 0xff, (value >>> 8) & 0xff]);
const u32 = (...values: number[]): number[] => values.flatMap((value) => u16(value, value >>> 16));

/** Two-second steps since 1980, in local time. */
function dosTime(at: Date): [time: number, date: number] {
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  return [time, ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate()];
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
